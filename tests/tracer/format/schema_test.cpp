#include "tracer/format/schema.hpp"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include "tracer/format/fields.hpp"
#include "tracer/format/names.hpp"

using namespace loopscope;

namespace {

FieldSet fields_named(const nlohmann::json& names) {
  FieldSet set = 0;
  for (const auto& name : names)
    set |= field_set({from_name<Field>(name.get<std::string>()).value()});
  return set;
}

FieldSet keys_of(const nlohmann::json& properties) {
  FieldSet set = 0;
  for (const auto& [key, value] : properties.items())
    set |= field_set({from_name<Field>(key).value()});
  return set;
}

}  // namespace

TEST_CASE("the schema knows every event with the reader's fields", "[format]") {
  const auto schema = nlohmann::json::parse(trace_schema());
  for (std::size_t i = 0; i < Names<Event>::all.size(); ++i) {
    const std::string name(Names<Event>::all[i]);
    if (name.empty()) continue;
    INFO(name);
    const auto& event = schema.at("$defs").at("event:" + name);
    const EventFields& fields = fields_of(static_cast<Event>(i));
    CHECK(fields_named(event.at("required")) == fields.required);
    CHECK(keys_of(event.at("properties")) == (fields.required | fields.optional));
  }
}
