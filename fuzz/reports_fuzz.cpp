// Every format of report is read again by a parser that was not written here, whatever stood in the
// input and in its name; and no value of a customer is in any.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness.h"
#include "input/byte_source.h"
#include "markup.h"
#include "report/reporter.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;
using nlohmann::json;

namespace {

// No name, no message and no document holds it.
constexpr std::string_view kCanary = "Qzjx7";

class TopFindings final : public Output {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

struct Written {
  std::string report;
  std::string job_summary;
};

Written report_of(std::string_view text, InputFormat format, const std::string& name,
                  std::string_view report, bool mask_keys) {
  TopFindings output;
  TopFindings job_summary;
  const std::vector<std::string> names = {name};
  static const auto kNames = member_names(test::builtin_plan());
  ReportOptions shown;
  shown.mask_keys = mask_keys;
  shown.statistics = shown.verbose = true;
  shown.known_names = kNames;
  shown.fingerprint_key = "0123456789abcdef";
  shown.job_summary = &job_summary;
  const auto reporter = make_reporter(report, output, shown, names);
  Settings settings = test::test_settings();
  settings.mask_keys = mask_keys;
  RunOptions options;
  options.format = format;
  Run run(test::builtin_plan(), settings, options, *reporter);
  reporter->begin(settings.now);
  TextSource source(text);
  run.check(source, name);
  reporter->end(run.summary());
  return {output.text, job_summary.text};
}

bool all_lines_are_json(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !json::accept(text.substr(0, end))) return false;
    text.remove_prefix(end + 1);
  }
  return true;
}

// No line is a command of the runner but those that make annotations.
bool has_no_commands(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end);
    const bool annotation = line.starts_with("::error ") || line.starts_with("::warning ") ||
                            line.starts_with("::notice ");
    if (line.find("::") != std::string_view::npos && !annotation) return false;
    text.remove_prefix(end + 1);
  }
  return true;
}

void check_form(std::string_view format, std::string_view text) {
  expect(is_harmless(text), "nothing acts on a terminal");
  if (format == "json" || format == "sarif" || format == "gitlab") {
    expect(json::accept(text), "the report is JSON");
  } else if (format == "ndjson") {
    expect(all_lines_are_json(text), "every line of the report is JSON");
  } else if (format == "junit") {
    expect(is_xml(text), "the report is XML");
  } else if (format == "html") {
    expect(is_html(text), "the report is HTML");
  } else if (format == "github") {
    expect(has_no_commands(text), "the report has no command but annotations");
  }
}

// A request whose every value holds the canary, and how it went wrong: up to three bytes of its
// text are others, outside the canaries.
std::string canary_text(Bytes& bytes, InputFormat format) {
  std::string text;
  const std::string part(bytes.until('|').substr(0, 24));
  const std::string value =
      json(part + std::string(kCanary) + part).dump(-1, ' ', false, json::error_handler_t::replace);
  if (format == InputFormat::kCsv) {
    text = "clientToken,phoneNumber,expirationTime,attributes.name\n\"" + std::string(kCanary) +
           "\",+1" + std::string(kCanary) + ",2026" + std::string(kCanary) + "," +
           std::string(kCanary) + "\n";
  } else {
    text = "{\"clientToken\":" + value + ",\"phoneNumber\":" + value +
           ",\"expirationTime\": " + value + ",\"attributes\":{\"name\":" + value +
           ",\"other\": " + value + "}}\n";
  }
  for (int edits = 0; edits < 3 && !bytes.empty(); ++edits) {
    const std::size_t at = (bytes.byte() * 256U + bytes.byte()) % text.size();
    text[at] = static_cast<char>(bytes.byte());
  }
  return text;
}

// Whether a value has become a name by the edits: names are shown.
bool has_canary_key(std::string_view text) {
  bool found = false;
  const auto watch = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::key)
      found = found || value.get_ref<const std::string&>().find(kCanary) != std::string::npos;
    return true;
  };
  const json value = json::parse(text.begin(), text.end(), watch, false);
  return found && !value.is_discarded();
}

void check_canary(const Written& written) {
  expect(written.report.find(kCanary) == std::string::npos, "no value is in a report");
  expect(written.job_summary.find(kCanary) == std::string::npos, "no value is in a job's summary");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr InputFormat kFormats[] = {InputFormat::kJson, InputFormat::kNdjson, InputFormat::kCsv};
  Bytes bytes(data, size);
  const std::string_view report = report_formats()[bytes.choose(report_formats().size())];
  const InputFormat format = kFormats[bytes.choose(3)];
  const bool made = bytes.choose(2) == 1;
  if (!made) {
    // With the keys masked, no text of any input is shown at all.
    const std::string name(bytes.until('\n'));
    const std::string_view text = bytes.rest();
    const Written written = report_of(text, format, name, report, /*mask_keys=*/true);
    check_form(report, written.report);
    check_form("text", written.job_summary);
    if (name.find(kCanary.front()) == std::string::npos) check_canary(written);
    return 0;
  }
  const std::string text = canary_text(bytes, format);
  const Written written = report_of(text, format, "input", report, /*mask_keys=*/false);
  check_form(report, written.report);
  const bool header_edited = format == InputFormat::kCsv;
  if (!has_canary_key(text) && !(header_edited && text.find('\n') == std::string::npos))
    check_canary(written);
  return 0;
}
