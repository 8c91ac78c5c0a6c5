// No record is lost and none is made up: an independent count of each input, by nlohmann's parser
// for JSON, by a slow reading of RFC 4180 for CSV and by the beginnings of records in a text that
// is spoiled in one of them, and the figures of the summary against each other.
#include <algorithm>
#include <cctype>
#include <optional>

#include "base/utf8.h"
#include "csv_oracle.h"
#include "harness.h"
#include "input/byte_source.h"
#include "json_oracle.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;
using nlohmann::json;

namespace {

constexpr const char* kShapes[] = {"dial-request", "put-dial-request-batch"};
constexpr const char* kList = "dialRequests";

bool may_be_list(std::string_view key) {
  std::string plain;
  for (const char c : key) {
    if (c == '_' || c == '-' || c == ' ') continue;
    plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain == "dialrequests";
}

// The value of a text in which it is clear where a list of records stands: under one key in its
// right spelling.
std::optional<json> clear_value(std::string_view text) {
  bool clear = true;
  std::vector<bool> seen(kMaxDepth + 2, false);
  const auto watch = [&](int depth, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start)
      seen[static_cast<std::size_t>(depth) + 1] = false;
    if (event == json::parse_event_t::key && may_be_list(value.get_ref<const std::string&>())) {
      clear = clear && value == kList && !seen[static_cast<std::size_t>(depth)];
      seen[static_cast<std::size_t>(depth)] = true;
    }
    return true;
  };
  json value = json::parse(text.begin(), text.end(), watch, false);
  if (!clear || value.is_discarded()) return std::nullopt;
  return value;
}

// Requests in one value of the shape: whatever stands where a request belongs is one.
std::uint64_t requests_in(const json& value, bool batch) {
  if (!batch) return 1;
  if (!value.is_object()) return 0;
  const auto list = value.find(kList);
  return list != value.end() && list->is_array() ? list->size() : 0;
}

// What holds none counts as one: a value, and each item of an array that is all of it.
std::uint64_t count(const json& value, bool batch) {
  if (!value.is_array()) return std::max<std::uint64_t>(1, requests_in(value, batch));
  std::uint64_t total = 0;
  for (const json& item : value) total += std::max<std::uint64_t>(1, requests_in(item, batch));
  return total;
}

std::optional<std::uint64_t> count_lines(std::string_view text, bool batch) {
  std::uint64_t total = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (line.starts_with("\xEF\xBB\xBF")) return std::nullopt;
    const JsonVerdict verdict = json_verdict(line);
    const auto value = verdict == JsonVerdict::kSound ? clear_value(line) : std::nullopt;
    if (!value) return std::nullopt;  // what is broken may hold any number
    total += count(*value, batch);
  }
  return total;
}

// Rows of blanks and the header once more, which a byte order mark may stand before, are no
// records.
bool is_record(const Row& row, const Row& header) {
  const bool blank = std::all_of(row.begin(), row.end(), [](const std::string& cell) {
    return cell.find_first_not_of(" \t") == std::string::npos;
  });
  Row unmarked = row;
  if (unmarked[0].starts_with("\xEF\xBB\xBF")) unmarked[0].erase(0, 3);
  return !blank && unmarked != header;
}

std::optional<std::uint64_t> count_rows(std::string_view text) {
  const auto rows = SlowReader(text, ',').read();
  const bool sound = rows && text.find('\0') == std::string_view::npos &&
                     find_invalid_utf8(text) == std::string_view::npos;
  if (!sound) return std::nullopt;
  return static_cast<std::uint64_t>(std::count_if(
      rows->begin(), rows->end(), [&](const Row& row) { return is_record(row, rows->front()); }));
}

void check_figures(const Summary& summary, std::uint64_t most) {
  const Counts& counts = summary.counts;
  expect(counts.records == counts.valid + counts.invalid + counts.unreadable, "records add up");
  std::uint64_t by_rule = 0;
  for (const auto& [rule, findings] : summary.by_rule) by_rule += findings;
  expect(by_rule == counts.errors + counts.warnings + counts.infos, "findings add up");
  expect(by_rule == summary.found, "findings are counted");
  expect(summary.shown == std::min(summary.found, most == 0 ? summary.found : most) ||
             summary.shown < summary.found,
         "no more findings are shown than there are");
  expect(most == 0 || summary.shown <= most, "no more findings are shown than asked for");
  std::uint64_t by_shape = 0;
  for (const auto& [shape, records] : summary.by_shape) by_shape += records;
  expect(by_shape <= counts.records, "shapes have no more records than there are");
  expect(counts.errors > 0 || counts.invalid + counts.unreadable == 0,
         "what is invalid has an error");
}

