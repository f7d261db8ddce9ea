#include "tracer/format/definitions.hpp"

#include <limits>

namespace loopscope {
namespace {

template <typename Map, typename Key>
const typename Map::mapped_type* find(const Map& map, Key key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

bool Definitions::add(const TraceEvent& event) {
  if (event.event != Event::definition) return true;
  if (!fits(event)) return false;
  const auto number = static_cast<std::uint32_t>(event.n);
  const std::string text(event.text);
  switch (event.definition) {
    case DefinitionKind::name:
      names_[number] = text;
      break;
    case DefinitionKind::location:
      locations_[number] = {text, std::string(event.function), event.line_number, event.column};
      break;
    case DefinitionKind::thread:
      threads_[thread_key(event.process, number)] = {text, event.os_id};
      break;
    case DefinitionKind::process:
      processes_[number] = {text, event.os_id};
      break;
    case DefinitionKind::unknown:
      break;
  }
  return true;
}

// Counts also what is replaced, so that defining one number again and again ends somewhere.
bool Definitions::fits(const TraceEvent& event) {
  if (event.n < 0 || event.n > std::numeric_limits<std::uint32_t>::max()) return false;
  ++entries_;
  bytes_ += event.text.size() + event.function.size();
  return entries_ <= limits_.entries && bytes_ <= limits_.bytes;
}

std::string_view Definitions::name(std::uint32_t number) const {
  const std::string* text = find(names_, number);
  return text == nullptr ? std::string_view{} : *text;
}

const Definitions::Location* Definitions::location(std::uint32_t number) const {
  return find(locations_, number);
}

const Definitions::Owner* Definitions::thread(std::uint32_t process, std::uint32_t thread) const {
  return find(threads_, thread_key(process, thread));
}

const Definitions::Owner* Definitions::process(std::uint32_t process) const {
  return find(processes_, process);
}

}  // namespace loopscope
