// internalBinding('tcp_wrap').TCP: a server or a connection.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/js/bindings/handle_wrap.hpp"
#include "core/net/server.hpp"

namespace loopscope::js {

/// Results are libuv's: 0, or an errno with a minus.
class Tcp final : public HandleWrap {
 public:
  enum class Type : std::uint8_t { socket, server };

  Tcp(Realm& realm, v8::Local<v8::Object> object, v8::Local<v8::Function> constructor, Type type);

  [[nodiscard]] Handle& handle() override;
  [[nodiscard]] int native_handle();

  // A server.
  int bind(const Endpoint& at, bool ipv6_only);
  int listen(int backlog);

  // A connection.
  int open(int fd);
  int connect(v8::Local<v8::Object> request, const Endpoint& to);
  int read_start();
  int read_stop();
  void read_into(v8::Local<v8::Value> buffer);
  /// Leaves in the realm's stream state how much was written and whether `request` will be told.
  int write(v8::Local<v8::Object> request, std::string_view bytes);
  int shutdown(v8::Local<v8::Object> request);
  int reset(v8::Local<v8::Value> callback);
  int set_no_delay(bool on);
  int set_keep_alive(bool on, unsigned idle_s);
  [[nodiscard]] double bytes_read() const noexcept { return bytes_read_; }
  [[nodiscard]] double bytes_written() const noexcept { return bytes_written_; }
  [[nodiscard]] std::size_t queued_bytes() const noexcept;

  /// What concerns reading and writing; see stream_wrap.cpp.
  static void add_stream_methods(v8::Isolate* isolate, v8::Local<v8::FunctionTemplate> type);

 private:
  [[nodiscard]] bool is_open_socket() const noexcept { return server_ == nullptr && !is_closing(); }
  /// Made when it is first used, unless a server has accepted it.
  Socket& socket();
  void close_handle(Callback on_close, SourceLocation where) override;
  void own(std::shared_ptr<Socket> socket);
  void on_connection(std::error_code error, std::shared_ptr<Socket> socket);
  v8::MaybeLocal<v8::Object> wrap_accepted(std::shared_ptr<Socket> socket);
  void on_read(const ReadResult& result);
  void on_read_own(const ReadResult& result);
  Socket::Done telling(v8::Local<v8::Object> request);

  v8::Global<v8::Function> constructor_;
  std::unique_ptr<Server> server_;  // else a connection
  std::shared_ptr<Socket> socket_;
  v8::Global<v8::Value> own_buffer_;  // of JavaScript's, that is read into
  double bytes_read_ = 0;
  double bytes_written_ = 0;
  bool resets_ = false;
};

}  // namespace loopscope::js
