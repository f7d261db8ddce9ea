#include "core/probe/session.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace loopscope {
namespace {

template <typename Deque>
auto pointers_from(const Deque& all, std::size_t index) {
  std::vector<const typename Deque::value_type*> result;
  for (std::size_t i = index; i < all.size(); ++i) result.push_back(&all[i]);
  return result;
}

std::string key_of(const LocationText& where) {
  return where.file + ':' + std::to_string(where.line) + ':' + std::to_string(where.column) + ':' +
         where.function;
}

std::uint64_t next_serial() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace

Session::Session(const Clock& clock) : Session(clock, Options{}) {}

Session::Session(const Clock& clock, Options options)
    : clock_(clock), options_(options), serial_(next_serial()) {
  names_.emplace_back("(too many names)");
  locations_.push_back({"(too many locations)", "", 0, 0});
}

Ring& Session::add_thread(std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto tid = static_cast<std::int64_t>(syscall(SYS_gettid));
  Ring& ring = threads_.emplace_back(std::string(name), tid, options_).ring;
  ring.set_read(has_reader_);
  return ring;
}

void Session::set_profile(Profile profile) {
  const std::lock_guard lock(mutex_);
  if (profile_.value_or(profile) != profile)
    throw std::logic_error(
        "a loop of this session has the other profile, and a trace has only one: make a Session "
        "and a Recorder for each");
  profile_ = profile;
}

std::optional<Profile> Session::profile() {
  const std::lock_guard lock(mutex_);
  return profile_;
}

void Session::begin_reading() {
  const std::lock_guard lock(mutex_);
  if (has_reader_)
    throw std::logic_error(
        "this session is being recorded already: make a Session for each Recorder");
  has_reader_ = true;
  for (Thread& thread : threads_) thread.ring.set_read(true);
}

void Session::end_reading() {
  const std::lock_guard lock(mutex_);
  has_reader_ = false;
  for (Thread& thread : threads_) thread.ring.set_read(false);
}

std::uint32_t Session::name(std::string_view text) {
  if (text.empty()) return 0;
  const std::lock_guard lock(mutex_);
  if (const auto found = name_numbers_.find(text); found != name_numbers_.end())
    return found->second;
  if (names_.size() >= options_.max_definitions) return overflow_number;
  const std::string& kept = names_.emplace_back(text);
  const auto number = static_cast<std::uint32_t>(names_.size() - 1 + first_number);
  name_numbers_.emplace(kept, number);
  return number;
}

std::string_view Session::name_text(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  return names_.at(number - first_number);
}

std::uint32_t Session::location(const SourceLocation& where) {
  return location(
      LocationText{where.file_name(), where.function_name(), where.line(), where.column()});
}

std::uint32_t Session::location(LocationText where) {
  if (where.line == 0) return 0;
  const std::lock_guard lock(mutex_);
  std::string key = key_of(where);
  if (const auto found = location_numbers_.find(key); found != location_numbers_.end())
    return found->second;
  if (locations_.size() >= options_.max_definitions) return overflow_number;
  locations_.push_back(std::move(where));
  const auto number = static_cast<std::uint32_t>(locations_.size() - 1 + first_number);
  location_numbers_.emplace(std::move(key), number);
  return number;
}

std::vector<Session::Thread*> Session::threads() {
  const std::lock_guard lock(mutex_);
  std::vector<Thread*> result;
  for (Thread& thread : threads_) result.push_back(&thread);
  return result;
}

std::vector<const std::string*> Session::names_from(std::uint32_t from) {
  const std::lock_guard lock(mutex_);
  return pointers_from(names_, from - first_number);
}

std::vector<const LocationText*> Session::locations_from(std::uint32_t from) {
  const std::lock_guard lock(mutex_);
  return pointers_from(locations_, from - first_number);
}

bool Session::add_source(std::string_view file, std::string_view text) {
  const std::lock_guard lock(mutex_);
  const auto is_this = [file](const SourceText& one) { return one.file == file; };
  if (text.empty() || std::any_of(sources_.begin(), sources_.end(), is_this)) return true;
  if (text.size() > max_source_bytes || text.size() > max_sources_bytes - sources_bytes_ ||
      sources_.size() == max_sources)
    return false;
  sources_.push_back({std::string(file), std::string(text)});
  sources_bytes_ += text.size();
  return true;
}

std::vector<const SourceText*> Session::sources_from(std::size_t index) {
  const std::lock_guard lock(mutex_);
  return pointers_from(sources_, index);
}

}  // namespace loopscope
