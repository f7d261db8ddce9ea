// Finds the scopes in a trace's events: which begin belongs to which end, on each thread.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "tracer/model/scope.hpp"

namespace loopscope {

/// Told when a scope opens and closes. The scope stays the tracker's.
class ScopeSink {
 public:
  virtual void opened(Scope& scope) = 0;
  virtual void closed(Scope& scope) = 0;

 protected:
  ~ScopeSink() = default;
};

/// The open scopes of every thread. Damage is met like this: an end without its begin is ignored;
/// an end whose begin lies below other open scopes closes these as not complete.
class ScopeTracker {
 public:
  static constexpr std::size_t max_depth = max_scope_depth;

  explicit ScopeTracker(ScopeSink& sink) : sink_(sink) {}

  /// Any event but `task.begin` and `pool.begin`, which come with their task.
  void apply(const TraceEvent& event);
  void begin_task(const TraceEvent& event, const Task& task);
  void begin_pool(const TraceEvent& event, const Task& task);
  /// Closes what is still open at `t_ns`, as not complete.
  void finish(std::int64_t t_ns);

  /// The open scopes of a thread, outermost first.
  [[nodiscard]] std::vector<Scope>& open(std::uint32_t process, std::uint32_t thread) {
    return thread_of(process, thread).scopes;
  }

 private:
  struct Thread {
    std::vector<Scope> scopes;
    std::uint64_t last_callback = 0;  // outside of all scopes
  };
  Thread& thread_of(std::uint32_t process, std::uint32_t thread);
  void begin(const TraceEvent& event);
  void end(const TraceEvent& event);
  void push(const TraceEvent& event, Scope scope);
  void note_callback(Thread& thread, Scope& scope);
  void close_top(Thread& thread, std::int64_t t_ns, bool complete);
  void close_from(Thread& thread, std::size_t index, const TraceEvent& event, bool complete);

  ScopeSink& sink_;
  std::unordered_map<std::uint64_t, Thread> threads_;
  std::uint64_t last_key_ = ~std::uint64_t{0};
  Thread* last_ = nullptr;
};

}  // namespace loopscope
