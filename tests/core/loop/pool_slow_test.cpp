// Slow work keeps at most half of the threads, as libuv's UV__WORK_SLOW_IO.
#include <atomic>
#include <future>
#include <string>

#include "core/loop/pool.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

using Work = std::shared_ptr<Pool::Work>;

/// Slow work that waits until it may go on.
class Slow {
 public:
  explicit Slow(TestLoop& test) : test_(test) {}
  Work queue(const std::string& name) {
    return test_.loop.pool().queue_work(
        [this] {
          const unsigned now = ++running_;
          if (now > most_) most_ = now;
          ++begun_;
          may_go_on_.wait();
          --running_;
        },
        [this, name](std::error_code error) {
          test_.log.push_back(error ? name + " cancelled" : name);
        },
        name, SourceLocation::current(), WorkKind::slow);
  }
  void go_on() { go_on_.set_value(); }
  [[nodiscard]] unsigned begun() const { return begun_; }
  [[nodiscard]] unsigned most_at_once() const { return most_; }

 private:
  TestLoop& test_;
  std::promise<void> go_on_;
  std::shared_future<void> may_go_on_ = go_on_.get_future().share();
  std::atomic<unsigned> running_{0};
  std::atomic<unsigned> begun_{0};
  std::atomic<unsigned> most_{0};
};

LoopOptions threads(unsigned count) {
  LoopOptions options;
  options.pool_threads = count;
  return options;
}

}  // namespace

TEST_CASE("four look-ups that hang do not keep a file waiting", "[loop][pool]") {
  TestLoop test(threads(4));
  Slow slow(test);
  for (const char* name : {"1", "2", "3", "4"}) slow.queue(name);
  test.loop.pool().queue_work([] {},
                              [&](std::error_code) {
                                test.log.emplace_back("file");
                                slow.go_on();
                              },
                              "file");
  CHECK_FALSE(test.loop.run());
  REQUIRE(test.log.size() == 5);
  CHECK(test.log.front() == "file");
  CHECK(slow.begun() == 4);
  CHECK(slow.most_at_once() <= 2);
}

TEST_CASE("a pool of one thread does slow work too", "[loop][pool]") {
  TestLoop test(threads(1));
  Slow slow(test);
  slow.go_on();
  for (const char* name : {"1", "2", "3"}) slow.queue(name);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"1", "2", "3"});
}

TEST_CASE("slow work that waits can be cancelled", "[loop][pool]") {
  TestLoop test(threads(2));
  Slow slow(test);
  slow.queue("1");
  const Work waits = slow.queue("2");
  CHECK(Pool::cancel(*waits));
  slow.go_on();
  CHECK_FALSE(test.loop.run());
  CHECK(std::count(test.log.begin(), test.log.end(), "2 cancelled") == 1);
  CHECK(std::count(test.log.begin(), test.log.end(), "1") == 1);
  CHECK(slow.begun() == 1);
}

}  // namespace loopscope::test
