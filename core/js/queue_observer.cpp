// The trace's microtasks, from V8's queue itself. V8 tells nobody that it queues one, so the queue
// is looked at whenever V8's promise hooks or anything else of a program comes by, and always
// before something else is recorded: between two looks at most one thing happened, and when it did
// is the time of the hook before.
#include <deque>

#include "core/js/microtask_observer.hpp"
#include "core/js/microtask_ring.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {
namespace {

class QueueObserver final : public MicrotaskObserver {
 public:
  QueueObserver(Realm& realm, const MicrotaskRing& ring)
      : realm_(realm), probe_(realm.loop().probe()), ring_(ring), taken_(ring.finished()) {
    const auto plain = v8::Promise::Resolver::New(realm.context()).ToLocalChecked();
    plain_promise_.Reset(realm.isolate(), plain->GetPromise());
    realm.script_map()->callees.keep_by(ring.layout());
  }

  void on_promise(v8::PromiseHookType type, v8::Local<v8::Promise> promise,
                  v8::Local<v8::Value> parent) override {
    catch_up();
    if (type == v8::PromiseHookType::kAfter) return end_running();
    hooked_at_ = probe_.session()->clock().ticks();
    if (type == v8::PromiseHookType::kInit && is_reaction(promise, parent)) remember_place(promise);
    if (type == v8::PromiseHookType::kResolve && place_of(promise) == 0) remember_place(promise);
  }

  void catch_up() override {
    const std::size_t taken = ring_.finished() + (ring_.is_running() ? 1 : 0);
    if (taken < taken_) return forget();
    while (waiting_.size() < taken - taken_) add("microtask", {});  // ran before it was seen
    const std::size_t size = ring_.size();
    for (std::size_t i = waiting_.size() - (taken - taken_); i < size; ++i) record(i);
    for (; taken_ < taken; ++taken_) begin_next();
  }

  void queued(std::uint64_t task) override { waiting_.push_back({task, 0}); }
  void begin(std::uint64_t) override { catch_up(); }
  void end(std::uint64_t) override { end_running(); }

  void drained() override {
    catch_up();
    forget();
  }

 private:
  struct Task {
    std::uint64_t id = 0;  // 0: none
    std::uint32_t place = 0;
  };

  // A promise of a program's own class is not told from which one it derives.
  bool is_reaction(v8::Local<v8::Promise> promise, v8::Local<v8::Value> parent) const {
    return parent->IsPromise() || map_of(promise) != map_of(plain_promise_.Get(realm_.isolate()));
  }
  static Tagged map_of(v8::Local<v8::Promise> promise) { return field_of(tagged(promise), 0); }

  static std::uint32_t place_of(v8::Local<v8::Promise> promise) {
    const auto place = promise->GetInternalField(0);
    return place->IsUint32() ? place.As<v8::Uint32>()->Value() : 0;
  }

  void remember_place(v8::Local<v8::Promise> promise) {
    if (!realm_.has_lines()) return;
    const std::uint32_t place = realm_.script_map()->places.here().location;
    if (place == 0) return;
    promise->SetInternalField(0, v8::Integer::NewFromUnsigned(realm_.isolate(), place));
  }

  void record(std::size_t index) {
    const v8::HandleScope scope(realm_.isolate());
    const Job job = ring_.job(realm_.isolate(), index);
    Callee callee;
    if (!job.callback.IsEmpty()) callee = realm_.script_map()->callees.of(job.callback);
    std::uint32_t place = job.promise.IsEmpty() ? 0 : place_of(job.promise);
    // V8 made the job itself, for a promise that no line of the program made or settled.
    if (place == 0 && callee.location == 0) place = running_.place;
    if (place == 0 && realm_.has_lines()) place = realm_.script_map()->places.here().location;
    add(name_of(job, callee),
        SourceLocation::numbered(place, realm_.has_lines() ? callee.location : 0));
  }

  void add(std::string_view name, const SourceLocation& where) {
    const Clock& clock = probe_.session()->clock();
    waiting_.push_back({probe_.new_id(), where.number()});
    probe_.task_queue_at(clock.is_virtual() ? clock.stamp() : hooked_at_, waiting_.back().id,
                         Queue::microtask, name, where);
  }

  std::string_view name_of(const Job& job, const Callee& callee) {
    switch (job.kind) {
      case Job::Kind::await:
        if (callee.name.empty()) return "await";
        name_.assign("await in ").append(callee.name);
        return name_;
      case Job::Kind::thenable:
        if (callee.location == 0) return "adopt promise";
        return callee.name.empty() ? "thenable" : callee.name;
      case Job::Kind::finally:
        return callee.name.empty() ? "finally" : callee.name;
      case Job::Kind::reaction:
        if (job.callback.IsEmpty()) return "pass on";
        return callee.name.empty() ? "then" : callee.name;
      default:
        return "microtask";
    }
  }

  void begin_next() {
    end_running();
    running_ = waiting_.front();
    waiting_.pop_front();
    probe_.task_begin(running_.id);
  }
  void end_running() {
    if (running_.id != 0) probe_.task_end(running_.id);
    running_ = {};
  }

  // The queue is empty. Where the program was stopped V8 has thrown it away, and what ran in it
  // never finished.
  void forget() {
    end_running();
    taken_ = ring_.finished();
    waiting_.clear();
  }

  Realm& realm_;
  Probe& probe_;
  MicrotaskRing ring_;
  std::deque<Task> waiting_;  // as they stand in the queue
  std::size_t taken_;         // out of the queue, since it was made
  Task running_;
  std::uint64_t hooked_at_ = 0;
  v8::Global<v8::Promise> plain_promise_;
  std::string name_;
};

}  // namespace

std::unique_ptr<MicrotaskObserver> observe_queue(Realm& realm, v8::MicrotaskQueue& queue) {
  const std::optional<MicrotaskRing> ring = MicrotaskRing::open(realm.context(), queue);
  if (!ring) return nullptr;
  return std::make_unique<QueueObserver>(realm, *ring);
}

}  // namespace loopscope::js
