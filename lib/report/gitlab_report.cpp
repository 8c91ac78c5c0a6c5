#include "base/json_writer.h"
#include "base/sha256.h"
#include "report/fingerprint.h"
#include "report/markup_escape.h"
#include "report/reporter.h"
#include "report/source_location.h"

namespace diallint {
namespace {

std::string_view severity_word(Severity severity) noexcept {
  switch (severity) {
    case Severity::kError:
      return "major";
    case Severity::kWarning:
      return "minor";
    default:
      return "info";
  }
}

class GitlabReporter final : public Reporter {
 public:
  GitlabReporter(Output& output, const ReportOptions& options)
      : output_(output),
        base_(options.base),
        fingerprints_(options.fingerprint_key, options.base, options.known_names) {}

  void begin(const std::optional<Instant>& /*now*/) override { output_.write("["); }

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    locator_.open(chunk);
    for (const Finding& finding : findings) {
      std::string text = any_ ? ",\n" : "\n";
      put(chunk, finding, text);
      output_.write(text);
      any_ = true;
    }
  }

  void end(const Summary& summary) override {
    put_unread(summary);
    output_.write(any_ ? "\n]\n" : "]\n");
  }

 private:
  // A report is a list of findings and no more, so each such input is one of them: the first where
  // that can still be.
  void put_unread(const Summary& summary) {
    std::string text;
    for (const UnreadInput& input : summary.unread) {
      text += text.empty() ? "\n" : ",\n";
      const std::string path = relative_path(input.file, base_);
      JsonWriter json(text);
      json.open('{').put("description", fmt::format("not read: {}", input.reason));
      json.put("check_name", "not-read");
      json.put("fingerprint", to_hex(sha256("not-read\n" + path), 16)).put("severity", "blocker");
      json.name("location").open('{').put("path", path);
      json.name("lines").open('{').put("begin", std::uint64_t{1}).put("end", std::uint64_t{1});
      json.close('}').close('}').close('}');
    }
    if (text.empty()) return;
    if (!output_.insert(1, any_ ? text + ',' : text)) output_.write(any_ ? ',' + text : text);
    any_ = true;
  }

  void put(const SourceChunk& chunk, const Finding& finding, std::string& text) {
    const Location place = locator_.locate(finding.span);
    const auto position = [](JsonWriter& json, std::string_view name, const Position& at) {
      json.name(name).open('{').put("line", at.line).put("column", at.column).close('}');
    };
    JsonWriter json(text);
    json.open('{').put("description", finding.message).put("check_name", finding.rule);
    json.put("fingerprint", fingerprints_.next(chunk, finding));
    json.put("severity", severity_word(finding.severity));
    json.name("location").open('{').put("path", relative_path(chunk.name, base_));
    json.name("lines").open('{').put("begin", place.begin.line);
    json.put("end", place.end.line).close('}');
    json.name("positions").open('{');
    position(json, "begin", place.begin);
    position(json, "end", place.end);
    json.close('}').close('}').close('}');
  }

  Output& output_;
  PathBase base_;
  Fingerprinter fingerprints_;
  Locator locator_;
  bool any_ = false;
};

}  // namespace

const ReportFormat kGitlabReport = {
    .name = "gitlab",
    .help = "for GitLab: a code quality report",
    .make = [](Output& output, const ReportOptions& options, const std::vector<std::string>&)
        -> std::unique_ptr<Reporter> { return std::make_unique<GitlabReporter>(output, options); },
};

}  // namespace diallint
