#include "tracer/cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "tracer/cli/closest.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/format/error.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

std::vector<std::string> verbs_of(const CLI::App& app) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    verbs.push_back(verb->get_name());
  return verbs;
}

}  // namespace

void require_verb(const CLI::App& app, std::string_view first) {
  const bool is_option = first.starts_with('-');
  const std::vector<std::string> verbs = verbs_of(app);
  if (is_option ? app.get_option_no_throw(std::string(first)) != nullptr
                : std::find(verbs.begin(), verbs.end(), first) != verbs.end())
    return;
  const std::string meant = is_option ? std::string() : closest(first, verbs);
  throw TraceError(fmt::format("there is no {} '{}'. {}`loopscope --help` lists the verbs.",
                               is_option ? "option" : "verb", first,
                               meant.empty() ? "" : fmt::format("Did you mean '{}'? ", meant)));
}

std::string wrong_arguments(const CLI::App* app, const CLI::Error& error) {
  const std::vector<const CLI::App*> parsed =
      app->get_subcommands([](const CLI::App* verb) { return verb->parsed(); });
  const std::string command =
      parsed.empty() ? app->get_name() : app->get_name() + ' ' + parsed.front()->get_name();
  std::string what = printable(error.what());
  if (what.ends_with('.')) what.pop_back();
  if (what.starts_with("The ") || what.starts_with("Could "))
    what.front() = static_cast<char>(std::tolower(what.front()));
  return fmt::format("{}: {}. `{} --help` explains it.\n", command, what, command);
}

CLI::Validator time_validator() {
  const auto check = [](const std::string& text) -> std::string {
    try {
      static_cast<void>(parse_time(text));
      return {};
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
  };
  return {check, "TIME"};
}

}  // namespace loopscope