// A run over one text; its findings are counted once more where they come out.
std::uint64_t records_of(std::string_view text, InputFormat format, std::string_view shape,
                         std::uint64_t most) {
  std::vector<test::Located> found;
  test::Collector collector(found);
  RunOptions options;
  options.format = format;
  options.shape = shape;
  options.max_findings = most;
  Run run(test::builtin_plan(), test::test_settings(), options, collector);
  TextSource source(text);
  run.check(source, "input");
  check_figures(run.summary(), most);
  expect(found.size() == run.summary().shown, "what is shown comes out");
  return run.summary().counts.records;
}

// --- counted by their beginnings ---------------------------------------------------------------

constexpr std::size_t kRequests = 4;
constexpr std::string_view kRequest =
    R"({"clientToken":"k","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:05:00.000Z","attributes":{"n":"3 inch"}})";

struct Layout {
  InputFormat format;
  std::string_view head;
  std::string_view separator;
  std::string_view tail;
};
constexpr Layout kLayouts[] = {
    {InputFormat::kJson, "[", ",", "]"},
    {InputFormat::kJson, "[\n", ",\n", "\n]\n"},
    {InputFormat::kJson, R"({"dialRequests":[)", ",", "]}"},
    {InputFormat::kJson, R"([{"dialRequests":[)", R"(]},{"dialRequests":[)", "]}]"},
    {InputFormat::kJson, "", "", ""},
    {InputFormat::kNdjson, "", "\n", "\n"},
    {InputFormat::kNdjson, "[\n", ",\n", "\n]\n"},
};

// One request is spoiled by a few bytes in place of others: it and at most one that runs together
// with it are lost.
void check_spoiled(Bytes& bytes) {
  const Layout& layout = kLayouts[bytes.choose(std::size(kLayouts))];
  const std::size_t broken = bytes.choose(kRequests);
  const std::size_t at = 1 + bytes.choose(kRequest.size() - 2);
  const std::size_t gone = bytes.choose(3);
  const std::string_view instead = bytes.rest().substr(0, 3);
  // A comment may well swallow what follows it in its line.
  if (instead.find_first_of("/#*") != std::string_view::npos) return;
  std::string text(layout.head);
  for (std::size_t i = 0; i < kRequests; ++i) {
    std::string request(kRequest);
    if (i == broken) request.replace(at, gone, instead);
    text += (i > 0 ? std::string(layout.separator) : std::string()) + request;
  }
  text += layout.tail;
  expect(records_of(text, layout.format, "auto", 0) + 2 > kRequests,
         "what begins like a record is counted");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::size_t format = bytes.choose(4);
  if (format == 3) {
    check_spoiled(bytes);
    return 0;
  }
  const bool batch = bytes.choose(2) == 1;
  const std::uint64_t most = bytes.choose(4);
  std::string text(bytes.rest());
  if (is_foreign(text) || text.starts_with("\xEF\xBB\xBF")) return 0;
  std::optional<std::uint64_t> expected;
  if (format == 0) {
    const auto value = json_verdict(text) == JsonVerdict::kSound ? clear_value(text) : std::nullopt;
    if (value) expected = count(*value, batch);
  } else if (format == 1) {
    expected = count_lines(text, batch);
  } else {
    text.insert(0, "clientToken,phoneNumber,expirationTime,attributes.a\n");
    expected = count_rows(text);
  }
  constexpr InputFormat kFormats[] = {InputFormat::kJson, InputFormat::kNdjson, InputFormat::kCsv};
  const std::uint64_t records = records_of(text, kFormats[format], kShapes[batch ? 1 : 0], most);
  expect(!expected || records == *expected, "records are those that are there");
  return 0;
}
