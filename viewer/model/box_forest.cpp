#include "viewer/model/box_forest.hpp"

#include <algorithm>

namespace loopscope::viewer {
namespace {

// Boxes narrower than this are put together, until the piece is so wide.
constexpr double narrow_px = 1.0;
constexpr double max_merged_px = 4.0;
constexpr double max_gap_px = 0.75;

}  // namespace

struct BoxForest::Drawing {
  const Trace& trace;
  Axis axis;
  const Viewport& viewport;
  std::vector<Piece>& pieces;
  std::size_t first;  // of pieces that belong to this row

  void add(const Piece& piece) {
    if (pieces.size() > first) {
      Piece& last = pieces.back();
      const bool both_narrow = (last.count > 1 || last.x1 - last.x0 < narrow_px) &&
                               (piece.count > 1 || piece.x1 - piece.x0 < narrow_px);
      if (both_narrow && piece.x0 - last.x1 < max_gap_px && piece.x1 - last.x0 < max_merged_px)
        return merge(last, piece);
    }
    pieces.push_back(piece);
  }

 private:
  static void merge(Piece& last, const Piece& piece) {
    last.x1 = std::max(last.x1, piece.x1);
    last.box.end = piece.box.end;
    last.count += piece.count;
    if (piece.longest_ns <= last.longest_ns) return;
    last.longest = piece.longest;
    last.longest_ns = piece.longest_ns;
    last.tint = piece.tint;
  }
};

void BoxForest::add(const Trace& trace, Box box) {
  const auto number = static_cast<std::uint32_t>(boxes_.size());
  boxes_.push_back(box);
  const Tint tint = tints_.push_back(tint_of(trace, box.begin));
  const std::int64_t begin_ns = trace[box.begin].t_ns;
  const std::int64_t end_ns = trace[box.end].t_ns;
  const Node one{begin_ns,  end_ns, box, number, static_cast<float>(end_ns - begin_ns),
                 box.begin, tint};
  std::size_t place = number;
  for (std::size_t level = 0;; ++level) {
    place /= fan_out;
    if (level == levels_.size()) {  // the level below has its second node by now
      levels_.emplace_back();
      levels_[level].push_back(level == 0 ? one : levels_[level - 1].front());
    }
    std::vector<Node>& nodes = levels_[level];
    if (place == nodes.size()) nodes.push_back(one);
    Node& node = nodes[place];
    node.end_ns = std::max(node.end_ns, one.end_ns);
    node.extent.end = std::max(node.extent.end, box.end);
    if (one.longest_ns > node.longest_ns) {
      node.longest = number;
      node.longest_ns = one.longest_ns;
      node.longest_begin = one.longest_begin;
      node.tint = tint;
    }
    if (nodes.size() == 1) return;
  }
}

std::size_t BoxForest::find(const Trace& trace, Axis axis, double position) const {
  const std::size_t behind = partition_point(0, boxes_.size(), [&](std::size_t i) {
    return range_of(trace, axis, boxes_[i].begin, boxes_[i].begin).begin > position;
  });
  return behind == 0 ? boxes_.size() : behind - 1;
}

std::size_t BoxForest::find_begin(std::uint32_t begin) const {
  const std::size_t found =
      partition_point(0, boxes_.size(), [&](std::size_t i) { return boxes_[i].begin >= begin; });
  return found < boxes_.size() && boxes_[found].begin == begin ? found : boxes_.size();
}

void BoxForest::draw(const Trace& trace, Axis axis, const Viewport& viewport,
                     std::vector<Piece>& pieces) const {
  if (boxes_.empty()) return;
  Drawing drawing{trace, axis, viewport, pieces, pieces.size()};
  const std::size_t top = levels_.size() - 1;
  for (std::size_t node = 0; node < levels_[top].size(); ++node) draw_node(drawing, top, node);
}

void BoxForest::draw_node(Drawing& drawing, std::size_t level, std::size_t number) const {
  const Node& node = levels_[level][number];
  const bool time = drawing.axis == Axis::time;
  const double x0 = drawing.viewport.to_px(time ? static_cast<double>(node.begin_ns)
                                                : static_cast<double>(node.extent.begin));
  const double x1 = drawing.viewport.to_px(time ? static_cast<double>(node.end_ns)
                                                : static_cast<double>(node.extent.end) + 1);
  if (x1 < 0 || x0 > drawing.viewport.width_px()) return;
  std::size_t boxes_below = fan_out;
  for (std::size_t i = 0; i < level; ++i) boxes_below *= fan_out;
  const std::size_t first = number * boxes_below;
  const std::size_t last = std::min(first + boxes_below, boxes_.size());
  if (x1 - x0 < narrow_px && last - first > 1) {
    drawing.add({.x0 = x0,
                 .x1 = x1,
                 .box = node.extent,
                 .longest = node.longest_begin,
                 .count = static_cast<std::uint32_t>(last - first),
                 .longest_ns = node.longest_ns,
                 .tint = node.tint});
    return;
  }
  const double longest_px = time ? node.longest_ns * drawing.viewport.px_per_unit() : 0;
  if (x1 - x0 - longest_px < narrow_px) return draw_longest(drawing, node, first, last);
  if (level == 0) return draw_boxes(drawing, first, last);
  const std::size_t end = std::min((number + 1) * fan_out, levels_[level - 1].size());
  for (std::size_t child = number * fan_out; child < end; ++child)
    draw_node(drawing, level - 1, child);
}

// One box takes nearly all of the node's room: what lies before and behind it is put together,
// instead of looking for it among all of them on every level.
void BoxForest::draw_longest(Drawing& drawing, const Node& node, std::size_t first,
                             std::size_t last) const {
  const Box longest = boxes_[node.longest];
  __builtin_prefetch(&drawing.trace[longest.end]);
  const auto px = [&](std::int64_t t_ns) {
    return drawing.viewport.to_px(static_cast<double>(t_ns));
  };
  const auto put = [&](std::size_t from, std::size_t to, Box box, double x0, double x1,
                       float longest_ns) {
    drawing.add({.x0 = x0,
                 .x1 = x1,
                 .box = box,
                 .longest = box.begin,
                 .count = static_cast<std::uint32_t>(to - from),
                 .longest_ns = longest_ns,
                 .tint = tints_[from]});
  };
  const double x0 = px(drawing.trace[longest.begin].t_ns);
  const double x1 = px(drawing.trace[longest.end].t_ns);
  const std::size_t behind = node.longest + std::size_t{1};
  if (first < node.longest)
    put(first, node.longest, {node.extent.begin, boxes_[node.longest - 1].end}, px(node.begin_ns),
        x0, 0);
  put(node.longest, behind, longest, x0, x1, node.longest_ns);
  if (behind < last)
    put(behind, last, {boxes_[behind].begin, node.extent.end}, x1, px(node.end_ns), 0);
}

void BoxForest::draw_boxes(Drawing& drawing, std::size_t first, std::size_t last) const {
  for (std::size_t i = first; i < last; ++i) {  // all at once: they are far from one another
    __builtin_prefetch(&drawing.trace[boxes_[i].begin]);
    __builtin_prefetch(&drawing.trace[boxes_[i].end]);
  }
  for (std::size_t i = first; i < last; ++i) {
    const Box& box = boxes_[i];
    const Range range = range_of(drawing.trace, drawing.axis, box.begin, box.end);
    const double x0 = drawing.viewport.to_px(range.begin);
    const double x1 = drawing.viewport.to_px(range.end);
    if (x1 < 0 || x0 > drawing.viewport.width_px()) continue;
    const auto length_ns =
        static_cast<float>(drawing.trace[box.end].t_ns - drawing.trace[box.begin].t_ns);
    drawing.add({.x0 = x0,
                 .x1 = x1,
                 .box = box,
                 .longest = box.begin,
                 .longest_ns = length_ns,
                 .tint = tints_[i]});
  }
}

std::size_t BoxForest::bytes() const noexcept {
  std::size_t nodes = 0;
  for (const std::vector<Node>& level : levels_) nodes += level.size();
  return boxes_.bytes() + tints_.bytes() + nodes * sizeof(Node);
}

}  // namespace loopscope::viewer
