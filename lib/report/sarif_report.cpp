#include "base/json_writer.h"
#include "base/printable.h"
#include "plan/rule.h"
#include "report/fingerprint.h"
#include "report/markup_escape.h"
#include "report/reporter.h"
#include "report/source_location.h"
#include "report/top_findings.h"

namespace diallint {
namespace {

// Code scanning refuses a run with more results.
constexpr std::size_t kMaxResults = 25'000;

std::string_view sarif_level(Severity severity) noexcept {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    default:
      return "note";
  }
}

// What code scanning calls the severity of a problem that is not one of security.
std::string_view problem_severity(Severity severity) noexcept {
  return severity == Severity::kInfo ? "recommendation" : sarif_level(severity);
}

// "expiration-window" as the identifier that viewers show: ExpirationWindow.
std::string identifier_of(std::string_view id) {
  std::string name;
  bool upper = true;
  for (const char c : id) {
    if (c != '-') name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '-';
  }
  return name;
}

class SarifReporter final : public Reporter {
 public:
  SarifReporter(Output& output, const ReportOptions& options)
      : output_(output),
        base_(options.base),
        documents_(options.documents),
        fingerprints_(options.fingerprint_key, options.base, options.known_names) {}

  void begin(const std::optional<Instant>& now) override { now_ = now; }

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      const std::string fingerprint = fingerprints_.next(chunk, finding);
      if (results_.wants(finding.severity))
        results_.add(finding.severity, result(chunk, finding, fingerprint));
    }
  }

  void end(const Summary& summary) override {
    output_.write(
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
        "\"runs\":[\n{");
    std::string text;
    JsonWriter json(text);
    put_invocation(json, summary);  // first: it says whether the rest is of all inputs
    text += ",\n";
    put_tool(json);
    json.put("columnKind", "unicodeCodePoints");
    text += ",\n";
    json.name("results").open('[');
    output_.write(text);
    bool first = true;
    results_.each([&](const std::string& result) {
      output_.write(first ? "\n" : ",\n");
      output_.write(result);
      first = false;
    });
    output_.write("\n]}\n]}\n");
  }

 private:
  void put_tool(JsonWriter& json) const {
    json.name("tool").open('{').name("driver").open('{');
    json.put("name", "diallint").put("version", DIALLINT_VERSION);
    json.put("semanticVersion", DIALLINT_VERSION);
    json.name("rules").open('[');
    for (const Rule* rule : all_rules()) put_rule(json, *rule);
    json.close(']').close('}').close('}');
  }

  void put_rule(JsonWriter& json, const Rule& rule) const {
    const auto texts = [&](std::string_view member, std::string_view text) {
      json.name(member).open('{').put("text", text).close('}');
    };
    const auto found = documents_.find(rule.id);
    json.open('{').put("id", rule.id);
    // A name that only repeats the id is of no use to a viewer.
    if (rule.id.find('-') != std::string_view::npos) json.put("name", identifier_of(rule.id));
    texts("shortDescription", rule.title);
    texts("fullDescription", fmt::format("{} {}", rule.title, rule.why));
    json.name("help").open('{');
    json.put("text", fmt::format("{}\n\nWhy: {}\n\nRepair: {}", rule.title, rule.why, rule.repair));
    json.put("markdown", markdown(rule)).close('}');
    if (found != documents_.end() && !found->second.empty())
      json.put("helpUri", found->second.front().url);
    json.name("defaultConfiguration").open('{').put("level", sarif_level(rule.severity)).close('}');
    json.name("properties").open('{').name("tags").open('[').value("dial-requests").close(']');
    json.put("precision", "very-high");
    json.put("problem.severity", problem_severity(rule.severity)).close('}').close('}');
  }

  std::string markdown(const Rule& rule) const {
    std::string text =
        fmt::format("{}\n\n**Why:** {}\n\n**Repair:** {}\n", rule.title, rule.why, rule.repair);
    const auto found = documents_.find(rule.id);
    if (found == documents_.end()) return text;
    for (const SourceDocument& document : found->second) {
      text += "\n- ";
      append_code_span(text, document.title);
      text += fmt::format(": <{}>", uri_characters(document.url));
    }
    return text;
  }

  static std::string uri_characters(std::string_view url) {
    std::string out;
    for (const char c : url)
      if (c > ' ' && c < '\x7F' && std::string_view("<>\"`\\").find(c) == std::string_view::npos)
        out += c;
    return out;
  }

  void put_invocation(JsonWriter& json, const Summary& summary) const {
    json.name("invocations").open('[').open('{').put("executionSuccessful", summary.unread.empty());
    json.name("toolExecutionNotifications").open('[');
    const auto note = [&](std::string_view level, const std::string& text) {
      json.open('{').put("level", level);
      json.name("message").open('{').put("text", text).close('}').close('}');
    };
    for (const UnreadInput& input : summary.unread) put_unread(json, input);
    for (const SettingsNotice& notice : summary.settings) note("note", in_words(notice));
    if (!now_) note("note", "expirationTime was not checked against a clock (--now none)");
    if (summary.found > results_.size())
      note("warning", fmt::format("{} more findings are not in this report; it holds the {} most "
                                  "severe",
                                  summary.found - results_.size(), results_.size()));
    json.close(']').close('}').close(']');
    json.name("properties").open('{').put("found", summary.found);
    json.put("records", summary.counts.records).put("invalid", summary.counts.invalid);
    json.put("unreadable", summary.counts.unreadable).close('}');
  }

  void put_unread(JsonWriter& json, const UnreadInput& input) const {
    json.open('{').put("level", "error").name("message").open('{');
    json.put("text", fmt::format("not read: {}: {}", printable(input.file), input.reason));
    json.close('}').name("locations").open('[').open('{').name("physicalLocation").open('{');
    json.name("artifactLocation").open('{');
    json.put("uri", uri_of_path(relative_path(input.file, base_))).close('}');
    json.close('}').close('}').close(']').close('}');
  }

  std::string result(const SourceChunk& chunk, const Finding& finding,
                     const std::string& fingerprint) {
    const Location place = locator_.locate(finding.span);
    std::string text;
    JsonWriter json(text);
    json.open('{').put("ruleId", finding.rule);
    if (const Rule* rule = rule_named(finding.rule))
      json.put("ruleIndex", std::uint64_t{index_of(*rule)});
    json.put("level", sarif_level(finding.severity));
    json.name("message").open('{').put("text", finding.message).close('}');
    json.name("locations").open('[').open('{').name("physicalLocation").open('{');
    json.name("artifactLocation").open('{');
    json.put("uri", uri_of_path(relative_path(chunk.name, base_))).close('}');
    json.name("region").open('{').put("startLine", place.begin.line);
    json.put("startColumn", place.begin.column).put("endLine", place.end.line);
    json.put("endColumn", place.end.column).close('}').close('}');
    json.close('}').close(']');
    // The name that code scanning looks for; it would else hash the line, which holds values.
    json.name("partialFingerprints").open('{');
    json.put("primaryLocationLineHash", fingerprint).close('}').close('}');
    return text;
  }

  Output& output_;
  PathBase base_;
  std::map<std::string, std::vector<SourceDocument>, std::less<>> documents_;
  Fingerprinter fingerprints_;
  Locator locator_;
  TopFindings<std::string> results_{kMaxResults};
  std::optional<Instant> now_;
};

}  // namespace

const ReportFormat kSarifReport = {
    .name = "sarif",
    .help = "for code scanning: SARIF 2.1.0",
    .make = [](Output& output, const ReportOptions& options, const std::vector<std::string>&)
        -> std::unique_ptr<Reporter> { return std::make_unique<SarifReporter>(output, options); },
};

}  // namespace diallint
