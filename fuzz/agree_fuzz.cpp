// The same requests as JSON, NDJSON, CSV, structs and Arrow tables, flat and nested: the same rules
// find fault with the same records. And one buffer or one byte at a time: the same bytes come out.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "any_text.h"
#include "diallint/checker.h"
#include "harness.h"
#include "input/byte_source.h"
#include "report/reporter.h"
#include "support/arrow_arrays.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;
using nlohmann::json;

namespace {

constexpr const char* kMembers[] = {"clientToken", "phoneNumber", "expirationTime"};
constexpr const char* kUsual[] = {"call-ab", "+12025550147", "2026-11-20T12:05:00.000Z"};

// A key that no header can take for anything else.
std::string any_key(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  std::string key;
  for (const char c : bytes) key += kLetters[static_cast<unsigned char>(c) % kLetters.size()];
  return key.empty() ? "k" : key;
}

struct Table {
  std::vector<std::string> keys;               // of the attributes
  std::vector<std::vector<std::string>> rows;  // the members, then the attributes
};

Table read_table(Bytes& bytes) {
  Table table;
  std::set<std::string> keys;
  for (std::size_t count = bytes.choose(4); count > 0; --count) {
    const std::string key = any_key(bytes.until('|'));
    if (keys.insert(key).second) table.keys.push_back(key);
  }
  for (int row = 0; row < 3 && (row == 0 || !bytes.empty()); ++row) {
    std::vector<std::string>& cells = table.rows.emplace_back();
    for (std::size_t i = 0; i < 3 + table.keys.size(); ++i) {
      const std::string_view cell = bytes.until('|');
      // A cell of `=` is the usual value, so that one fault can stand alone.
      cells.push_back(cell == "=" && i < 3 ? kUsual[i] : any_text(cell));
    }
  }
  return table;
}

json to_object(const Table& table, const std::vector<std::string>& row) {
  json object;
  for (std::size_t i = 0; i < 3; ++i) object[kMembers[i]] = row[i];
  json& attributes = object["attributes"] = json::object();
  for (std::size_t i = 0; i < table.keys.size(); ++i) attributes[table.keys[i]] = row[3 + i];
  return object;
}

std::string quoted(const std::string& cell) {
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + '"';
}

std::string to_csv(const Table& table) {
  std::string text = "clientToken,phoneNumber,expirationTime";
  for (const std::string& key : table.keys) text += ",attributes." + key;
  for (const std::vector<std::string>& row : table.rows) {
    text += "\r\n";
    for (std::size_t i = 0; i < row.size(); ++i) text += (i > 0 ? "," : "") + quoted(row[i]);
  }
  return text;
}

// A row of blanks is no record, and a line of them is one.
bool has_blank_row(const Table& table) {
  return std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) {
    return std::all_of(row.begin(), row.end(), [](const std::string& cell) {
      return cell.find_first_not_of(" \t") == std::string::npos;
    });
  });
}

std::string to_lines(const Table& table) {
  std::string text;
  for (const auto& row : table.rows) text += to_object(table, row).dump() + '\n';
  return text;
}

std::string to_array(const Table& table) {
  json array = json::array();
  for (const auto& row : table.rows) array.push_back(to_object(table, row));
  return array.dump(1);
}

// "record rule", sorted.
std::multiset<std::string> verdict(std::string_view text, InputFormat format) {
  test::LintOptions options;
  options.format = format;
  options.settings.severity.erase("phone-fictional");
  std::multiset<std::string> found;
  for (const test::Located& one : test::lint(text, options).findings) {
    found.insert(fmt::format("{} {}", one.finding.record, one.finding.rule));
  }
  return found;
}

Ruleset rules_of_tests() {
  Settings settings = test::test_settings();
  settings.severity.erase("phone-fictional");
  return *Ruleset::builtin().with(settings);
}

void note(const CheckResult& result, std::uint64_t record, std::multiset<std::string>& found) {
  expect(!result.error, "what is sound is read to its end");
  for (const Finding& one : result.findings)
    found.insert(fmt::format("{} {} {}", record + one.record, one.rule, one.path));
}

// "record rule path", sorted: of lines, of structs with one Checker for all, and of a table.
std::multiset<std::string> places_of_lines(const Table& table) {
  Checker checker(rules_of_tests(), {.memory = Memory::kChecker});
  std::multiset<std::string> found;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string line = to_object(table, table.rows[row]).dump();
    note(checker.check_json(line, test::kNow), row, found);
  }
  return found;
}

