// internalBinding('cares_wrap'): names and addresses, by the system's own functions on the thread
// pool. Questions to a name server (dns.resolve) are not asked; see lib/loopscope/net.js.
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <memory>

#include "core/js/bindings.hpp"
#include "core/js/call_site.hpp"
#include "core/js/realm.hpp"
#include "core/loop/pool.hpp"
#include "core/net/address.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

struct LookUpError {
  int system;  // netdb.h's
  int uv;
};
constexpr LookUpError look_up_errors[] = {
    {EAI_ADDRFAMILY, -3000}, {EAI_AGAIN, -3001},   {EAI_BADFLAGS, -3002}, {EAI_FAIL, -3004},
    {EAI_FAMILY, -3005},     {EAI_MEMORY, -3006},  {EAI_NODATA, -3007},   {EAI_NONAME, -3008},
    {EAI_OVERFLOW, -3009},   {EAI_SERVICE, -3010}, {EAI_SOCKTYPE, -3011}};

int uv_number(std::error_code error) {
  if (error.category() == std::system_category()) return -error.value();
  for (const LookUpError& one : look_up_errors)
    if (one.system == error.value()) return one.uv;
  return -EINVAL;
}

Local<v8::Array> addresses_of(v8::Isolate* isolate, const std::vector<Endpoint>& found,
                              bool as_found) {
  std::vector<Local<Value>> result;
  const auto take = [&](bool v4, bool v6) {
    for (const Endpoint& one : found)
      if (one.address().is_v4() ? v4 : v6)
        result.push_back(text(isolate, one.address().to_string()));
  };
  if (as_found) {
    take(true, true);
  } else {
    take(true, false);
    take(false, true);
  }
  return v8::Array::New(isolate, result.data(), result.size());
}

/// Somebody of JavaScript's who waits for an answer.
struct Asked {
  Realm& realm;
  v8::Global<v8::Object> request;

  void tell(std::span<Local<Value>> arguments) const {
    realm.call_method(request.Get(realm.isolate()), "oncomplete", arguments);
  }
};

void tell_addresses(const Asked& asked, std::error_code error, const std::vector<Endpoint>& found,
                    bool as_found) {
  v8::Isolate* const isolate = asked.realm.isolate();
  const v8::HandleScope scope(isolate);
  std::array<Local<Value>, 2> arguments{v8::Integer::New(isolate, uv_number(error)),
                                        v8::Null(isolate)};
  if (!error) arguments[1] = addresses_of(isolate, found, as_found);
  asked.tell({arguments.data(), error ? std::size_t{1} : arguments.size()});
}

// (request, host, family, hints, in the order found)
void get_addr_info(const Args& args) {
  Realm& realm = realm_of(args);
  const auto family = integer(args, 2);
  LookUpOptions options;
  if (family == 4) options.family = AF_INET;
  if (family == 6) options.family = AF_INET6;
  options.flags = static_cast<int>(integer(args, 3));
  const bool as_found = args[4]->IsTrue();
  const auto asked = std::make_shared<Asked>(
      Asked{realm, v8::Global<v8::Object>(realm.isolate(), args[0].As<v8::Object>())});
  Function<void(std::error_code, std::vector<Endpoint>)> done =
      [asked, as_found](std::error_code error, const std::vector<Endpoint>& found) {
        tell_addresses(*asked, error, found, as_found);
      };
  look_up(realm.loop(), utf8(args, 1), 0, options, std::move(done),
          CallSite(realm, args[0]).where());
  args.GetReturnValue().Set(0);
}

struct Names {
  int error = 0;  // netdb.h's
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
};

void tell_names(const Asked& asked, const Names& names) {
  v8::Isolate* const isolate = asked.realm.isolate();
  const v8::HandleScope scope(isolate);
  std::array<Local<Value>, 3> arguments{v8::Null(isolate), v8::Null(isolate), v8::Null(isolate)};
  if (names.error != 0) {
    for (const LookUpError& one : look_up_errors)
      if (one.system == names.error) arguments[0] = v8::Integer::New(isolate, one.uv);
    return asked.tell(arguments);
  }
  arguments[1] = text(isolate, names.host.data());
  arguments[2] = text(isolate, names.service.data());
  asked.tell(arguments);
}

// (request, ip, port)
void get_name_info(const Args& args) {
  Realm& realm = realm_of(args);
  auto asked = std::make_shared<Asked>(
      Asked{realm, v8::Global<v8::Object>(realm.isolate(), args[0].As<v8::Object>())});
  auto names = std::make_shared<Names>();
  realm.loop().pool().queue_work(
      [names, at = make_endpoint(utf8(args, 1), static_cast<std::uint16_t>(integer(args, 2)))] {
        names->error = getnameinfo(at.data(), static_cast<socklen_t>(at.size()), names->host.data(),
                                   NI_MAXHOST, names->service.data(), NI_MAXSERV, NI_NAMEREQD);
      },
      [asked, names](std::error_code) { tell_names(*asked, *names); }, "look up name",
      CallSite(realm, args[0]).where());
  args.GetReturnValue().Set(0);
}

// The shortest way to write an address; undefined where it is none.
void canonicalize_ip(const Args& args) {
  const std::string ip = utf8(args, 0);
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  std::array<char, INET6_ADDRSTRLEN> shown{};
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, ip.c_str(), bytes.data()) != 1) continue;
    inet_ntop(family, bytes.data(), shown.data(), shown.size());
    return args.GetReturnValue().Set(text(args.GetIsolate(), shown.data()));
  }
}

constexpr Method methods[] = {{"getaddrinfo", get_addr_info},
                              {"getnameinfo", get_name_info},
                              {"canonicalizeIP", canonicalize_ip}};

}  // namespace

void make_cares_wrap(Realm& realm, Local<v8::Object> binding) {
  const auto context = realm.context();
  add_methods(context, binding, methods);
  const auto add_constant = [&](std::string_view key, int value) {
    set(context, binding, key, v8::Integer::New(realm.isolate(), value));
  };
  add_constant("AI_ADDRCONFIG", AI_ADDRCONFIG);
  add_constant("AI_ALL", AI_ALL);
  add_constant("AI_V4MAPPED", AI_V4MAPPED);
}

}  // namespace loopscope::js
