#include "tracer/cli/timeline_json.hpp"

#include <nlohmann/json.hpp>

#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto kinds = std::to_array<std::string_view>(
    {"boot", "turn", "phase", "wait", "task", "pool", "event", "waiting", "more"});

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}
void put_time(Json& json, const char* key, std::int64_t ns) {
  if (ns != TimelineItem::unknown) json[key] = ns;
}

void put_place(Json& json, const TimelineItem& item) {
  put(json, "file", item.file);
  if (item.line != 0) json["line"] = item.line;
}

void put_task(Json& json, const TimelineItem& item) {
  json["id"] = item.id;
  if (item.known) json["q"] = name_of(item.queue);
  put(json, "name", item.name);
  if (item.by != 0) json["by"] = item.by;
  put(json, "by_name", item.by_name);
  put_place(json, item);
  put_time(json, "queued", item.queued_ns);
  if (item.queue == Queue::timer) put_time(json, "due", item.due_ns);
  if (item.drained_after != 0) json["drained_after"] = item.drained_after;
  if (item.kind == ItemKind::pool) json["worker"] = item.n;
  if (item.threw) json["error"] = item.error;
}

void put_tcp(Json& json, const TimelineItem& item) {
  const bool counts = item.event == Event::tcp_read || item.event == Event::tcp_write;
  if (counts) json["n"] = item.n;
  if (item.event == Event::tcp_write) json["queued"] = item.still_queued;
  if (item.event == Event::tcp_listen) json["backlog"] = item.n;
  if (item.event == Event::tcp_again) json["dir"] = name_of(item.direction);
  if (item.other != 0) json["server"] = item.other;
  put(json, "op", item.op);
  put(json, "error", item.error);
  put(json, "local", item.local);
  put(json, "peer", item.peer);
}

void put_event(Json& json, const TimelineItem& item) {
  json["e"] = name_of(item.event);
  if (item.event == Event::task_queue || item.event == Event::task_cancel)
    return put_task(json, item);
  if (item.id != 0) json["id"] = item.id;
  put(json, "name", item.name);
  if (item.by != 0) json["by"] = item.by;
  put(json, "text", item.text);
  switch (item.event) {
    case Event::start:
    case Event::stop:
      json["alive"] = name_of(item.alive);
      break;
    case Event::end:
      json["exit"] = item.n;
      break;
    case Event::mark:
    case Event::counter:
      json["value"] = item.n;
      break;
    case Event::drop:
      json["count"] = item.n;
      break;
    case Event::log:
      json["s"] = name_of(item.stream);
      break;
    case Event::handle_open:
      json["handle"] = name_of(item.handle);
      put_place(json, item);
      break;
    case Event::poll_ready:
      json["dir"] = name_of(item.direction);
      break;
    default:
      put_tcp(json, item);
  }
}

void put_kind(Json& json, const TimelineItem& item) {
  switch (item.kind) {
    case ItemKind::boot:
      json["name"] = item.name;
      json["layer"] = name_of(item.layer);
      break;
    case ItemKind::turn:
      json["n"] = item.n;
      put_time(json, "now", item.due_ns);
      if (item.skipped_turns > 0) json["skipped_turns"] = item.skipped_turns;
      break;
    case ItemKind::phase:
      json["ph"] = name_of(item.phase);
      json["len"] = item.n;
      break;
    case ItemKind::wait:
      put_time(json, "timeout", item.due_ns);
      json["why"] = name_of(item.why);
      if (item.id != 0) json["id"] = item.id;
      json["ready"] = item.n;
      break;
    case ItemKind::task:
    case ItemKind::pool:
    case ItemKind::waiting:
      put_task(json, item);
      break;
    case ItemKind::more:
      json["n"] = item.n;
      break;
    case ItemKind::event:
      put_event(json, item);
      break;
  }
}

}  // namespace

std::string timeline_json(const TimelineItem& item) {
  Json json;
  json["kind"] = kinds[static_cast<std::size_t>(item.kind)];
  json["depth"] = item.depth;
  json["t"] = item.t_ns;
  put_time(json, "took", item.took_ns);
  if (item.thread != 0) json["th"] = item.thread;
  if (item.process != 0) json["p"] = item.process;
  put_kind(json, item);
  if (!item.complete) json["incomplete"] = true;
  if (item.open) json["open"] = true;
  if (item.is_end) json["ends"] = true;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
