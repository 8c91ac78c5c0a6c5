#include <fmt/format.h>

#include "base/json_string.h"
#include "input/json_cursor.h"
#include "report/reporter.h"
#include "report/source_location.h"

namespace diallint {
namespace {

// Written by hand, member by member in the order that the documentation shows, so that a run of any
// size needs the memory of one finding.
class JsonReporter final : public Reporter {
 public:
  JsonReporter(Output& output, const ReportOptions& options,
               const std::vector<std::string>& input_names, bool lines)
      : output_(output), names_(input_names), statistics_(options.statistics), lines_(lines) {}

  void begin(const std::optional<Instant>& now) override {
    now_ = now;
    if (lines_) return;
    text_.assign(1, '{');
    put_tool();
    text_ += ",\n\"findings\":[";
    output_.write(text_);
  }

  void take(const Window& window, std::span<const Finding> findings) override {
    locator_.open(window);
    for (const Finding& finding : findings) {
      text_.clear();
      if (!lines_) text_ += any_ ? ",\n" : "\n";
      put_finding(window, finding);
      if (lines_) text_ += '\n';
      output_.write(text_);
      any_ = true;
    }
  }

  void end(const Summary& summary) override {
    text_.clear();
    text_ += lines_ ? "{" : any_ ? "\n],\n" : "],\n";
    put_summary(summary);
    if (lines_) {
      text_ += ',';
      put_tool();
    }
    text_ += "}\n";
    output_.write(text_);
  }

 private:
  // Opens the next member of an object: its name, and a comma where another stands before it.
  void name(std::string_view member) {
    if (text_.back() != '{') text_ += ',';
    text_ += fmt::format("\"{}\":", member);
  }
  void put(std::string_view member, std::string_view value) {
    name(member);
    append_printable_json(text_, value);
  }
  void put(std::string_view member, std::uint64_t value) {
    name(member);
    text_ += fmt::format("{}", value);
  }

  void put_tool() {
    text_ += R"("tool":{"name":"diallint","version":")" DIALLINT_VERSION R"("},"now":)";
    text_ += now_ ? fmt::format("\"{}\"", to_rfc3339(*now_)) : "null";
  }

  void put_finding(const Window& window, const Finding& finding) {
    const Location place = locator_.locate(finding.span);
    text_ += '{';
    put("rule", finding.rule);
    put("severity", name_of(finding.severity));
    put("file", window.name);
    put("line", place.begin.line);
    put("column", place.begin.column);
    put("endLine", place.end.line);
    put("endColumn", place.end.column);
    put("record", finding.record);
    put("path", finding.path);
    put("message", finding.message);
    if (!finding.figures.empty()) put_constraint(finding.figures);
    if (!finding.source.empty()) put("source", finding.source);
    if (finding.first) put_first(*finding.first);
    text_ += '}';
  }

  void put_constraint(const Figures& figures) {
    name("constraint");
    text_ += '{';
    put_number("minimum", figures.minimum);
    put_number("maximum", figures.maximum);
    put_number("actual", figures.actual);
    if (!figures.unit.empty()) put("unit", figures.unit);
    text_ += '}';
  }

  void put_number(std::string_view member, std::string_view figure) {
    if (!is_json_number(figure)) return;
    name(member);
    text_ += figure;
  }

  void put_first(const Place& place) {
    name("firstPlace");
    text_ += '{';
    put("file", place.file < names_.size() ? std::string_view(names_[place.file]) : "");
    put(place.is_line ? "line" : "record", place.number);
    text_ += '}';
  }

  void put_summary(const Summary& summary) {
    const Counts& counts = summary.counts;
    text_ += "\"summary\":{";
    put("files", summary.files);
    put("records", counts.records);
    put("valid", counts.valid);
    put("invalid", counts.invalid);
    put("unreadable", counts.unreadable);
    put("errors", counts.errors);
    put("warnings", counts.warnings);
    put("infos", counts.infos);
    put("shown", summary.shown);
    put("found", summary.found);
    if (summary.known > 0) put("known", summary.known);
    if (statistics_) {
      put_counts("byRule", summary.by_rule);
      put_counts("byShape", summary.by_shape);
    }
    text_ += '}';
  }

  void put_counts(std::string_view member, const std::map<std::string, std::uint64_t>& counts) {
    name(member);
    text_ += '{';
    for (const auto& [key, count] : counts) {
      if (text_.back() != '{') text_ += ',';
      append_printable_json(text_, key);
      text_ += fmt::format(":{}", count);
    }
    text_ += '}';
  }

  Output& output_;
  const std::vector<std::string>& names_;
  bool statistics_;
  bool lines_;
  Locator locator_;
  std::optional<Instant> now_;
  std::string text_;
  bool any_ = false;
};

}  // namespace

const ReportFormat kJsonReport = {
    .name = "json",
    .help = "for programs: one document",
    .make = [](Output& output, const ReportOptions& options,
               const std::vector<std::string>& input_names) -> std::unique_ptr<Reporter> {
      return std::make_unique<JsonReporter>(output, options, input_names, /*lines=*/false);
    },
};

const ReportFormat kNdjsonReport = {
    .name = "ndjson",
    .help = "for programs: a finding on each line, and the summary on the last",
    .make = [](Output& output, const ReportOptions& options,
               const std::vector<std::string>& input_names) -> std::unique_ptr<Reporter> {
      return std::make_unique<JsonReporter>(output, options, input_names, /*lines=*/true);
    },
};

}  // namespace diallint
