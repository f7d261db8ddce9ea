// What the command says about arguments that it cannot use.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace loopscope {

/// Throws TraceError where `first`, what stands behind `loopscope`, is neither a verb nor an option
/// of `app`; it names the verb that was probably meant.
void require_verb(const CLI::App& app, std::string_view first);

/// What is wrong and where help is, as a line for standard error. `app` has been parsed.
[[nodiscard]] std::string wrong_arguments(const CLI::App* app, const CLI::Error& error);

/// For options that take a time, as parse_time() does.
[[nodiscard]] CLI::Validator time_validator();

}  // namespace loopscope
