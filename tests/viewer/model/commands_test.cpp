#include "viewer/model/commands.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

using namespace loopscope::viewer;

TEST_CASE("no key and no id stands for two commands", "[viewer]") {
  std::set<std::string> keys;
  std::set<std::string> ids;
  for (const CommandInfo& each : all_commands()) {
    CHECK(ids.insert(std::string(each.id)).second);
    std::istringstream words{std::string(each.keys)};
    for (std::string key; words >> key;) {
      INFO(key);
      CHECK(keys.insert(key).second);
      CHECK(command_of_key(key) == each.command);
    }
  }
  CHECK_FALSE(command_of_key("Ctrl+Alt+Q"));
  CHECK_FALSE(command_of_key(""));
}

TEST_CASE("commands are found by letters of their titles", "[viewer]") {
  CHECK(find_commands("svg").front() == Command::save_svg);
  CHECK(find_commands("next call").front() == Command::task_forward);
  CHECK(find_commands("").size() == all_commands().size());
  CHECK(find_commands("xyzzy").empty());
}
