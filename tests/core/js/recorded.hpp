// A script that was run on an engine, and what its trace says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/js/engine.hpp"
#include "tests/temporary_directory.hpp"

namespace loopscope::test {

/// A script in a file that goes away.
class ScriptFile {
 public:
  explicit ScriptFile(std::string_view text, const std::string& ending = ".js")
      : path_(write_file(directory_ / ("script" + ending), text)) {}
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  TemporaryDirectory directory_;
  std::string path_;
};

struct RecordedTask {
  std::uint64_t id = 0;
  Queue queue = Queue::main;
  std::string name;
  std::uint32_t line = 0;  // where it was queued; 0: not known
  std::uint32_t callee_line = 0;
};

/// Runs `text` under virtual time.
class Recorded {
 public:
  explicit Recorded(std::string_view text, EngineOptions options = {}) : script_(text) {
    LoopOptions loop_options;
    loop_options.session = &session;
    Loop loop(clock_, loop_options);
    Engine engine(loop, std::move(options));
    fidelity = engine.fidelity();
    exit_code = engine.run(script_.path());
    const auto records = session.threads()[0]->ring.readable();
    records_.assign(records.begin(), records.end());
    for (std::size_t i = 0; i < records_.size(); ++i)
      if (records_[i].event == Event::task_queue) add(i);
  }

  /// "NAME:LINE" of the tasks of `queue`, in the order in which they were queued.
  [[nodiscard]] std::vector<std::string> queued(Queue queue) const {
    std::vector<std::string> result;
    for (const RecordedTask& task : tasks)
      if (task.queue == queue) result.push_back(task.name + ':' + std::to_string(task.line));
    return result;
  }
  /// The names of the tasks of `queue`, in the order in which they began.
  [[nodiscard]] std::vector<std::string> began(Queue queue) const {
    std::vector<std::string> result;
    for (const Record& record : records_)
      for (const RecordedTask& task : tasks)
        if (record.event == Event::task_begin && record.a == task.id && task.queue == queue)
          result.push_back(task.name);
    return result;
  }
  [[nodiscard]] const std::string& file() const { return script_.path(); }

 private:
  ScriptFile script_;
  Clock clock_{Clock::Source::virtual_time};

 public:
  Session session{clock_};
  int exit_code = 0;
  Fidelity fidelity = Fidelity::none;
  std::vector<RecordedTask> tasks;  // but those of Node's library

 private:
  void add(std::size_t index) {
    const Record& record = records_[index];
    RecordedTask task;
    task.id = record.a;
    task.queue = static_cast<Queue>(record.small & 0xFFU);
    if (record.text != 0) task.name = session.name_text(record.text);
    const bool has_callee = index > 0 && records_[index - 1].event == Event::operand_callee;
    const LocationText at = location(record.b);
    const LocationText callee = location(has_callee ? records_[index - 1].a : 0);
    if ((has_callee ? callee : at).file.starts_with("node:")) return;
    task.line = at.line;
    task.callee_line = callee.line;
    tasks.push_back(task);
  }
  [[nodiscard]] LocationText location(std::uint64_t number) {
    if (number == 0) return {};
    return *session.locations_from(static_cast<std::uint32_t>(number)).front();
  }

  std::vector<Record> records_;
};

}  // namespace loopscope::test
