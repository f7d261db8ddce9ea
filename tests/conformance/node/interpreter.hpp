// Runs a program on the reactor.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/runtime/promise.hpp"
#include "core/runtime/runtime.hpp"
#include "tests/conformance/node/program.hpp"

namespace loopscope::conformance {

class Interpreter {
 public:
  explicit Interpreter(const Program& program, Profile profile = Profile::modern,
                       Session* session = nullptr, Clock* clock = nullptr);
  /// What was logged, in order; ends with "exit CODE".
  std::vector<std::string> run();

  [[nodiscard]] Runtime& runtime() noexcept { return runtime_; }
  /// Called with each line that is logged: the program is inside a callback.
  Callback on_line;

 private:
  struct Thrown : std::runtime_error {
    explicit Thrown(int thrown) : std::runtime_error(std::to_string(thrown)), number(thrown) {}
    int number;
  };

  void say(const std::string& line);
  void listen();
  void run_tree();
  void run_body(const Task& task);
  /// As a plain callback.
  void run_task(const Task& task);
  /// As a handler that gives a value, or throws.
  int value_of(const Task& task);
  /// As a handler that gives a promise.
  Promise<int> promise_of(const Task& task);

  void take(const Step& step);
  void take_timer(const Step& step);
  void take_promise(const Step& step);
  void take_action(const Step& step);
  Callback callback_of(const Step& step);
  Callback interval_of(const Step& step, std::shared_ptr<Timeout> self);
  Promise<int> after(int delay_ms);
  Promise<int> source_of(const Step& step);
  Promise<int> linked(const Promise<int>& promise, const Link& link);
  Promise<int> async_function(Runtime& runtime, const Step& step);

  const Program& program_;
  Clock own_clock_{Clock::Source::virtual_time};
  Clock& clock_;
  Loop loop_;
  std::ostringstream output_;
  Runtime runtime_;
  std::vector<std::string> lines_;
  std::size_t next_tree_ = 0;
  std::map<int, Timeout> timeouts_;
  std::map<int, Immediate> immediates_;
  std::set<int> refreshed_;
};

}  // namespace loopscope::conformance
