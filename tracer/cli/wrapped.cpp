#include "tracer/cli/wrapped.hpp"

#include <algorithm>

#include "tracer/cli/terminal.hpp"

namespace loopscope {
namespace {

constexpr std::size_t line_width = 92;

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string result(indent, ' ');
  std::size_t column = indent;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (column > indent && column + width(word) + 1 > line_width) {
      result += '\n';
      result.append(indent, ' ');
      column = indent;
    } else if (column > indent) {
      result += ' ';
      ++column;
    }
    result += printable(word);
    column += width(word);
    begin = end + 1;
  }
  return result + "\n";
}

}  // namespace loopscope