std::multiset<std::string> places_of_structs(const Table& table) {
  Checker checker(rules_of_tests(), {.memory = Memory::kChecker});
  std::multiset<std::string> found;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::vector<std::string>& cells = table.rows[row];
    std::vector<Attribute> attributes;
    for (std::size_t i = 0; i < table.keys.size(); ++i)
      attributes.push_back({table.keys[i], cells[3 + i]});
    note(checker.check(DialRequest{cells[0], cells[1], cells[2], attributes}, test::kNow), row,
         found);
  }
  return found;
}

// How the texts of a table are held.
enum class Held : std::uint8_t { kPlain, kLarge, kViews };

test::ArrowNode text_column(const std::string& name, const test::Texts& texts, Held held) {
  if (held == Held::kLarge) return test::offset_texts<std::int64_t>(name, texts);
  return held == Held::kViews ? test::text_views(name, texts) : test::texts(name, texts);
}

test::Texts cells_of(const Table& table, std::size_t column) {
  test::Texts cells;
  for (const auto& row : table.rows) cells.emplace_back(row[column]);
  return cells;
}

test::ArrowNode attributes_of(const Table& table, Held held, bool as_map) {
  if (!as_map) {
    std::vector<test::ArrowNode> members;
    for (std::size_t i = 0; i < table.keys.size(); ++i)
      members.push_back(text_column(table.keys[i], cells_of(table, 3 + i), held));
    return test::structs("attributes", std::move(members),
                         std::vector<bool>(table.rows.size(), true));
  }
  test::Texts keys, values;
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
      keys.emplace_back(table.keys[i]);
      values.emplace_back(row[3 + i]);
    }
  }
  return test::maps("attributes",
                    std::vector<int>(table.rows.size(), static_cast<int>(table.keys.size())),
                    text_column("key", keys, held), text_column("value", values, held));
}

enum class Form : std::uint8_t { kFlat, kStructs, kMaps };

std::multiset<std::string> places_of_table(const Table& table, Held held, Form form) {
  std::vector<test::ArrowNode> columns;
  for (std::size_t i = 0; i < 3; ++i)
    columns.push_back(text_column(kMembers[i], cells_of(table, i), held));
  if (form == Form::kFlat) {
    for (std::size_t i = 0; i < table.keys.size(); ++i)
      columns.push_back(text_column("attributes." + table.keys[i], cells_of(table, 3 + i), held));
  } else {
    columns.push_back(attributes_of(table, held, form == Form::kMaps));
  }
  std::vector<test::ArrowNode> batches;
  batches.push_back(test::rows(std::move(columns)));
  test::NodeStream stream(std::move(batches));
  Checker checker(rules_of_tests());
  std::multiset<std::string> found;
  note(checker.check_arrow(stream.stream, test::kNow), 0, found);
  return found;
}

class TopFindings final : public Output {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

std::string report_of(std::string_view text, InputFormat format, std::string_view report,
                      std::size_t step) {
  TopFindings output;
  const std::vector<std::string> names = {"input"};
  ReportOptions shown;
  shown.fingerprint_key = "0123456789abcdef";
  const auto reporter = make_reporter(report, output, shown, names);
  const Settings settings = test::test_settings();
  RunOptions options;
  options.format = format;
  Run run(test::builtin_plan(), settings, options, *reporter);
  reporter->begin(settings.now);
  TextSource source(text, step);
  run.check(source, "input");
  reporter->end(run.summary());
  return output.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::string_view report = report_formats()[bytes.choose(report_formats().size())];
  const std::size_t promise = bytes.choose(8);
  const auto held = static_cast<Held>(promise >= 4 ? bytes.choose(3) : 0);
  const auto form = static_cast<Form>(promise >= 4 ? bytes.choose(3) : 0);
  const Table table = read_table(bytes);
  if (promise == 0) {
    expect(verdict(to_lines(table), InputFormat::kNdjson) ==
               verdict(to_array(table), InputFormat::kJson),
           "lines are judged as the array");
  } else if (promise == 1) {
    expect(has_blank_row(table) || verdict(to_csv(table), InputFormat::kCsv) ==
                                       verdict(to_lines(table), InputFormat::kNdjson),
           "rows are judged as lines");
  } else if (promise >= 4) {
    const std::multiset<std::string> lines = places_of_lines(table);
    expect(places_of_structs(table) == lines, "structs are judged as lines");
    expect((form == Form::kFlat && has_blank_row(table)) ||
               places_of_table(table, held, form) == lines,
           "tables are judged as lines");
  } else {
    const bool rows = promise == 2;
    const std::string text = rows ? to_csv(table) : to_array(table);
    const InputFormat format = rows ? InputFormat::kCsv : InputFormat::kJson;
    expect(report_of(text, format, report, 1) == report_of(text, format, report, SIZE_MAX),
           "one byte at a time, the same bytes come out");
  }
  return 0;
}
