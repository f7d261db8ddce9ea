#include "core/js/bindings/tcp_wrap.hpp"

#include <sys/socket.h>

#include <array>
#include <boost/asio/ip/address.hpp>
#include <cerrno>

#include "core/js/bindings.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

Tcp& tcp_of(const Args& args) {
  return *Wrap::of<Tcp>(args.This());
}

int result_of(std::error_code error) {
  return -error.value();
}

// new TCP(type)
void new_tcp(const Args& args) {
  const auto type = static_cast<Tcp::Type>(integer(args, 0));
  new Tcp(realm_of(args), args.This(), args.NewTarget().As<v8::Function>(), type);
}

std::optional<Endpoint> endpoint_of(const Args& args, int ip, int port) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(utf8(args, ip), error);
  if (error) return std::nullopt;
  return Endpoint(address, static_cast<std::uint16_t>(integer(args, port)));
}

// (ip, port, flags)
void bind(const Args& args) {
  constexpr std::int64_t ipv6_only = 1;  // UV_TCP_IPV6ONLY
  const auto at = endpoint_of(args, 0, 1);
  args.GetReturnValue().Set(at ? tcp_of(args).bind(*at, (integer(args, 2) & ipv6_only) != 0)
                               : -EINVAL);
}

void listen(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).listen(static_cast<int>(integer(args, 0))));
}

// (request, ip, port)
void connect(const Args& args) {
  const auto to = endpoint_of(args, 1, 2);
  args.GetReturnValue().Set(to ? tcp_of(args).connect(args[0].As<v8::Object>(), *to) : -EINVAL);
}

void open(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).open(static_cast<int>(integer(args, 0))));
}

// ({address, family, port} to be filled in)
template <int (*ask)(int, sockaddr*, socklen_t*)>
void get_name(const Args& args) {
  Endpoint endpoint;
  socklen_t size = static_cast<socklen_t>(endpoint.capacity());
  if (ask(tcp_of(args).native_handle(), endpoint.data(), &size) != 0)
    return args.GetReturnValue().Set(-errno);
  endpoint.resize(size);
  v8::Isolate* const isolate = args.GetIsolate();
  const auto context = isolate->GetCurrentContext();
  const auto out = args[0].As<v8::Object>();
  set(context, out, "address", text(isolate, endpoint.address().to_string()));
  set(context, out, "family", name(isolate, endpoint.address().is_v6() ? "IPv6" : "IPv4"));
  set(context, out, "port", v8::Integer::New(isolate, endpoint.port()));
  args.GetReturnValue().Set(0);
}

int sockname(int fd, sockaddr* address, socklen_t* size) {
  return getsockname(fd, address, size);
}

int peername(int fd, sockaddr* address, socklen_t* size) {
  return getpeername(fd, address, size);
}

void set_no_delay(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).set_no_delay(args[0]->IsTrue()));
}

// (on, seconds)
void set_keep_alive(const Args& args) {
  const bool on = args[0]->BooleanValue(args.GetIsolate());
  args.GetReturnValue().Set(
      tcp_of(args).set_keep_alive(on, static_cast<unsigned>(integer(args, 1))));
}

void reset(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).reset(args[0]));
}

constexpr Method methods[] = {{"open", open},
                              {"bind", bind},
                              {"bind6", bind},
                              {"listen", listen},
                              {"connect", connect},
                              {"connect6", connect},
                              {"getsockname", get_name<sockname>},
                              {"getpeername", get_name<peername>},
                              {"setNoDelay", set_no_delay},
                              {"setKeepAlive", set_keep_alive},
                              {"reset", reset}};

}  // namespace

Tcp::Tcp(Realm& realm, Local<v8::Object> object, Local<v8::Function> constructor, Type type)
    : HandleWrap(realm, object), constructor_(realm.isolate(), constructor) {
  if (type == Type::server) server_ = std::make_unique<Server>(realm.loop(), "server", origin());
}

void Tcp::own(std::shared_ptr<Socket> socket) {
  socket_ = std::move(socket);
  socket_->looks_for_resets = true;
}

Socket& Tcp::socket() {
  if (socket_ == nullptr) own(Socket::make(realm().loop(), "socket", origin()));
  return *socket_;
}

