// The visible timeline as SVG.
#include <fmt/format.h>

#include <algorithm>

#include "viewer/model/timeline_layout.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

constexpr double label_width = 110;
constexpr double px_per_letter = 6.2;  // of 11 px Inter, on average

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '&')
      result += "&amp;";
    else if (c == '"')
      result += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      result += c;
  }
  return result;
}

/// At most so many letters of a label, cut between characters where it has no number.
std::string cut(std::string text, std::size_t letters) {
  if (text.size() > letters) text = short_label(text);
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;
    if (++seen > letters) {
      text.resize(i);
      return text;
    }
  }
  return text;
}

void put_piece(std::string& out, const Session& session, const DrawnRow& row, const Piece& piece,
               const Palette& palette, double width) {
  const double x0 = std::max(piece.x0, 0.0);
  const double x1 = std::min(std::max(piece.x1, piece.x0 + 1), width);
  if (x1 <= 0 || x0 >= width) return;
  const Colour colour = colour_of(piece.tint, palette);
  const std::string label = piece.count > 1 ? fmt::format("{} events", piece.count)
                                            : box_label(session.trace(), piece.longest);
  out += fmt::format(
      "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" rx=\"2\" "
      "fill=\"#{:06X}\"><title>{}</title></rect>\n",
      label_width + x0, row.y, x1 - x0, row.height, colour, escaped(label));
  const double room = (x1 - x0 - 8) / px_per_letter;
  if (piece.count > 1 || room < 2 || row.height < 12) return;
  out += fmt::format(
      "<text x=\"{:.2f}\" y=\"{:.2f}\" fill=\"#{:06X}\">{}</text>\n", label_width + x0 + 4,
      row.y + row.height / 2 + 4, text_on(colour),
      escaped(cut(box_label(session.trace(), piece.longest), static_cast<std::size_t>(room))));
}

}  // namespace

std::string svg(const Session& session, const std::vector<DrawnRow>& rows, const Palette& palette,
                double width, double height) {
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"Inter, sans-serif\" font-size=\"11\">\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#{2:06X}\"/>\n",
      width + label_width, height, palette.panel);
  for (const DrawnRow& row : rows) {
    out += fmt::format("<text x=\"8\" y=\"{:.2f}\" fill=\"#{:06X}\">{}</text>\n",
                       row.y + row.height / 2 + 4, palette.dim_text, escaped(row.row->label));
    for (const Piece& piece : row.pieces) put_piece(out, session, row, piece, palette, width);
    for (const Piece& piece : row.open) put_piece(out, session, row, piece, palette, width);
  }
  return out + "</svg>\n";
}

}  // namespace loopscope::viewer
