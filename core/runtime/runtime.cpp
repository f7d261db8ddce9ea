#include "core/runtime/runtime.hpp"

#include <algorithm>
#include <iostream>

#include "core/loop/error.hpp"

namespace loopscope {

Runtime::Runtime(Loop& loop, RuntimeOptions options)
    : loop_(loop),
      out_(options.out != nullptr ? *options.out : std::cout),
      err_(options.err != nullptr ? *options.err : std::cerr),
      guest_(options.guest),
      queues_(loop, *this, options.guest),
      timers_(loop, queues_),
      immediates_(loop, queues_) {
  loop_.set_host(this);
}

Runtime::~Runtime() {
  loop_.set_host(nullptr);
}

int Runtime::run(Callback main, MainKind kind, Where where) {
  if (exiting_)
    throw std::logic_error("this Runtime has run its program to the end: make a new one");
  run_main(needed(main, "run()"), kind, where);
  while (!loop_.is_halted()) {
    loop_.run();
    if (loop_.is_halted()) break;
    if (guest_ != nullptr) {
      guest_->finish_work();
      if (loop_.is_halted() || loop_.is_alive()) continue;
    }
    emit_before_exit();
    if (!loop_.is_alive()) break;
  }
  end();
  return exit_code_;
}

// The loop calls the listeners, so they are drained after like any callback; exit() and an uncaught
// exception call them in the midst of one.
void Runtime::end() {
  if (emit_exit()) queues_.run_next_ticks();
  if (guest_ != nullptr && !loop_.is_halted()) exit_code_ = guest_->exit_code();
}

void Runtime::run_main(Callback main, MainKind kind, const Where& where) {
  if (kind == MainKind::module) {
    queues_.queue_microtask(std::move(main), "main", where);
    queues_.run_next_ticks();
    return;
  }
  const std::uint64_t task = loop_.probe().new_id();
  loop_.probe().task_queue(task, Queue::main, "main", where);
  loop_.run_task(task, main);
  queues_.run_next_ticks();  // also after an exception, unlike any other callback
}

Timeout Runtime::set_timeout(Callback callback, double delay_ms, std::string_view name,
                             Where where) {
  return timers_.add(needed(callback, "set_timeout()"), delay_ms, false, name, where);
}

Timeout Runtime::set_interval(Callback callback, double delay_ms, std::string_view name,
                              Where where) {
  return timers_.add(needed(callback, "set_interval()"), delay_ms, true, name, where);
}

Immediate Runtime::set_immediate(Callback callback, std::string_view name, Where where) {
  return immediates_.add(needed(callback, "set_immediate()"), name, where);
}

void Runtime::next_tick(Callback callback, std::string_view name, Where where) {
  Callback&& given = needed(callback, "next_tick()");
  if (!exiting_) queues_.next_tick(std::move(given), name, where);
}

void Runtime::queue_microtask(Callback callback, std::string_view name, Where where) {
  queues_.queue_microtask(needed(callback, "queue_microtask()"), name, where);
}

void Runtime::log(std::string_view text) {
  print(Stream::out, out_, text);
}
void Runtime::log_error(std::string_view text) {
  print(Stream::err, err_, text);
}

void Runtime::print(Stream stream, std::ostream& to, std::string_view text) {
  to << text << '\n' << std::flush;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    loop_.probe().log(stream, text.substr(begin, end - begin));
    begin = end + 1;
  }
}

std::vector<std::uint64_t> Runtime::waiting_tasks(Queue queue) const {
  if (queue == Queue::timer) return timers_.waiting_tasks();
  if (queue == Queue::check) return immediates_.waiting_tasks();
  std::vector<std::uint64_t> tasks;
  if (queue != Queue::tick && queue != Queue::microtask) return tasks;
  const TaskFifo& fifo = queue == Queue::tick ? queues_.ticks() : queues_.microtasks();
  for (std::size_t i = 0; i < fifo.size(); ++i) tasks.push_back(fifo[i].id);
  return tasks;
}

void Runtime::keeping_alive(std::vector<AliveItem>& items) const {
  timers_.keeping_alive(items);
  immediates_.keeping_alive(items);
}

std::size_t Runtime::waiting(Phase phase) const {
  if (phase == Phase::timers) return timers_.size();
  return phase == Phase::check ? immediates_.size() : 0;
}

}  // namespace loopscope
