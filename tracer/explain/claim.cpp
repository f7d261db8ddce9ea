#include "tracer/explain/claim.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "tracer/format/error.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::string_view allowed =
    "A line is one of: A before B; A directly after B; no tick chain longer than N; no microtask "
    "chain longer than N; no callback over N ms; exits. A and B are a line of output (in quotes "
    "where it could be misread), a task's name, #ID, file:line or @STEP. What follows a # and a "
    "blank is a comment.";
constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

// Goes over a line, and knows what of it stands in quotes.
class Quotes {
 public:
  /// Whether the next character stands outside of quotes; the quotes themselves do not.
  bool is_outside(char c) noexcept {
    if (escaped_) {
      escaped_ = false;
      return false;
    }
    if (open_ && c == '\\') {
      escaped_ = true;
      return false;
    }
    if (c != '"') return !open_;
    open_ = !open_;
    return false;
  }
  [[nodiscard]] bool open() const noexcept { return open_; }

 private:
  bool open_ = false;
  bool escaped_ = false;
};

// A # before a digit is a task's id.
std::string_view without_comment(std::string_view line) {
  Quotes quotes;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins = quotes.is_outside(line[i]) && line[i] == '#' &&
                        (i == 0 || blanks.find(line[i - 1]) != std::string_view::npos);
    if (begins && (i + 1 == line.size() || !is_digit(line[i + 1]))) return line.substr(0, i);
  }
  return line;
}

class ClaimLine {
 public:
  ClaimLine(const std::string& path, std::size_t number, std::string_view text)
      : path_(path), text_(text) {
    claim_.line = number;
    claim_.text = text;
  }

  OrderClaim parse() {
    if (text_ == "exits") return claim_;
    const bool is_limit =
        take_count("no tick chain longer than ", OrderClaim::Kind::tick_chain) ||
        take_count("no microtask chain longer than ", OrderClaim::Kind::microtask_chain) ||
        take_time("no callback over ") ||
        take_pair(" directly after ", OrderClaim::Kind::directly_after) ||
        take_pair(" before ", OrderClaim::Kind::before);
    if (!is_limit) fail("is no claim");
    return claim_;
  }

 private:
  [[noreturn]] void fail(std::string_view what) const {
    throw TraceError(
        fmt::format("{}:{}: '{}' {}. {}", path_, claim_.line, claim_.text, what, allowed));
  }
  bool take_count(std::string_view begin, OrderClaim::Kind kind) {
    if (!text_.starts_with(begin)) return false;
    claim_.kind = kind;
    const std::string_view number = trimmed(text_.substr(begin.size()));
    const char* const end = number.data() + number.size();
    const auto [rest, error] = std::from_chars(number.data(), end, claim_.limit);
    if (error != std::errc() || rest != end || claim_.limit < 0) fail("has no number at its end");
    return true;
  }
  bool take_time(std::string_view begin) {
    if (!text_.starts_with(begin)) return false;
    claim_.kind = OrderClaim::Kind::callback_time;
    const std::string_view time = trimmed(text_.substr(begin.size()));
    if (time.empty() || is_digit(time.back())) fail("has a time without a unit");
    try {
      claim_.limit = parse_time(time);
    } catch (const std::invalid_argument&) {
      fail("has no time at its end");
    }
    if (claim_.limit < 0) fail("has a negative time");
    return true;
  }
  // The keyword stands once outside of quotes.
  bool take_pair(std::string_view keyword, OrderClaim::Kind kind) {
    std::optional<std::size_t> found;
    Quotes quotes;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (!quotes.is_outside(text_[i]) || !text_.substr(i).starts_with(keyword)) continue;
      if (found) fail("has its keyword twice: put A and B in quotes");
      found = i;
    }
    if (quotes.open()) fail("has a quote that does not end");
    if (!found) return false;
    claim_.kind = kind;
    claim_.a = operand(trimmed(text_.substr(0, *found)));
    claim_.b = operand(trimmed(text_.substr(*found + keyword.size())));
    return true;
  }
  std::string operand(std::string_view text) const {
    if (text.empty()) fail("lacks its A or its B");
    const bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
    if (!quoted) return std::string(text);
    if (text.size() == 2) fail("has an A or a B of no letters");
    std::string result;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] == '\\' && i + 2 < text.size()) ++i;
      result += text[i];
    }
    return result;
  }

  const std::string& path_;
  std::string_view text_;
  OrderClaim claim_;
};

}  // namespace

std::vector<OrderClaim> parse_claims(std::string_view text, const std::string& path) {
  std::vector<OrderClaim> claims;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(without_comment(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (claims.size() == OrderClaim::max_claims)
      throw TraceError(
          fmt::format("{} claims more than {} things. Split it.", path, OrderClaim::max_claims));
    claims.push_back(ClaimLine(path, number, line).parse());
  }
  if (claims.empty()) throw TraceError(fmt::format("{} claims nothing. {}", path, allowed));
  return claims;
}

}  // namespace loopscope
