#include "tracer/cli/app.hpp"

#include <fmt/format.h>

#include <exception>
#include <string>

#include "tracer/cli/arguments.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

/// "loopscope: cannot read …": what() is a sentence of its own. It may quote the trace.
ExitCode tell(const std::exception& error, ExitCode exit_code) {
  std::string sentence = error.what();
  if (sentence.starts_with("Cannot")) sentence.front() = 'c';
  print_error(fmt::format("loopscope: {}\n", printable(sentence)));
  return exit_code;
}

}  // namespace

ExitCode run_app(CLI::App& app, int argc, const char* const* argv, const ExitCode& exit_code) {
  try {
    if (app.get_require_subcommand_min() > 0) require_verb(app, argv[1]);
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitCode::ok : ExitCode::unusable_input;
  } catch (const PipeClosed&) {
    return ExitCode::ok;
  } catch (const OutputError& error) {
    return tell(error, ExitCode::cannot_write);
  } catch (const TraceWriteError& error) {
    return tell(error, ExitCode::cannot_write);
  } catch (const TraceError& error) {
    return tell(error, ExitCode::unusable_input);
  } catch (const std::exception& error) {  // of a sample, or of the engine
    return tell(error, ExitCode::findings);
  }
  return exit_code;
}

}  // namespace loopscope
