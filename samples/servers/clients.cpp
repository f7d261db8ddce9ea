#include "samples/servers/clients.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <system_error>
#include <utility>

namespace loopscope {
namespace {

std::chrono::milliseconds thinking_time(unsigned number) {
  constexpr std::chrono::milliseconds slow{40};
  constexpr std::chrono::milliseconds quick{4};
  return number == 1 ? slow : quick * (number - 1);
}

std::string what_went_wrong(const std::system_error& error) {
  if (error.code() != std::errc::timed_out) return error.what();
  return fmt::format("no answer within {} s: the server has failed, or is too slow",
                     Clients::patience.count());
}

}  // namespace

Clients::Clients(SampleContext& context, const Endpoint& server) {
  for (unsigned number = 1; number <= context.clients(); ++number) {
    std::promise<bool> connected;
    std::future<bool> is_connected = connected.get_future();
    threads_.emplace_back(run, std::ref(context), server, number, std::move(connected));
    if (is_connected.get()) ++connected_;
  }
}

void Clients::run(SampleContext& context, const Endpoint& server, unsigned number,
                  std::promise<bool> connected) {
  const std::string name = fmt::format("client {}", number);
  RawThread thread(context, name);
  std::optional<std::promise<bool>> waiting = std::move(connected);
  try {
    RawSocket socket = RawSocket::connect(thread, server, name, patience);
    const RawRun as_loop(thread, socket.id());
    std::exchange(waiting, std::nullopt)->set_value(true);
    for (unsigned request = 1; request <= requests; ++request) {
      std::this_thread::sleep_for(thinking_time(number));
      socket.write(fmt::format("{}, request {}", name, request));
      if (socket.read([](std::string_view) {}) == RawSocket::Read::eof) break;
    }
    socket.shutdown();
  } catch (const std::system_error& error) {
    thread.log(fmt::format("{}: {}", name, what_went_wrong(error)));
  }
  if (waiting) waiting->set_value(false);
}

void answer(RawThread& thread, RawSocket& connection, std::string_view request) {
  thread.log(fmt::format("answering {}", request));
  connection.write(request);
}

bool serve_once(RawThread& thread, RawSocket& connection, SourceLocation where) {
  const RawSocket::Read read = connection.read(
      [&](std::string_view request) { answer(thread, connection, request); }, where);
  if (read == RawSocket::Read::eof) connection.close();
  return read != RawSocket::Read::eof;
}

void serve(RawThread& thread, RawSocket& connection, SourceLocation where) {
  while (serve_once(thread, connection, where)) {
  }
}

}  // namespace loopscope
