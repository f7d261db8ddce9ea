// The trace's microtasks, concluded from V8's promise hooks alone, for a libnode whose queue cannot
// be read.
#include <unordered_map>
#include <vector>

#include "core/js/microtask_observer.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {
namespace {

class PromiseObserver final : public MicrotaskObserver {
 public:
  explicit PromiseObserver(Realm& realm) : realm_(realm), probe_(realm.loop().probe()) {}

  void on_promise(v8::PromiseHookType type, v8::Local<v8::Promise> promise,
                  v8::Local<v8::Value> parent) override {
    catch_up();
    switch (type) {
      case v8::PromiseHookType::kInit:
        return on_init(promise, parent);
      case v8::PromiseHookType::kResolve:
        return on_resolve(promise);
      case v8::PromiseHookType::kBefore:
        return on_before(number_of(promise));
      case v8::PromiseHookType::kAfter:
        return end(running_);
    }
  }

  // The hook comes before the promise has its state.
  void catch_up() override {
    if (settling_.empty()) return;
    const v8::HandleScope scope(realm_.isolate());
    for (const v8::Global<v8::Promise>& settled : std::exchange(settling_, {}))
      on_settled(settled.Get(realm_.isolate()));
  }

  void queued(std::uint64_t) override {}
  void begin(std::uint64_t task) override {
    catch_up();
    running_ = task;
    probe_.task_begin(task);
  }
  void end(std::uint64_t) override {
    if (running_ != 0) probe_.task_end(running_);
    running_ = 0;
  }
  void drained() override {
    catch_up();
    end(running_);
  }

 private:
  using Number = std::uint32_t;  // of a promise
  struct Reaction {
    std::uint32_t location = 0;
    std::uint64_t task = 0;  // once it is queued
  };

  static Number number_of(v8::Local<v8::Promise> promise) {
    const auto number = promise->GetInternalField(0);
    return number->IsUint32() ? number.As<v8::Uint32>()->Value() : 0;
  }

  void on_init(v8::Local<v8::Promise> promise, v8::Local<v8::Value> parent) {
    const Number number = ++last_;
    promise->SetInternalField(0, v8::Integer::NewFromUnsigned(realm_.isolate(), number));
    if (!parent->IsPromise()) return;
    Reaction& reaction = reactions_[number];
    if (realm_.has_lines()) reaction.location = realm_.script_map()->places.here().location;
    const auto source = parent.As<v8::Promise>();
    if (source->State() == v8::Promise::kPending)
      waiting_[number_of(source)].push_back(number);
    else
      queue(reaction, "then");
  }

  // `await 1` makes a promise that derives from another one, but is no reaction of it.
  void on_resolve(v8::Local<v8::Promise> promise) {
    const auto found = reactions_.find(number_of(promise));
    if (found != reactions_.end() && found->second.task == 0) reactions_.erase(found);
    settling_.emplace_back(realm_.isolate(), promise);
  }

  // One that is pending still takes over the state of another one, by a job of its own.
  void on_settled(v8::Local<v8::Promise> promise) {
    const Number number = number_of(promise);
    if (promise->State() == v8::Promise::kPending)
      return queue(reactions_[number], "adopt promise");
    const auto found = waiting_.find(number);
    if (found == waiting_.end()) return;
    for (const Number waiting : std::exchange(found->second, {}))
      if (const auto one = reactions_.find(waiting); one != reactions_.end())
        queue(one->second, "then");
    waiting_.erase(number);
  }

  void queue(Reaction& reaction, std::string_view name) {
    if (reaction.task != 0) return;
    reaction.task = probe_.new_id();
    probe_.task_queue(reaction.task, Queue::microtask, name,
                      SourceLocation::numbered(reaction.location));
  }

  // What began without having been queued, as far as anybody saw, is queued now.
  void on_before(Number number) {
    Reaction& reaction = reactions_[number];
    queue(reaction, "then");
    running_ = reaction.task;
    probe_.task_begin(running_);
    reactions_.erase(number);
  }

  Realm& realm_;
  Probe& probe_;
  Number last_ = 0;
  std::uint64_t running_ = 0;
  std::vector<v8::Global<v8::Promise>> settling_;
  std::unordered_map<Number, Reaction> reactions_;           // that have not run
  std::unordered_map<Number, std::vector<Number>> waiting_;  // for a promise, by its number
};

}  // namespace

std::unique_ptr<MicrotaskObserver> observe_promises(Realm& realm) {
  return std::make_unique<PromiseObserver>(realm);
}

}  // namespace loopscope::js
