// loopscope schema: the JSON Schema of a trace's lines.
#include <unistd.h>

#include "tracer/cli/output.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/schema.hpp"

namespace loopscope {

void add_schema_verb(CLI::App& app, ExitCode&) {
  CLI::App* verb = app.add_subcommand("schema", "Print the JSON Schema of a trace's lines");
  verb->footer("Example:\n  loopscope schema > trace.schema.json");
  verb->callback([] {
    Output output(STDOUT_FILENO);
    output.write(trace_schema());
    output.flush();
  });
}

}  // namespace loopscope
