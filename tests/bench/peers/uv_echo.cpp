#include <uv.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>

#include "tests/bench/peers/uv.hpp"

namespace loopscope::bench::uv {
namespace {

constexpr int backlog = 1024;

// One buffer and one write request a connection: what is read is sent before reading goes on.
struct Connection {
  uv_tcp_t socket{};
  uv_write_t request{};
  std::array<char, 4096> bytes{};
};

void check(int result, const char* what) {
  if (result != 0)
    throw std::runtime_error(std::string("libuv cannot ") + what + ": " + uv_strerror(result));
}

void on_closed(uv_handle_t* handle) {
  delete static_cast<Connection*>(handle->data);
}

void on_alloc(uv_handle_t* handle, size_t /*suggested*/, uv_buf_t* buffer) {
  auto* connection = static_cast<Connection*>(handle->data);
  *buffer = uv_buf_init(connection->bytes.data(), static_cast<unsigned>(connection->bytes.size()));
}

void on_written(uv_write_t* request, int status) {
  if (status != 0) uv_close(reinterpret_cast<uv_handle_t*>(request->handle), on_closed);
}

void on_read(uv_stream_t* stream, ssize_t got, const uv_buf_t* buffer) {
  auto* connection = static_cast<Connection*>(stream->data);
  if (got < 0) return uv_close(reinterpret_cast<uv_handle_t*>(stream), on_closed);
  if (got == 0) return;
  const uv_buf_t reply = uv_buf_init(buffer->base, static_cast<unsigned>(got));
  check(uv_write(&connection->request, stream, &reply, 1, on_written), "write");
}

void on_connection(uv_stream_t* server, int status) {
  check(status, "accept");
  auto* connection = new Connection;
  connection->socket.data = connection;
  check(uv_tcp_init(server->loop, &connection->socket), "make a socket");
  check(uv_accept(server, reinterpret_cast<uv_stream_t*>(&connection->socket)), "accept");
  check(uv_tcp_nodelay(&connection->socket, 1), "set TCP_NODELAY");
  check(uv_read_start(reinterpret_cast<uv_stream_t*>(&connection->socket), on_alloc, on_read),
        "read");
}

std::uint16_t listen_on_loopback(uv_tcp_t& server) {
  sockaddr_in address{};
  check(uv_ip4_addr("127.0.0.1", 0, &address), "make an address");
  check(uv_tcp_bind(&server, reinterpret_cast<const sockaddr*>(&address), 0), "bind");
  check(uv_listen(reinterpret_cast<uv_stream_t*>(&server), backlog, on_connection), "listen");
  int size = sizeof address;
  check(uv_tcp_getsockname(&server, reinterpret_cast<sockaddr*>(&address), &size), "ask its port");
  return ntohs(address.sin_port);
}

}  // namespace

int serve_echo(const Ready& ready) {
  uv_loop_t loop{};
  check(uv_loop_init(&loop), "make a loop");
  uv_tcp_t server{};
  check(uv_tcp_init(&loop, &server), "make a server");
  uv_signal_t end{};
  check(uv_signal_init(&loop, &end), "make a signal handle");
  check(uv_signal_start(
            &end, [](uv_signal_t* handle, int) { uv_stop(handle->loop); }, SIGTERM),
        "watch for SIGTERM");
  ready(listen_on_loopback(server));
  uv_run(&loop, UV_RUN_DEFAULT);
  return 0;
}

}  // namespace loopscope::bench::uv
