// A table whose first row is a record, or has values among its names: none of them comes out, in no
// format of reports and in no error.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "report/reporter.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

/// A value as it stands in a cell, and the part of it that would give it away however it is
/// escaped.
struct SecretCell {
  std::string text;
  std::string core;
};

SecretCell secret_cell(Random& random) {
  const std::string line = fmt::format("01{:02}", random.below(100));  // of those kept for fiction
  switch (random.below(6)) {
    case 0:
      return {"+1202555" + line, "202555" + line};
    case 1:
      return {"(202) 555-" + line, "555-" + line};
    case 2:
      return {"canary@example.com", "canary"};
    case 3:
      return {"1.2025501" + line + "E+10", "2025501" + line};
    case 4:
      return {"1.2E+" + line, "1.2E"};
    default:
      return {"2026-11-20T12:10:00." + line + "Z", "12:10:00"};
  }
}

class Text final : public Output {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

/// All that one run gives out: its report, or the error that ends it.
std::string all_of(const std::string& table, const std::vector<std::string>& mappings,
                   std::string_view format) {
  RunOptions options;
  options.format = InputFormat::kCsv;
  for (const std::string& mapping : mappings)
    if (std::string error = add_csv_mapping(mapping, options.csv_map); !error.empty()) return error;
  Text out;
  const std::vector<std::string> names = {"input"};
  ReportOptions shown;
  shown.verbose = true;
  shown.statistics = true;
  for (const char* name : {"clientToken", "phoneNumber", "expirationTime", "attributes"})
    shown.known_names.insert(name);
  const auto reporter = make_reporter(format, out, shown, names);
  Run run(builtin_plan(), test_settings(), options, *reporter);
  TextSource source(table);
  reporter->begin(std::nullopt);
  try {
    run.check(source, "input");
  } catch (const ReadError& error) {
    out.text += error.what;
  }
  reporter->end(run.summary());
  return out.text;
}

}  // namespace

TEST_CASE("No value that stands in the first row of a table comes out", "[csv]") {
  static constexpr std::string_view kNames[] = {"clientToken",     "phoneNumber",  "expirationTime",
                                                "attributes.name", "Phone",        "name",
                                                "attributes",      "Client Token", ""};
  for (int i = 0; i < rounds(10000); ++i) {
    Random random(static_cast<std::uint64_t>(i));
    std::string header;
    std::vector<std::string> cores;
    std::string last;
    for (std::size_t cells = 1 + random.below(6); cells > 0; --cells) {
      if (random.once_in(2)) {
        const SecretCell cell = secret_cell(random);
        last = (random.once_in(3) ? "attributes." : "") + cell.text;
        header += last;
        cores.push_back(cell.core);
      } else {
        header += kNames[random.below(std::size(kNames))];
      }
      if (cells > 1) header += ',';
    }
    std::vector<std::string> mappings;
    if (random.once_in(3)) mappings.emplace_back("phoneNumber=Mobile");
    if (random.once_in(3)) {
      const SecretCell other = secret_cell(random);
      mappings.push_back("attributes.x=" + (random.once_in(2) ? last : other.text));
      cores.push_back(other.core);
    }
    if (random.once_in(4)) mappings.push_back("clientToken=" + last);
    const auto formats = report_formats();
    const std::string_view format = formats[random.below(formats.size())];
    const std::string out = all_of(header + "\na,b,c\n" + header + "\n", mappings, format);
    CAPTURE(i, header, format, out);
    for (const std::string& core : cores) REQUIRE(out.find(core) == std::string::npos);
  }
}

}  // namespace diallint::test
