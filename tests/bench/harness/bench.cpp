#include "tests/bench/harness/bench.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace loopscope::bench {
namespace {

constexpr int quick_pairs = 5;

void print_line(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) throw std::invalid_argument("There is no median of no values.");
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Bench::Bench(Options options) : options_(std::move(options)) {
  print_line(fmt::format("{:<46}{:>10}{:>10}  {:<12}{:>7}{:>8}  {}", "name", "ours", "peer", "unit",
                         "ratio", "target", "verdict"));
}

bool Bench::wants(std::string_view name) const noexcept {
  return name.find(options_.filter) != std::string_view::npos;
}

void Bench::compare(const Subject& subject, const Measure& ours, const Measure& peer) {
  if (!wants(subject.name)) return;
  std::vector<double> all_ours;
  std::vector<double> all_peers;
  std::vector<double> ratios;
  ours();
  peer();
  for (int pair = 0; pair < amount(subject.pairs, quick_pairs); ++pair) {
    const bool ours_first = pair % 2 == 0;
    const double first = ours_first ? ours() : peer();
    const double second = ours_first ? peer() : ours();
    all_ours.push_back(ours_first ? first : second);
    all_peers.push_back(ours_first ? second : first);
    ratios.push_back(all_ours.back() / all_peers.back());
  }
  add({subject, median(all_ours), median(all_peers), median(ratios)});
}

void Bench::at_most(const Subject& subject, double limit, const Measure& ours) {
  if (!wants(subject.name)) return;
  ours();
  std::vector<double> all;
  for (int run = 0; run < amount(subject.pairs, quick_pairs); ++run) all.push_back(ours());
  const double middle = median(all);
  add({subject, middle, limit, middle / limit});
}

void Bench::skip(std::string_view name, std::string_view reason) {
  if (wants(name)) print_line(fmt::format("{:<46}skipped: {}", name, reason));
}

void Bench::add(Row row) {
  const Subject& subject = row.subject;
  print_line(fmt::format("{:<46}{:>10.4g}{:>10.4g}  {:<12}{:>7.2f}{:>8.2f}  {}", subject.name,
                         row.ours, row.peer, subject.unit, row.ratio, subject.target,
                         row.ratio <= subject.target ? "reached" : "FALLS SHORT"));
  rows_.push_back(std::move(row));
}

void Bench::write_json(const std::filesystem::path& file) const {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const Row& row : rows_)
    rows.push_back({{"name", row.subject.name},
                    {"ours", row.ours},
                    {"peer", row.peer},
                    {"unit", row.subject.unit},
                    {"ratio", row.ratio},
                    {"target", row.subject.target}});
  std::ofstream out(file);
  out << nlohmann::ordered_json{{"rows", std::move(rows)}}.dump(2) << '\n';
  if (!out.flush())
    throw std::runtime_error(fmt::format(
        "Cannot write the results to {}. Check the path and the space left.", file.string()));
}

}  // namespace loopscope::bench
