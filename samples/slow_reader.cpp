// Back-pressure: a server that writes faster than its client reads.
#include <sys/socket.h>

#include <fmt/format.h>

#include "core/loop/error.hpp"
#include "core/net/server.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

constexpr std::size_t total_bytes = 512U << 10U;
constexpr std::size_t chunk_bytes = 4U << 10U;
constexpr std::uint64_t client_sleeps_ms = 10;

class Transfer {
 public:
  explicit Transfer(Runtime& runtime) : runtime_(runtime), server_(runtime.loop(), "server") {}

  void start() {
    const std::error_code error =
        server_.listen(make_endpoint("127.0.0.1", 0), [this](std::error_code, auto client) {
          if (client == nullptr) return server_.close();  // no descriptor was left
          send_to(client);
        });
    if (error) throw std::system_error(error, "listen on 127.0.0.1");
    receive();
  }
  void report() const {
    runtime_.log(fmt::format("all arrived: {}", received_ == total_bytes ? "yes" : "no"));
  }

 private:
  void send_to(const std::shared_ptr<Socket>& client) {
    // A small buffer in the kernel, so that its end is soon seen.
    const int buffer_bytes = 64 << 10;
    setsockopt(client->native_handle(), SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
    client->on_drain([this, client = client.get()] {
      runtime_.log("server: drained, writing on");
      write_on(*client);
    });
    client->read_start([this, client](const ReadResult&) {
      client->close();  // the other side has read everything and is gone
      server_.close();
    });
    write_on(*client);
  }
  // write() takes everything; that it returns false is how it asks to be left alone.
  void write_on(Socket& client) {
    static const std::string chunk(chunk_bytes, '.');
    while (sent_ < total_bytes) {
      sent_ += chunk.size();
      if (!client.write(chunk)) {
        runtime_.log(fmt::format("server: {} KiB wait in the queue, waiting for drain",
                                 client.queued_bytes() >> 10U));
        return;
      }
    }
    client.shutdown();  // comes after what is queued; close() would throw that away
  }

  void receive() {
    auto socket = Socket::make(runtime_.loop(), "slow client");
    socket->connect(server_.local(), [this, socket](std::error_code error) {
      if (error) return give_up(*socket, error);
      runtime_.log("client: connected, and goes to sleep");
      runtime_.set_timeout([this, socket] { read(socket); }, client_sleeps_ms, "client wakes up");
    });
  }
  void give_up(Socket& socket, const std::error_code& error) {
    runtime_.log("client: " + describe_error(error));
    socket.close();
    server_.close();
  }
  void read(const std::shared_ptr<Socket>& socket) {
    runtime_.log("client: awake, reading");
    socket->read_start([this, socket](const ReadResult& result) {
      received_ += result.bytes.size();
      if (result.eof || result.error) socket->close();
    });
  }

  Runtime& runtime_;
  Server server_;
  std::size_t sent_ = 0;
  std::size_t received_ = 0;
};

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  Runtime runtime(loop, context.runtime_options());
  Transfer transfer(runtime);
  runtime.on_exit([&](int) { transfer.report(); });
  return runtime.run([&] { transfer.start(); });
}

}  // namespace

const Sample slow_reader_sample{
    "slow-reader",
    "back-pressure: EAGAIN when the kernel's buffer is full, the queue passes its high-water mark, "
    "and drain tells when to go on",
    run};

}  // namespace loopscope