Handle& Tcp::handle() {
  if (server_ != nullptr) return *server_;
  return socket();
}

int Tcp::native_handle() {
  return server_ != nullptr ? server_->native_handle() : socket().native_handle();
}

int Tcp::bind(const Endpoint& at, bool ipv6_only) {
  if (is_closing()) return -EBADF;
  return result_of(server_ != nullptr ? server_->bind(at, ipv6_only)
                                      : socket().bind(at, ipv6_only));
}

int Tcp::listen(int backlog) {
  if (server_ == nullptr || is_closing()) return -EINVAL;
  return result_of(server_->start_listening(
      [this](std::error_code error, std::shared_ptr<Socket> socket) {
        on_connection(error, std::move(socket));
      },
      backlog, place(v8::Undefined(isolate()))));
}

void Tcp::on_connection(std::error_code error, std::shared_ptr<Socket> socket) {
  const v8::HandleScope scope(isolate());
  std::array<Local<Value>, 2> arguments{v8::Integer::New(isolate(), result_of(error)),
                                        v8::Undefined(isolate())};
  if (!error) {
    Local<v8::Object> accepted;
    if (!wrap_accepted(std::move(socket)).ToLocal(&accepted)) throw LeaveLoop{};
    arguments[1] = accepted;
  }
  realm().call_method(object(), "onconnection", arguments);
}

v8::MaybeLocal<v8::Object> Tcp::wrap_accepted(std::shared_ptr<Socket> socket) {
  Local<Value> type = v8::Integer::New(isolate(), static_cast<int>(Type::socket));
  const v8::MaybeLocal<v8::Object> result =
      constructor_.Get(isolate())->NewInstance(realm().context(), 1, &type);
  Local<v8::Object> made;
  if (!result.ToLocal(&made)) return result;
  Tcp& tcp = *Wrap::of<Tcp>(made);
  tcp.own(std::move(socket));
  tcp.set_origin(origin());
  return result;
}

int Tcp::open(int fd) {
  return is_open_socket() ? result_of(socket().open(fd)) : -EINVAL;
}

int Tcp::connect(Local<v8::Object> request, const Endpoint& to) {
  if (!is_open_socket()) return -EINVAL;
  auto done = [this, self = v8::Global<v8::Object>(isolate(), object()),
               told = v8::Global<v8::Object>(isolate(), request)](std::error_code error) {
    const v8::HandleScope scope(isolate());
    const auto usable = v8::Boolean::New(isolate(), !error);
    const Local<v8::Object> req = told.Get(isolate());
    std::array<Local<Value>, 5> arguments{v8::Integer::New(isolate(), result_of(error)),
                                          self.Get(isolate()), req, usable, usable};
    realm().call_method(req, "oncomplete", arguments);
  };
  return result_of(socket().try_connect(to, std::move(done), {}, place(v8::Undefined(isolate()))));
}

int Tcp::set_no_delay(bool on) {
  return is_open_socket() ? result_of(socket().set_no_delay(on)) : -EBADF;
}

int Tcp::set_keep_alive(bool on, unsigned idle_s) {
  return is_open_socket() ? result_of(socket().set_keep_alive(on, idle_s)) : -EBADF;
}

int Tcp::reset(Local<Value> callback) {
  if (!is_open_socket()) return 0;
  resets_ = true;
  close(callback);
  return 0;
}

void Tcp::close_handle(Callback on_close, SourceLocation where) {
  if (resets_)
    socket().reset(std::move(on_close), where);
  else
    handle().close(std::move(on_close), where);
}

void make_tcp_wrap(Realm& realm, Local<v8::Object> binding) {
  v8::Isolate* const isolate = realm.isolate();
  const auto type = v8::FunctionTemplate::New(isolate, new_tcp);
  type->InstanceTemplate()->SetInternalFieldCount(1);
  type->SetClassName(name(isolate, "TCP"));
  HandleWrap::add_methods(isolate, type);
  Tcp::add_stream_methods(isolate, type);
  add_methods(isolate, type, methods);
  set(realm.context(), binding, "TCP", type->GetFunction(realm.context()).ToLocalChecked());
}

}  // namespace loopscope::js
