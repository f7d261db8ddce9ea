// uv_tcp_t as a connection: connect, read, write, half-close, close.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "core/loop/handle.hpp"
#include "core/loop/request.hpp"
#include "core/loop/timer.hpp"
#include "core/net/address.hpp"
#include "core/net/watcher.hpp"

namespace loopscope {

/// What one read gave: bytes, the end of the peer's half, or an error (ECONNRESET, …).
struct ReadResult {
  std::error_code error;
  bool eof = false;
  /// Valid until the callback returns.
  std::span<const char> bytes;
};

struct ConnectOptions {
  /// 0: as long as the kernel tries. Else ETIMEDOUT after that time.
  std::uint64_t timeout_ms = 0;
};

/// The loop owns an open socket, so nobody has to hold it; after its close callback it is gone
/// unless somebody does, who lets go of it before the loop ends. Loop's thread only. Errors are
/// errno's and come with the callback, which is never called from inside the call that caused it.
/// What is under way when the socket is closed is told ECANCELED in the close phase, before the
/// close callback, as in libuv.
class Socket final : public Handle,
                     private WatcherOwner,
                     public std::enable_shared_from_this<Socket> {
 public:
  using Done = Function<void(std::error_code)>;
  using OnRead = Function<void(const ReadResult&)>;

  static std::shared_ptr<Socket> make(Loop& loop, std::string_view name = {},
                                      SourceLocation where = SourceLocation::current());
  ~Socket() override;

  /// uv_tcp_connect. `done` is called in poll; in the next pending phase where the call failed at
  /// once. Refused is ECONNREFUSED, no answer ETIMEDOUT, an answer that is a reset ECONNRESET.
  void connect(const Endpoint& to, Done done, ConnectOptions options = {},
               SourceLocation where = SourceLocation::current());
  /// As connect(), but what fails at once is returned and `done` is not called, as libuv has it.
  std::error_code try_connect(const Endpoint& to, Done done, ConnectOptions options = {},
                              SourceLocation where = SourceLocation::current());
  /// The address to connect from. That it is in use is told by the connect, as in libuv.
  [[nodiscard]] std::error_code bind(const Endpoint& at, bool ipv6_only = false);
  /// Takes over a descriptor that is connected. uv_tcp_open.
  [[nodiscard]] std::error_code open(int fd);

  /// Calls back for everything that arrives: as in libuv, reads until the kernel has no more, at
  /// most 32 times in a row, each read a task of its own. After an error or the end it stops, as
  /// it does where connect() fails. Begins with the connection; ENOTCONN, with the pending phase,
  /// before connect().
  void read_start(OnRead on_read, SourceLocation where = SourceLocation::current());
  void read_stop();
  /// Reads go into this memory, which must live as long as that is so, instead of the loop's; empty
  /// undoes it.
  void read_into(std::span<char> buffer) noexcept { own_buffer_ = buffer; }

  /// Writes at once what the kernel takes and queues the rest. False: more is queued than the
  /// high-water mark, wait for on_drain. `done` comes with the pending phase if all was written at
  /// once, else in poll; with ENOBUFS, and nothing of `bytes` queued, where the queue would exceed
  /// max_queued_bytes.
  bool write(std::string_view bytes, Done done = {},
             SourceLocation where = SourceLocation::current());
  /// uv_try_write: how much the kernel takes at once; 0 while connecting or with something queued.
  std::size_t try_write(std::string_view bytes, std::error_code& error);
  /// Our half is open: shutdown() was not called.
  [[nodiscard]] bool is_writable() const noexcept { return descriptor_.is_open() && !shut_down_; }
  /// Called when the queue has become empty after a write() that returned false.
  void on_drain(Callback callback) { on_drain_ = std::move(callback); }
  [[nodiscard]] std::size_t queued_bytes() const noexcept { return queued_bytes_; }
  std::size_t high_water_mark_bytes = 16384;  // Node's default
  /// Where a reset has come with the last bytes, end after them without an error, as libuv does. It
  /// costs a call of the kernel for each event.
  bool looks_for_resets = false;
  std::size_t max_queued_bytes = std::size_t{1} << 30U;

  /// Half-close: after what is queued, but not before the next pending phase, the peer reads the
  /// end. Reading goes on.
  void shutdown(Done done = {}, SourceLocation where = SourceLocation::current());
  /// As close(), but the peer gets a reset instead of an end. uv_tcp_close_reset.
  void reset(Callback on_close = {}, SourceLocation where = SourceLocation::current());

  /// As in libuv, both may come before there is a descriptor, and hold from then on.
  std::error_code set_no_delay(bool on);
  /// `idle_s`: seconds without traffic before the first probe (not 0 if on).
  std::error_code set_keep_alive(bool on, unsigned idle_s = 60);

  /// Empty (port 0) before there is a connection.
  [[nodiscard]] const Endpoint& local() const noexcept { return local_; }
  [[nodiscard]] const Endpoint& peer() const noexcept { return peer_; }
  [[nodiscard]] int native_handle() noexcept { return descriptor_.native_handle(); }
  [[nodiscard]] std::string describe() const override;

 private:
  friend class Server;
  struct Write {
    std::string bytes;  // what the kernel has not taken yet
    std::size_t offset = 0;
    Done done;
    std::uint64_t task = 0;
  };
  struct Connect {
    Done done;
    std::uint64_t task;
    std::unique_ptr<Request> request;
    std::unique_ptr<Timer> timer;
  };
  struct Shutdown {
    Done done;
    SourceLocation where;
  };

  Socket(Loop& loop, std::string_view name, const SourceLocation& where);
  /// A descriptor that accept() gave; `counter` counts the server's connections.
  void adopt(int fd, const Endpoint& peer, std::shared_ptr<std::size_t> counter);

  void stop_for_close() override;
  void cancel_requests() override;
  void release() override;
  void on_event(Direction direction) override;
  void became_ready(Direction direction) override;
  [[nodiscard]] std::uint64_t watched_id() const noexcept override { return id(); }

  int open_for(const Endpoint& endpoint);
  std::error_code set_remembered_options();
  int open_and_connect(const Endpoint& to);
  void finish_connect(std::error_code error);
  void connect_failed(std::error_code error);
  void learn_addresses();

  void fail_read_later(const SourceLocation& where);
  void read_available();
  bool read_once();
  void deliver(const ReadResult& result);
  void stop_reading_for_good();

  void queue_write(std::string_view bytes, Done done, const SourceLocation& where);
  std::optional<std::size_t> write_now(std::string_view bytes, std::error_code& error);
  void write_queued();
  void finish_write(std::error_code error);
  void fail_writes(std::error_code error);
  void drained();
  void shutdown_when_idle();
  void finish_shutdown();
  void tell_shut_down();
  void fail_later(Done done, int errno_value, std::string_view operation,
                  const SourceLocation& where);
  void trace_error(std::string_view operation, const std::error_code& error);

  Descriptor descriptor_;
  boost::intrusive_ptr<Watcher> readable_;
  boost::intrusive_ptr<Watcher> writable_;
  Endpoint local_;
  Endpoint peer_;
  std::shared_ptr<std::size_t> server_connections_;

  std::optional<Connect> connecting_;
  OnRead on_read_;
  std::uint64_t read_task_ = 0;
  bool connected_ = false;
  bool no_delay_ = false;
  unsigned keep_alive_idle_s_ = 0;  // 0: off
  bool reading_ = false;
  bool ended_ = false;    // the peer's half is at its end, or broken
  bool hung_up_ = false;  // so were both halves when poll saw it readable
  std::span<char> own_buffer_;
  int bind_error_ = 0;

  std::deque<Write> writes_;
  std::optional<Request> write_request_;  // while writes_ is not empty
  std::size_t queued_bytes_ = 0;
  Callback on_drain_;
  bool needs_drain_ = false;
  bool shut_down_ = false;    // our half is at its end, or will be after what is queued
  bool half_closed_ = false;  // the kernel has been told
  std::optional<Shutdown> shutdown_;
};

}  // namespace loopscope
