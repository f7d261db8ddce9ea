#include "tests/bench/peers/node.hpp"

#include <fmt/core.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace loopscope::bench {
namespace {

// `chain`: each callback queues the next one. `batch`: so many at once, then the next so many.
constexpr const char* script = R"js(
const [what, total, batch] = [process.argv[1], +process.argv[2], +process.argv[3]];
const queue = what.startsWith("tick") ? process.nextTick : setImmediate;
function chain(done) {
  let left = total;
  queue(function next() { --left > 0 ? queue(next) : done(); });
}
function batches(done) {
  let left = total;
  function one() { if (--left % batch === 0) left > 0 ? fill() : done(); }
  function fill() { for (let i = 0; i < batch; i++) queue(one); }
  fill();
}
const work = what.endsWith("chain") ? chain : batches;
let best = Infinity, rounds = 6;
(function round() {
  const start = process.hrtime.bigint();
  work(() => {
    best = Math.min(best, Number(process.hrtime.bigint() - start) / total);
    --rounds > 0 ? setTimeout(round, 1) : console.log(best);
  });
})();
)js";

struct ClosePipe {
  void operator()(std::FILE* pipe) const noexcept { pclose(pipe); }
};

std::string output_of(const std::string& command) {
  const std::unique_ptr<std::FILE, ClosePipe> pipe(popen(command.c_str(), "r"));
  if (pipe == nullptr) throw std::runtime_error("Cannot start a shell to run node.");
  std::array<char, 256> line{};
  std::string all;
  while (std::fgets(line.data(), static_cast<int>(line.size()), pipe.get()) != nullptr)
    all += line.data();
  return all;
}

}  // namespace

bool has_node() {
  return std::system("node --version >/dev/null 2>&1") == 0;
}

double node_callback_ns(const std::string& what, std::uint64_t callbacks) {
  return number_printed_by(
      fmt::format("node -e '{}' {} {} {}", script, what, callbacks, node_batch));
}

double number_printed_by(const std::string& command) {
  const std::string output = output_of(command);
  char* end = nullptr;
  const double number = std::strtod(output.c_str(), &end);
  if (end == output.c_str())
    throw std::runtime_error(fmt::format("{} printed no number, but: {}", command, output));
  return number;
}

}  // namespace loopscope::bench
