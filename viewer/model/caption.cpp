// One sentence for a step: what happened, and the rule that made it happen now.
#include <fmt/format.h>

#include "tracer/format/names.hpp"
#include "viewer/model/caption_parts.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

std::string valued(const Trace& trace, const PackedEvent& event, std::string_view what) {
  if (!event.has(PackedEvent::valued) && event.kind() == Event::mark)
    return fmt::format("{} “{}”.", what, trace.name(event));
  return fmt::format("{} “{}” is {}.", what, trace.name(event), event.value);
}

std::string lost(const Trace& trace, const PackedEvent& event) {
  const Details* details = trace.details(event);
  return fmt::format(
      "{} records of this thread were lost here: they came faster than they could be written.",
      grouped(details == nullptr ? 0 : static_cast<std::uint64_t>(details->b)));
}

std::string rest(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  switch (event.kind()) {
    case Event::log:
      return fmt::format("The program prints{}: {}",
                         event.as<Stream>() == Stream::err ? " to its error output" : "",
                         box_label(trace, index));
    case Event::boot_begin:
      return fmt::format("Start-up: the step “{}” begins, in {}.", trace.name(event),
                         name_of(event.as<Layer>()));
    case Event::boot_end:
      return fmt::format("Start-up: the step “{}” is done.", trace.name(event));
    case Event::mark:
      return valued(trace, event, "Mark");
    case Event::counter:
      return valued(trace, event, "Counter");
    case Event::drop:
      return lost(trace, event);
    default: {
      const Details* details = trace.details(event);
      return fmt::format("An event that this version does not know: {}.",
                         details == nullptr ? name_of(event.kind())
                                            : std::string_view(details->texts, details->sizes[0]));
    }
  }
}

}  // namespace

std::string caption(const Trace& trace, std::uint32_t index) {
  for (const auto part : {caption_of_task, caption_of_loop, caption_of_tcp, caption_of_handle})
    if (std::string said = part(trace, index); !said.empty()) return said;
  return rest(trace, index);
}

}  // namespace loopscope::viewer
