// The boxes of one row, with an index that makes drawing them cost pixels, not boxes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tracer/model/segmented.hpp"
#include "viewer/model/tint.hpp"
#include "viewer/model/viewport.hpp"

namespace loopscope::viewer {

/// From one event to another, or a single event (begin == end).
struct Box {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What is drawn: one box, or `count` boxes that are too small to be told apart.
struct Piece {
  double x0 = 0;
  double x1 = 0;
  Box box;                    // the one, or from the first to the last of them
  std::uint32_t longest = 0;  // begin of the longest one
  std::uint32_t count = 1;
  float longest_ns = 0;
  Tint tint = Tint::neutral;  // of the longest one
};

/// Boxes that do not overlap, added in order. Every 16 boxes have a node with their extent and
/// their longest one, and so have every 16 nodes: about 12 bytes a box. What drawing needs of a box
/// is here, because looking for it in a trace of ten million events costs more than drawing it.
class BoxForest {
 public:
  static constexpr std::size_t fan_out = 16;

  void add(const Trace& trace, Box box);
  [[nodiscard]] std::size_t size() const noexcept { return boxes_.size(); }
  [[nodiscard]] const Box& operator[](std::size_t i) const { return boxes_[i]; }
  /// The number of the box that holds a position or is the last before it; size() if none.
  [[nodiscard]] std::size_t find(const Trace& trace, Axis axis, double position) const;
  /// The number of the box that begins with this event; size() if none.
  [[nodiscard]] std::size_t find_begin(std::uint32_t begin) const;

  /// Appends what is on the screen, from left to right. Boxes narrower than a pixel are put
  /// together.
  void draw(const Trace& trace, Axis axis, const Viewport& viewport,
            std::vector<Piece>& pieces) const;
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  struct Node {
    std::int64_t begin_ns;
    std::int64_t end_ns;
    Box extent;
    std::uint32_t longest;  // number of a box
    float longest_ns;
    std::uint32_t longest_begin;  // of that box, which lies anywhere in memory
    Tint tint;                    // likewise
  };
  struct Drawing;
  void draw_node(Drawing& drawing, std::size_t level, std::size_t node) const;
  void draw_boxes(Drawing& drawing, std::size_t first, std::size_t last) const;
  void draw_longest(Drawing& drawing, const Node& node, std::size_t first, std::size_t last) const;

  Segmented<Box> boxes_;
  Segmented<Tint> tints_;  // by box
  std::vector<std::vector<Node>> levels_;
};

}  // namespace loopscope::viewer
