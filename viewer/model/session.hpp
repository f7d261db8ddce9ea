// What a person looks at: the trace, the cursor and the state there, the view, the selection.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "viewer/model/commands.hpp"
#include "viewer/model/depth_levels.hpp"
#include "viewer/model/marks.hpp"
#include "viewer/model/question.hpp"
#include "viewer/model/rows.hpp"
#include "viewer/model/search.hpp"
#include "viewer/model/viewport.hpp"

namespace loopscope::viewer {

/// One open trace. Used by one thread; while the trace grows, under the lock of its source.
class Session {
 public:
  explicit Session(const Trace& trace, const Rows& rows);

  /// After the trace has grown: limits and state follow.
  void refresh();

  [[nodiscard]] const Trace& trace() const noexcept { return trace_; }
  [[nodiscard]] const Rows& rows() const noexcept { return rows_; }
  [[nodiscard]] const DepthLevels& depths() const noexcept { return depths_; }
  [[nodiscard]] Axis axis() const noexcept { return axis_; }
  [[nodiscard]] Viewport& viewport() noexcept { return viewport_; }
  [[nodiscard]] const Viewport& viewport() const noexcept { return viewport_; }

  /// How many events are behind the cursor.
  [[nodiscard]] std::uint32_t step() const noexcept { return step_; }
  [[nodiscard]] const LoopState& state() const noexcept { return state_; }
  [[nodiscard]] std::int64_t now_ns() const;
  /// Moves the cursor and, with `reveal`, the view so that it is seen.
  void go_to(std::uint32_t step, bool reveal = true);

  /// What happens after this step is not shown, nor selected, found or gone to: a quiz asks for it.
  void hide_after(std::optional<std::uint32_t> step);
  /// The question is about what waits at the cursor: that is not shown either, until hide_after().
  void hide_queues() noexcept { queues_hidden_ = true; }
  [[nodiscard]] bool hides_queues() const noexcept { return queues_hidden_; }
  [[nodiscard]] bool hides() const noexcept { return hidden_after_.has_value(); }
  /// How many events may be shown.
  [[nodiscard]] std::uint32_t shown() const noexcept {
    return hidden_after_ ? std::min(*hidden_after_, trace_.size()) : trace_.size();
  }

  /// Of a merged trace the panels show one loop at a time: that of this process.
  [[nodiscard]] std::uint32_t loop() const noexcept { return loop_; }
  [[nodiscard]] std::vector<std::uint32_t> loops() const;
  void choose_loop(std::uint32_t process) noexcept { loop_ = process; }
  /// "server 4242"; "" where nothing is known of it.
  [[nodiscard]] std::string loop_name(std::uint32_t process) const;
  /// What the loop holds at the cursor, in the order in which it will take it.
  [[nodiscard]] std::vector<const LoopState::Task*> waiting(Queue queue, std::size_t limit) const;
  [[nodiscard]] std::uint32_t waiting(Queue queue) const;
  [[nodiscard]] std::vector<const LoopState::Handle*> handles() const;
  /// What is open on the loop's thread, outermost first.
  [[nodiscard]] const std::vector<LoopState::Scope>& open() const;

  /// The begin of a box or a point; no_index: nothing.
  [[nodiscard]] std::uint32_t selected() const noexcept { return selected_; }
  void select(std::uint32_t begin);
  /// Of a person's choice: as the first of two, or as the only one.
  [[nodiscard]] const Question& question() const noexcept { return question_; }
  /// The second one; without a first one it is that. The selection stays.
  void compare(std::uint32_t begin);
  /// Both at once; selects `one`.
  void ask(const Question& question);
  /// Selects it and moves the cursor there; what Why is asked about stays, since this is evidence.
  void look_at(std::uint32_t begin);
  /// The task.queue events that the selected callback caused while it ran, in order.
  [[nodiscard]] const std::vector<std::uint32_t>& effects() const noexcept { return effects_; }
  /// The begin of the callback that queued the selected one; no_index where there is none.
  [[nodiscard]] std::uint32_t cause() const noexcept { return cause_; }

  [[nodiscard]] const Search& search() const noexcept { return search_; }
  void find(std::string query);
  [[nodiscard]] Marks& marks() noexcept { return marks_; }
  [[nodiscard]] const Marks& marks() const noexcept { return marks_; }

  /// Measured now, or kept: statistics are limited to it then. In steps.
  struct Steps {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    bool operator==(const Steps&) const = default;
  };
  std::optional<Range> measured;  // on the axis
  [[nodiscard]] const std::optional<Steps>& kept() const noexcept { return kept_; }
  void keep(std::optional<Steps> steps) { kept_ = steps; }

  void show(Axis axis);
  /// The timeline shows the events between two steps, and a little around them.
  void show_steps(std::uint32_t from, std::uint32_t to);
  /// Before the view changes by a person's doing, for undo.
  void remember_view() { history_.remember({axis_, viewport_.range()}); }

  bool playing = false;
  double speed = 1;  // 0.1 to 10
  /// Lets so much time pass while playing; what is less than a step is kept for the next time.
  void play(double seconds);
  /// 0 to 1: how far the next step has come, for animations.
  [[nodiscard]] double play_share() const noexcept { return played_; }
  static constexpr double steps_per_second = 4;

  /// False for commands that are not about the session but the window.
  bool run(Command command);

 private:
  [[nodiscard]] std::uint32_t next_step(bool forward, bool (*stops)(Event)) const;
  void show_view(const ViewHistory::View& view);
  void flip_axis();
  void fit_selection();
  [[nodiscard]] std::uint32_t shown_of(std::uint32_t begin) const;
  [[nodiscard]] std::uint32_t find_cause() const;
  void find_cause_and_effects();
  void go_to_event(std::uint32_t begin);
  bool run_step(Command command);
  bool run_view(Command command);
  bool run_selection(Command command);
  bool run_why(Command command);
  void select_only(std::uint32_t begin);
  bool run_search(Command command);
  bool run_marks(Command command);

  [[nodiscard]] bool merged() const;
  const Trace& trace_;
  const Rows& rows_;
  DepthLevels depths_;
  Axis axis_ = Axis::time;
  Viewport viewport_;
  ViewHistory history_;
  std::uint32_t step_ = 0;
  std::optional<std::uint32_t> hidden_after_;
  bool queues_hidden_ = false;
  LoopState state_;
  std::uint32_t loop_ = 0;
  std::uint32_t selected_ = no_index;
  std::uint32_t selected_before_ = no_index;
  Question question_;
  std::uint32_t cause_ = no_index;
  std::vector<std::uint32_t> effects_;
  Search search_;
  Marks marks_;
  std::optional<Steps> kept_;
  double played_ = 0;
};

}  // namespace loopscope::viewer
