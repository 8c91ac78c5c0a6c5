#include "base/json_writer.h"
#include "input/json_cursor.h"
#include "report/reporter.h"
#include "report/source_location.h"

namespace diallint {
namespace {

// Member by member in the order that the documentation shows, so that a run of any size needs the
// memory of one finding.
class JsonReporter final : public Reporter {
 public:
  JsonReporter(Output& output, const ReportOptions& options,
               const std::vector<std::string>& input_names, bool lines)
      : output_(output),
        names_(input_names),
        verbose_(options.verbose),
        statistics_(options.statistics),
        lines_(lines) {}

  void begin(const std::optional<Instant>& now) override {
    now_ = now;
    if (lines_) return;
    text_.assign(1, '{');
    put_tool();
    text_ += ",\n";
    head_ = text_.size();
    text_ += "\"findings\":[";
    output_.write(text_);
  }

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      text_.clear();
      if (!lines_) text_ += any_ ? ",\n" : "\n";
      put_finding(chunk, finding);
      if (lines_) text_ += '\n';
      output_.write(text_);
      any_ = true;
    }
  }

  void note_responses(const ResponseCounts& counts) override {
    if (counts.any()) responses_ = counts;
  }

  void end(const Summary& summary) override {
    const bool is_told = put_unread(summary);
    text_.clear();
    text_ += lines_ ? "{" : any_ ? "\n],\n" : "],\n";
    if (!is_told) text_ += unread_;
    put_summary(summary);
    if (lines_) put_tool();
    text_ += "}\n";
    output_.write(text_);
  }

 private:
  void put_tool() {
    json_.name("tool")
        .open('{')
        .put("name", "diallint")
        .put("version", DIALLINT_VERSION)
        .close('}');
    json_.name("now");
    now_ ? json_.value(to_rfc3339(*now_)) : json_.raw("null");
  }

  // First where that can still be, otherwise in front of the summary. Whether nothing is left to
  // write.
  bool put_unread(const Summary& summary) {
    if (summary.unread.empty()) return true;
    JsonWriter json(unread_);
    if (lines_) unread_ += '{';
    json.name("notRead").open('[');
    for (const UnreadInput& input : summary.unread)
      json.open('{').put("file", input.file).put("reason", input.reason).close('}');
    json.close(']');
    unread_ += lines_ ? "}\n" : ",\n";
    if (output_.insert(head_, unread_)) return true;
    if (lines_) output_.write(unread_);
    return lines_;
  }

  void put_finding(const SourceChunk& chunk, const Finding& finding) {
    const Location place = locator_.locate(finding.span);
    json_.open('{').put("rule", finding.rule);
    json_.put("severity", to_string(finding.severity));
    json_.put("file", chunk.name);
    json_.put("line", place.begin.line);
    json_.put("column", place.begin.column);
    json_.put("endLine", place.end.line);
    json_.put("endColumn", place.end.column);
    json_.put("record", finding.record);
    json_.put("path", finding.path);
    json_.put("message", finding.message);
    if (!finding.figures.empty()) put_constraint(finding.figures);
    if (!finding.source.empty()) json_.put("source", finding.source);
    if (finding.first) put_first(*finding.first);
    if (finding.fix) put_fix(*finding.fix);
    json_.close('}');
  }

  // Which text would stand there is a value.
  void put_fix(const Fix& fix) {
    json_.name("fix").open('{');
    json_.put("safety", to_string(fix.safety));
    json_.put("kind", fix.kind);
    json_.close('}');
  }

  void put_constraint(const Figures& figures) {
    json_.name("constraint").open('{');
    put_number("minimum", figures.minimum);
    put_number("maximum", figures.maximum);
    put_number("actual", figures.actual);
    if (!figures.unit.empty()) json_.put("unit", figures.unit);
    json_.close('}');
  }

  void put_number(std::string_view member, std::string_view figure) {
    if (!is_json_number(figure)) return;
    json_.name(member).raw(figure);
  }

  void put_first(const Place& place) {
    json_.name("firstPlace").open('{');
    json_.put("file", place.file < names_.size() ? std::string_view(names_[place.file]) : "");
    json_.put(place.is_line ? "line" : "record", place.number);
    json_.close('}');
  }

  void put_summary(const Summary& summary) {
    const Counts& counts = summary.counts;
    json_.name("summary").open('{');
    json_.put("files", summary.files);
    if (verbose_) put_inputs();
    json_.put("records", counts.records);
    json_.put("valid", counts.valid);
    json_.put("invalid", counts.invalid);
    json_.put("unreadable", counts.unreadable);
    json_.put("errors", counts.errors);
    json_.put("warnings", counts.warnings);
    json_.put("infos", counts.infos);
    json_.put("shown", summary.shown);
    json_.put("found", summary.found);
    if (summary.known > 0) json_.put("known", summary.known);
    if (responses_) put_responses(*responses_);
    if (!summary.by_envelope.empty()) put_counts("byEnvelope", summary.by_envelope);
    if (!summary.settings.empty()) put_settings(summary.settings);
    if (statistics_) {
      put_counts("byRule", summary.by_rule);
      put_counts("byShape", summary.by_shape);
    }
    json_.close('}');
  }

  void put_inputs() {
    json_.name("inputs").open('[');
    for (const std::string& name : names_) json_.value(name);
    json_.close(']');
  }

  void put_responses(const ResponseCounts& counts) {
    json_.name("responses").open('{');
    json_.put("taken", counts.taken);
    json_.put("failed", counts.failed);
    json_.put("unanswered", counts.unanswered);
    json_.close('}');
  }

  void put_settings(const std::vector<SettingsNotice>& notices) {
    json_.name("settings").open('[');
    for (const SettingsNotice& notice : notices) {
      json_.open('{').put("file", notice.file).name("rulesOff").open('[');
      for (const std::string& rule : notice.rules_off) json_.value(rule);
      json_.close(']').put("setsKey", notice.sets_key).close('}');
    }
    json_.close(']');
  }

  void put_counts(std::string_view member, const std::map<std::string, std::uint64_t>& counts) {
    json_.name(member).open('{');
    for (const auto& [key, count] : counts) json_.put(key, count);
    json_.close('}');
  }

  Output& output_;
  const std::vector<std::string>& names_;
  bool verbose_;
  bool statistics_;
  bool lines_;
  Locator locator_;
  std::optional<Instant> now_;
  std::optional<ResponseCounts> responses_;
  std::string text_;
  JsonWriter json_{text_};
  bool any_ = false;
  std::size_t head_ = 0;  // bytes in front of the findings
  std::string unread_;
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
