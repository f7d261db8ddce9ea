#include "core/runtime/guest.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <functional>
#include <stdexcept>
#include <string>

#include "core/runtime/runtime.hpp"

using namespace loopscope;

namespace {

// Writes down what it is told, and does what the test says.
class WritingGuest final : public Guest {
 public:
  void run_microtasks() override {
    said += "micro ";
    while (!microtasks.empty()) {
      const auto next = std::move(microtasks.front());
      microtasks.pop_front();
      next();
    }
  }
  [[nodiscard]] bool has_rejections() const override { return rejections > 0; }
  Report report_rejections() override {
    said += "report ";
    --rejections;
    return answer;
  }
  void drained() override { said += "drained "; }
  void uncaught(std::exception_ptr) override { said += "uncaught "; }
  void finish_work() override {
    if (on_finish_work) std::exchange(on_finish_work, {})();
  }
  void before_exit() override {
    said += "before ";
    if (on_before_exit) std::exchange(on_before_exit, {})();
  }
  void exit() override {
    said += "exit ";
    if (on_exit) std::exchange(on_exit, {})();
  }
  int exit_code() override { return code; }

  std::string said;
  std::deque<std::function<void()>> microtasks;
  std::function<void()> on_before_exit;
  std::function<void()> on_finish_work;
  std::function<void()> on_exit;
  int rejections = 0;
  int code = 0;
  Report answer = Report::done;
};

struct World {
  Clock clock{Clock::Source::virtual_time};
  Loop loop{clock};
  WritingGuest guest;
  Runtime runtime{loop, RuntimeOptions{.guest = &guest}};
};

}  // namespace

TEST_CASE("a guest's microtasks run after each callback", "[runtime]") {
  World world;
  CHECK(world.runtime.run([&] { world.guest.said += "main "; }) == 0);
  CHECK(world.guest.said == "main micro before micro exit micro ");
}

TEST_CASE("a guest's exit code is what its last microtask left", "[runtime][exit]") {
  World world;
  world.guest.code = 3;
  world.guest.on_exit = [&] { world.guest.microtasks.emplace_back([&] { world.guest.code = 9; }); };
  CHECK(world.runtime.run([] {}) == 9);
}

TEST_CASE("ticks come before a guest's microtasks, and again after them", "[runtime]") {
  World world;
  world.runtime.run([&] {
    world.guest.microtasks.emplace_back([&] {
      world.guest.said += "queues ";
      world.runtime.next_tick([&] { world.guest.said += "second "; });
    });
    world.runtime.next_tick([&] { world.guest.said += "first "; });
  });
  CHECK(world.guest.said == "first micro queues second micro drained before micro exit micro ");
}

TEST_CASE("rejections are reported when nothing else is left to drain", "[runtime]") {
  World world;
  world.guest.answer = Guest::Report::again;
  world.runtime.run([&] { world.guest.rejections = 2; });
  CHECK(world.guest.said.starts_with("micro report micro report "));
  CHECK(world.guest.said.find("drained") != std::string::npos);
}

TEST_CASE("a listener that threw ends the drain", "[runtime]") {
  World world;
  world.guest.answer = Guest::Report::threw;
  world.runtime.run([&] { world.guest.rejections = 1; });
  CHECK(world.guest.said.starts_with("micro report before "));
}

TEST_CASE("what nobody catches is told to the guest, and the loop goes on", "[runtime]") {
  World world;
  world.runtime.run([&] {
    world.runtime.set_timeout([&] { throw std::runtime_error("no"); }, 1);
    world.runtime.set_timeout([&] { world.guest.said += "later "; }, 2);
  });
  const std::string& said = world.guest.said;
  CHECK(said.find("uncaught") < said.find("later"));
  CHECK(said.find("later") != std::string::npos);
}

TEST_CASE("before_exit may keep the program going, exit comes once", "[runtime]") {
  World world;
  world.guest.on_before_exit = [&] {
    world.runtime.set_timeout([&] { world.guest.said += "more "; }, 1);
  };
  world.runtime.run([] {});
  CHECK(world.guest.said == "micro before micro micro more micro before micro exit micro ");
}

TEST_CASE("leaving calls neither a listener nor a callback", "[runtime]") {
  World world;
  const int code = world.runtime.run([&] {
    world.runtime.set_timeout([&] { world.guest.said += "never "; }, 1);
    world.runtime.leave(5);
  });
  CHECK(code == 5);
  CHECK(world.guest.said == "");
}

TEST_CASE("what a guest's own work brings is done before beforeExit", "[runtime]") {
  World world;
  world.guest.on_finish_work = [&] {
    world.runtime.set_timeout([&] { world.guest.said += "timer "; }, 5);
  };
  world.runtime.run([&] { world.guest.said += "main "; });
  CHECK(world.guest.said == "main micro micro timer micro before micro exit micro ");
}
