// Arrow tables are checked as the CSV or the NDJSON of their rows is.
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "diallint/checker.h"
#include "diallint/diallint.h"
#include "support/arrow_arrays.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

constexpr const char* kExpiry = "2026-11-20T12:05:00.000Z";

Ruleset test_rules() { return *Ruleset::builtin().with(test_settings()); }

std::string words(std::span<const Finding> findings) {
  std::string text;
  for (const Finding& f : findings)
    text += fmt::format("{} {} {} {}\n", f.record, f.rule, f.path, f.message);
  return text;
}

struct Outcome {
  std::string findings;
  Counts counts;
  Error error;

  std::string counted() const {
    return fmt::format("{} {} {} {}", counts.records, counts.valid, counts.invalid,
                       counts.unreadable);
  }
};

Outcome check(NodeStream& stream, const TableOptions& options = {},
              Settings settings = test_settings()) {
  Checker checker(*Ruleset::builtin().with(settings));
  const CheckResult result = checker.check_arrow(stream.stream, kNow, options);
  for (const Finding& f : result.findings) CHECK((f.span.begin == 0 && f.span.end == 0));
  return {words(result.findings), result.counts, result.error};
}
Outcome check(std::vector<ArrowNode> batches, const TableOptions& options = {}) {
  NodeStream stream(std::move(batches));
  return check(stream, options);
}
Outcome check(ArrowNode batch, const TableOptions& options = {}) {
  std::vector<ArrowNode> batches;
  batches.push_back(std::move(batch));
  return check(std::move(batches), options);
}

Outcome check_text(const std::string& text, InputFormat format) {
  Checker checker(test_rules());
  std::string_view left = text;
  StreamOptions options;
  options.format = format;
  const CheckResult result = checker.check_stream(
      [&](char* out, std::size_t size) {
        const std::size_t count = left.copy(out, size);
        left.remove_prefix(count);
        return static_cast<std::ptrdiff_t>(count);
      },
      kNow, options);
  return {words(result.findings), result.counts, result.error};
}

void expect_as(const Outcome& made, const Outcome& expected) {
  CHECK(made.error.message == "");
  CHECK(made.findings == expected.findings);
  CHECK(made.counted() == expected.counted());
}

ArrowNode four(const Texts& tokens, const Texts& numbers, const Texts& times, const Texts& names) {
  std::vector<ArrowNode> columns;
  columns.push_back(texts("clientToken", tokens));
  columns.push_back(texts("phoneNumber", numbers));
  columns.push_back(texts("expirationTime", times));
  columns.push_back(texts("attributes.name", names));
  return rows(std::move(columns));
}

// --- flat tables
// -----------------------------------------------------------------------------------

struct FlatRow {
  std::optional<std::string> cells[4];
};

std::vector<FlatRow> varied_rows(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  const Texts pools[] = {
      {"a b", "token-1", "token-2", "", std::nullopt, "quoted \"x\", y", "\xC3\xA9"},
      {"+12025550147", "+12025550148", "12", std::nullopt, "+1 202 555 0149"},
      {kExpiry, "soon", std::nullopt, "2026-11-20T12:05:00+01:00"},
      {"Zo\xC3\xAB", "line\nend", std::nullopt, std::string(60, 'x')}};
  std::vector<FlatRow> rows(count);
  for (FlatRow& row : rows) {
    do {
      for (std::size_t i = 0; i < 4; ++i) row.cells[i] = pools[i][random.below(pools[i].size())];
    } while (!row.cells[0].value_or("").size() && !row.cells[1] && !row.cells[2] && !row.cells[3]);
  }
  return rows;
}

std::string csv_of(const std::vector<FlatRow>& rows) {
  std::string text = "clientToken,phoneNumber,expirationTime,attributes.name\n";
  for (const FlatRow& row : rows) {
    for (std::size_t i = 0; i < 4; ++i) {
      text += i > 0 ? ",\"" : "\"";
      for (const char c : row.cells[i].value_or("")) text += c == '"' ? "\"\"" : std::string(1, c);
      text += '"';
    }
    text += '\n';
  }
  return text;
}

Texts column(const std::vector<FlatRow>& rows, std::size_t i) {
  Texts cells;
  for (const FlatRow& row : rows) cells.push_back(row.cells[i]);
  return cells;
}

// A line of CSV that a message names is behind the header, and may be one of several of a row.
std::string without_lines(std::string text) {
  for (std::size_t at = 0; (at = text.find(" in line ", at)) != std::string::npos; ++at) {
    const std::size_t begin = at + 9;
    text.erase(begin, text.find_first_not_of("0123456789", begin) - begin);
  }
  return text;
}

TEST_CASE("Flat tables are checked as their CSV is, however their texts are held", "[api]") {
  const auto make = GENERATE(texts, offset_texts<std::int64_t>, text_views);
  const std::vector<FlatRow> made = varied_rows(7, 500);
  std::vector<ArrowNode> batches;
  for (std::size_t begin = 0; begin < made.size(); begin += 120) {
    const std::vector<FlatRow> part(made.begin() + begin,
                                    made.begin() + std::min(made.size(), begin + 120));
    std::vector<ArrowNode> columns;
    columns.push_back(make("clientToken", column(part, 0)));
    columns.push_back(make("phoneNumber", column(part, 1)));
    columns.push_back(make("expirationTime", column(part, 2)));
    columns.push_back(make("attributes.name", column(part, 3)));
    batches.push_back(rows(std::move(columns)));
  }
  Outcome table = check(std::move(batches));
  Outcome csv = check_text(csv_of(made), InputFormat::kCsv);
  table.findings = without_lines(table.findings);
  csv.findings = without_lines(csv.findings);
  expect_as(table, csv);
}

TEST_CASE("Lines of a table are its rows, also across batches", "[api]") {
  std::vector<ArrowNode> batches;
  batches.push_back(four({"a"}, {"+12025550147"}, {kExpiry}, {"x"}));
  batches.push_back(
      four({"b", "a"}, {"+12025550148", "+12025550149"}, {kExpiry, kExpiry}, {"x", "y"}));
  CHECK_THAT(
      check(std::move(batches)).findings,
      Catch::StartsWith("2 token-unique /clientToken clientToken was already used in line 1"));
}

TEST_CASE("A slice of an array is what its offsets say", "[api]") {
  ArrowNode batch = four({"skipped", "a b", "c"}, {"skipped", "+12025550147", std::nullopt},
                         {"skipped", kExpiry, kExpiry}, {"skipped", "x", "y"});
  SECTION("of the rows") {
    batch.offset = 1;
    batch.length = 2;
  }
  SECTION("of each column") {
    for (ArrowNode& column : batch.children) {
      column.offset = 1;
      column.length = 2;
    }
    batch.length = 2;
  }
  const Outcome made = check(std::move(batch));
  expect_as(made, check(four({"a b", "c"}, {"+12025550147", std::nullopt}, {kExpiry, kExpiry},
                             {"x", "y"})));
  CHECK(made.counted() == "2 0 2 0");
}

TEST_CASE("Numbers, flags and timestamps of flat tables are texts", "[api]") {
  const std::int64_t expiry = 1795176300;  // 2026-11-20T12:05:00Z
  std::vector<ArrowNode> columns;
  columns.push_back(numbers<std::int64_t>("l", "clientToken", {17, std::nullopt}));
  columns.push_back(numbers<double>("g", "phoneNumber", {12025550147.0, NAN}));
  columns.push_back(numbers<std::int64_t>("tsu:UTC", "expirationTime",
                                          {expiry * 1'000'000, expiry * 1'000'000 + 1}));
  columns.push_back(flags("attributes.flag", {true, false}));
  columns.push_back(nulls("attributes.none", 2));
  expect_as(check(rows(std::move(columns))),
            check_text("clientToken,phoneNumber,expirationTime,attributes.flag,attributes.none\n"
                       "17,12025550147,2026-11-20T12:05:00Z,true,\n"
                       ",,2026-11-20T12:05:00.000001Z,false,\n",
                       InputFormat::kCsv));
}

TEST_CASE("Columns of flat tables can be mapped, and others are let be", "[api]") {
  const auto table = [] {
    std::vector<ArrowNode> columns;
    columns.push_back(texts("Telephone", {"12"}));
    columns.push_back(texts("clientToken", {"a"}));
    columns.push_back(texts("expirationTime", {kExpiry}));
    columns.push_back(texts("notes", {std::string("\0\xFF", 2)}));
    return rows(std::move(columns));
  };
  TableOptions options;
  options.csv_map = {{"phoneNumber", "Telephone"}};
  const Outcome made = check(table(), options);
  CHECK_THAT(made.findings, Catch::Contains("0 phone-e164 /phoneNumber"));
  CHECK_THAT(made.findings, !Catch::Contains("encoding"));
  options.csv_map = {{"phoneNumber", "Phone"}};
  CHECK_THAT(check(table(), options).error.message,
             Catch::Contains("no column is named 'Phone', which is mapped to phoneNumber"));
}

TEST_CASE("Texts that are not sound are findings of flat tables", "[api]") {
  const std::string nul("a\0b", 3);
  const auto make = GENERATE(texts, text_views);
  std::vector<ArrowNode> columns;
  columns.push_back(make("clientToken", {nul, "b", "\xFF"}));
  columns.push_back(make("phoneNumber", {"+12025550147", "+12025550148", "+12025550149"}));
  columns.push_back(make("expirationTime", {kExpiry, kExpiry, kExpiry}));
  columns.push_back(make("attributes.k", {"v", "caf\xC3", "v"}));
  const Outcome made = check(rows(std::move(columns)));
  CHECK(made.counted() == "3 0 3 0");
  CHECK_THAT(made.findings, Catch::Contains("0 encoding /clientToken"));
  CHECK_THAT(made.findings, Catch::Contains("1 encoding /attributes/k"));
  CHECK_THAT(made.findings, Catch::Contains("2 encoding /clientToken"));
}

TEST_CASE("A text that cuts a character off is not sound, though all bytes are", "[api]") {
  // One e with an accent, of which either row has half.
  ArrowNode tokens = texts("clientToken", {"\xC3", "\xA9"});
  std::vector<ArrowNode> columns;
  columns.push_back(std::move(tokens));
  columns.push_back(texts("phoneNumber", {"+12025550147", "+12025550148"}));
  columns.push_back(texts("expirationTime", {kExpiry, kExpiry}));
  const Outcome made = check(rows(std::move(columns)));
  CHECK_THAT(made.findings, Catch::Contains("0 encoding /clientToken"));
  CHECK_THAT(made.findings, Catch::Contains("1 encoding /clientToken"));
}

TEST_CASE("Blank rows and a header among the rows are no records", "[api]") {
  std::vector<ArrowNode> columns;
  columns.push_back(texts("clientToken", {"a", "", std::nullopt, "clientToken", " "}));
  columns.push_back(texts("phoneNumber", {"+12025550147", "", std::nullopt, "phoneNumber", ""}));
  columns.push_back(texts("expirationTime", {kExpiry, "", std::nullopt, "expirationTime", ""}));
  columns.push_back(texts("attributes.k", {"v", "", std::nullopt, "attributes.k", ""}));
  columns.push_back(texts("note", {"x", " ", std::nullopt, "y", "kept"}));
  const Outcome made = check(rows(std::move(columns)));
  CHECK(made.counted() == "2 1 1 0");
  CHECK_THAT(made.findings, Catch::StartsWith("0 unknown-member /note"));
  CHECK_THAT(made.findings, Catch::Contains("\n1 csv-syntax  2 rows from here on hold no value"));
  CHECK_THAT(made.findings, Catch::Contains("3 csv-syntax  the header stands here again"));
  CHECK_THAT(made.findings, Catch::Contains("4 pattern /clientToken"));
}

TEST_CASE("Each run of blank rows is told once, with its first row", "[api]") {
  const std::optional<std::string> none;
  const Outcome made =
      check(four({"a", none, "b", "c", none, none, "d"},
                 {"+12025550147", none, "+12025550148", "+12025550149", none, none, "+12025550150"},
                 {kExpiry, none, kExpiry, kExpiry, none, none, kExpiry},
                 {"x", none, "x", "x", none, none, "x"}));
  CHECK(made.counted() == "4 4 0 0");
  const std::string one = "1 csv-syntax  this row holds no value; ";
  const std::string two = "4 csv-syntax  2 rows from here on hold no value; ";
  CHECK_THAT(made.findings, Catch::StartsWith(one));
  CHECK_THAT(made.findings, Catch::Contains("\n" + two));
  CHECK(std::count(made.findings.begin(), made.findings.end(), '\n') == 2);
}

TEST_CASE("A table whose columns name nothing says so once", "[api]") {
  const auto table = [](const char* name, const Texts& cells) {
    std::vector<ArrowNode> columns;
    columns.push_back(texts(name, cells));
    return rows(std::move(columns));
  };
  const Outcome unknown = check(table("Telephone", {"1", "2"}));
  CHECK(unknown.counted() == "2 0 0 2");
  CHECK_THAT(unknown.findings, Catch::StartsWith("0 csv-syntax  the first line names none"));
  CHECK(check(table("Telephone", {})).counted() == "1 0 0 1");
  CHECK(check(table("+12025550147", {"1"})).counted() == "2 0 0 2");
}

TEST_CASE("A table without rows has no records", "[api]") {
  CHECK(check(four({}, {}, {}, {})).findings ==
        "0 no-records  the table has no rows: nothing was checked; an export that found nothing "
        "looks like this\n");
}

// --- nested tables
// ---------------------------------------------------------------------------------

ArrowNode text_map(const std::vector<int>& sizes, const Texts& keys, const Texts& values) {
  return maps("attributes", sizes, texts("key", keys), texts("value", values));
}

ArrowNode with_attributes(ArrowNode attributes, const Texts& tokens) {
  const Texts times(tokens.size(), kExpiry);
  Texts numbers;
  for (std::size_t i = 0; i < tokens.size(); ++i)
    numbers.push_back(fmt::format("+120255501{:02}", i));
  std::vector<ArrowNode> columns;
  columns.push_back(texts("clientToken", tokens));
  columns.push_back(texts("phoneNumber", numbers));
  columns.push_back(texts("expirationTime", times));
  columns.push_back(std::move(attributes));
  return rows(std::move(columns));
}

std::string lines(const std::vector<std::string>& attributes, const Texts& tokens) {
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    text += "{";
    if (tokens[i]) text += "\"clientToken\":" + nlohmann::json(*tokens[i]).dump() + ",";
    text += fmt::format(R"("phoneNumber":"+120255501{:02}","expirationTime":"{}")", i, kExpiry);
    if (!attributes[i].empty()) text += R"(,"attributes":)" + attributes[i];
    text += "}\n";
  }
  return text;
}

TEST_CASE("Maps and structs are members of records", "[api]") {
  const Texts tokens = {"a b", std::nullopt, "c", "d", "e", "c"};
  ArrowNode map = text_map({2, 0, 1, 1, 2, 2}, {"k", "l", "k", "k", "k", "k", "k", "\xC3\xA9"},
                           {"v", "w", "v", std::nullopt, "1", "2", "long", "v"});
  const Outcome nested = check(with_attributes(std::move(map), tokens));
  expect_as(nested,
            check_text(lines({R"({"k":"v","l":"w"})", "{}", R"({"k":"v"})", "{}",
                              R"({"k":"1","k":"2"})", "{\"k\":\"long\",\"\xC3\xA9\":\"v\"}"},
                             tokens),
                       InputFormat::kNdjson));
  CHECK_THAT(nested.findings,
             Catch::Contains("5 token-unique /clientToken clientToken was already used in line 3"));

  std::vector<ArrowNode> members;
  members.push_back(texts("k", {"v", std::nullopt, "v", "x", "y", "z"}));
  members.push_back(text_views("l", {"w", std::nullopt, "more than twelve", "x", "y", "z"}));
  ArrowNode attributes =
      structs("attributes", std::move(members), {true, true, false, true, true, true});
  expect_as(check(with_attributes(std::move(attributes), tokens)),
            check_text(lines({R"({"k":"v","l":"w"})", "{}", "", R"({"k":"x","l":"x"})",
                              R"({"k":"y","l":"y"})", R"({"k":"z","l":"z"})"},
                             tokens),
                       InputFormat::kNdjson));
}

TEST_CASE("Values of nested tables are of their kind", "[api]") {
  std::vector<ArrowNode> members;
  members.push_back(numbers<std::int8_t>("c", "a", {-1, std::nullopt}));
  members.push_back(numbers<std::uint8_t>("C", "b", {255, 1}));
  members.push_back(numbers<std::int16_t>("s", "c", {-1, 1}));
  members.push_back(numbers<std::uint16_t>("S", "d", {65535, 1}));
  members.push_back(numbers<std::int32_t>("i", "e", {-1, 1}));
  members.push_back(numbers<std::uint32_t>("I", "f", {4294967295, 1}));
  members.push_back(numbers<std::uint64_t>("L", "g", {UINT64_MAX, 1}));
  members.push_back(numbers<float>("f", "h", {1.5F, INFINITY}));
  members.push_back(numbers<double>("g", "i", {1.5, NAN}));
  members.push_back(flags("j", {true, false}));
  members.push_back(nulls("k", 2));
  members.push_back(numbers<std::int64_t>("tss:Europe/Berlin", "l", {0, -1}));
  members.push_back(numbers<std::int64_t>("tsm:", "m", {INT64_MAX, -1}));
  members.push_back(numbers<std::int64_t>("tsn:UTC", "n", {1, INT64_MIN}));
  members.push_back(lists("+l", "o", {2, 1}, texts("item", {"x", std::nullopt, "y"})));
  members.push_back(lists("+L", "p", {0, 1}, numbers<std::int64_t>("l", "item", {7})));
  members.push_back({"+w:2", "q", 2, -1, 0, {std::nullopt}, {}});
  members.back().children.push_back(flags("item", {true, false, true, true}));
  const std::vector<std::string> written = {
      R"({"a":-1,"b":255,"c":-1,"d":65535,"e":-1,"f":4294967295,"g":18446744073709551615,"h":1.5,)"
      R"("i":1.5,"j":true,"l":"1970-01-01T00:00:00Z","m":"9223372036854775807",)"
      R"("n":"1970-01-01T00:00:00.000000001Z","o":["x",null],"p":[],"q":[true,false]})",
      R"({"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"j":false,"l":"1969-12-31T23:59:59Z",)"
      R"("m":"1969-12-31T23:59:59.999","n":"1677-09-21T00:12:43.145224192Z","o":["y"],"p":[7],)"
      R"("q":[true,true]})"};
  // Once as a record takes them, and once as members that nobody knows.
  const Texts tokens = {"a", "b"};
  expect_as(check(with_attributes(structs("attributes", members), tokens)),
            check_text(lines(written, tokens), InputFormat::kNdjson));
  expect_as(check(rows(members)),
            check_text(written[0] + "\n" + written[1] + "\n", InputFormat::kNdjson));
}

TEST_CASE("Dictionaries lead to their values, wherever they stand", "[api]") {
  const Texts tokens = {"a", "b", "c"};
  std::vector<ArrowNode> members;
  members.push_back(
      encoded(numbers<std::int8_t>("c", "k", {1, 0, std::nullopt}), texts("", {"v", "w"})));
  members.push_back(encoded(numbers<std::uint32_t>("I", "l", {0, 1, 2}),
                            numbers<double>("g", "", {1.5, std::nullopt, NAN})));
  expect_as(check(with_attributes(structs("attributes", std::move(members)), tokens)),
            check_text(lines({R"({"k":"w","l":1.5})", R"({"k":"v"})", "{}"}, tokens),
                       InputFormat::kNdjson));
  ArrowNode keys =
      encoded(numbers<std::int16_t>("s", "key", {0, 1, std::nullopt}), texts("", {"k", "l"}));
  ArrowNode map = maps("attributes", {2, 1, 0}, std::move(keys), texts("value", {"v", "w", "x"}));
  expect_as(check(with_attributes(std::move(map), tokens)),
            check_text(lines({R"({"k":"v","l":"w"})", R"({"":"x"})", "{}"}, tokens),
                       InputFormat::kNdjson));
  std::vector<ArrowNode> flat;
  for (const char* name : {"clientToken", "phoneNumber", "expirationTime"})
    flat.push_back(encoded(numbers<std::uint8_t>("C", name, {0, std::nullopt}), texts("", {"x"})));
  expect_as(check(rows(std::move(flat))),
            check_text("clientToken,phoneNumber,expirationTime\nx,x,x\n,,\n", InputFormat::kCsv));
}

TEST_CASE("Batches stand in lists of structs", "[api]") {
  std::vector<ArrowNode> members;
  members.push_back(texts("clientToken", {"a", "b c", "d"}));
  members.push_back(texts("phoneNumber", {"+12025550147", "+12025550148", "12"}));
  members.push_back(texts("expirationTime", {kExpiry, kExpiry, kExpiry}));
  members.push_back(text_map({1, 0, 0}, {"k"}, {"v"}));
  std::vector<ArrowNode> columns;
  columns.push_back(lists("+l", "dialRequests", {2, 1, 0},
                          structs("item", std::move(members), {true, true, true})));
  const auto one = [](const char* token, const char* number, const char* attributes) {
    return fmt::format(
        R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"{}","attributes":{}}})", token,
        number, kExpiry, attributes);
  };
  const Outcome made = check(rows(std::move(columns)));
  const Outcome text = check_text(
      fmt::format(
          "{{\"dialRequests\":[{},{}]}}\n{{\"dialRequests\":[{}]}}\n{{\"dialRequests\":[]}}\n",
          one("a", "+12025550147", R"({"k":"v"})"), one("b c", "+12025550148", "{}"),
          one("d", "12", "{}")),
      InputFormat::kNdjson);
  CHECK(made.counted() == text.counted());
  // A record's number is its row, and a row has several here.
  CHECK_THAT(made.findings, Catch::Contains("0 pattern /dialRequests/1/clientToken"));
  CHECK_THAT(made.findings, Catch::Contains("1 phone-e164 /dialRequests/0/phoneNumber"));
}

TEST_CASE("What a row is may be told by its values alone", "[api]") {
  // An envelope of SQS: a list makes the table a nested one.
  const std::string inner = fmt::format(
      R"({{"clientToken":"a b","phoneNumber":"+12025550147","expirationTime":"{}","attributes":{{}}}})",
      kExpiry);
  const auto envelopes = [&](const Texts& bodies) {
    std::vector<ArrowNode> columns;
    columns.push_back(texts("messageId", Texts(bodies.size(), "1")));
    columns.push_back(texts("receiptHandle", Texts(bodies.size(), "1")));
    columns.push_back(texts("eventSource", Texts(bodies.size(), "aws:sqs")));
    columns.push_back(texts("body", bodies));
    columns.push_back(lists("+l", "tags", std::vector<int>(bodies.size(), 0), texts("item", {})));
    return rows(std::move(columns));
  };
  const auto line = [&](const std::string& body) {
    return R"({"messageId":"1","receiptHandle":"1","eventSource":"aws:sqs","body":)" +
           nlohmann::json(body).dump() + R"(,"tags":[]})" + "\n";
  };
  const Outcome made = check(envelopes({inner, "none", inner}));
  CHECK_THAT(made.findings, Catch::Contains("0 pattern"));
  const Outcome text = check_text(line(inner) + line("none") + line(inner), InputFormat::kNdjson);
  CHECK(made.findings == text.findings);
  CHECK(made.counted() == text.counted());
}

TEST_CASE("A request with a column that may be an envelope's is one all the same", "[api]") {
  // The second row has a member that is no request's, so that it might be an envelope.
  ArrowNode batch = with_attributes(text_map({0, 0, 0}, {}, {}), {"a", "b", "c"});
  batch.children.push_back(texts("body", {std::nullopt, "x", "y"}));
  batch.children.push_back(texts("k.$", {std::nullopt, std::nullopt, "y"}));
  Outcome made = check(std::move(batch));
  const auto line = [&](int i, const char* rest) {
    return fmt::format(
               R"({{"clientToken":"{}","phoneNumber":"+120255501{:02}","expirationTime":"{}","attributes":{{}}{}}})",
               static_cast<char>('a' + i), i, kExpiry, rest) +
           "\n";
  };
  expect_as(made, check_text(
                      line(0, "") + line(1, R"(,"body":"x")") + line(2, R"(,"body":"y","k.$":"y")"),
                      InputFormat::kNdjson));
}

TEST_CASE("Texts that are not sound are findings of nested tables", "[api]") {
  ArrowNode map = text_map({1, 1, 1, 2}, {"k", "a\xFF", std::string("n\0", 2), "k", "l"},
                           {std::string("\0", 1), "v", "v", "\xFF", "w"});
  const Outcome made = check(with_attributes(std::move(map), {"a", "b", "c", "d"}));
  CHECK(made.counted() == "4 0 4 0");
  CHECK_THAT(made.findings, Catch::Contains("0 encoding /attributes/k"));
  CHECK_THAT(made.findings, Catch::Contains("1 encoding /attributes/a\xEF\xBF\xBD"));
  CHECK_THAT(made.findings, Catch::Contains("2 encoding /attributes/n"));
  CHECK_THAT(made.findings, Catch::Contains("3 encoding /attributes/k"));
}

TEST_CASE("A table of more columns than are told apart is checked as well", "[api]") {
  ArrowNode batch = with_attributes(text_map({0}, {}, {}), {"a b"});
  for (int i = 0; i < 70; ++i)
    batch.children.push_back(texts(fmt::format("extra{}", i), {std::nullopt}));
  const Outcome made = check(std::move(batch));
  CHECK(made.counted() == "1 0 1 0");
  CHECK_THAT(made.findings, Catch::StartsWith("0 pattern /clientToken"));
}

TEST_CASE("Rows that lack all that a request needs are told by their values", "[api]") {
  std::vector<ArrowNode> columns;
  columns.push_back(texts("clientToken", {"a b", std::nullopt, std::nullopt}));
  columns.push_back(
      maps("notes", {1, 1, 1}, texts("key", {"k", "k", "k"}), texts("value", {"v", "v", "v"})));
  expect_as(check(rows(std::move(columns))),
            check_text("{\"clientToken\":\"a b\",\"notes\":{\"k\":\"v\"}}\n"
                       "{\"notes\":{\"k\":\"v\"}}\n{\"notes\":{\"k\":\"v\"}}\n",
                       InputFormat::kNdjson));
}

TEST_CASE("A column of a type that no member has is a wrong setting", "[api]") {
  std::vector<ArrowNode> columns;
  columns.push_back(texts("clientToken", {"a"}));
  columns.back().format = "z";
  const Outcome made = check(rows(std::move(columns)));
  CHECK(made.error.code == ErrorCode::kSetting);
  CHECK_THAT(made.error.message,
             Catch::Contains("the column 'clientToken' is of Arrow's type 'z'"));
  CHECK(made.counts.records == 0);
}

TEST_CASE("A shape can be asked for", "[api]") {
  TableOptions options;
  options.shape = "dial-request";
  const Outcome made = check(with_attributes(text_map({0}, {}, {}), {"a b"}), options);
  CHECK_THAT(made.findings, Catch::StartsWith("0 pattern /clientToken"));
  options.shape = "nothing";
  CHECK_THAT(check(four({}, {}, {}, {}), options).error.message,
             Catch::StartsWith("unknown shape"));
  options.shape = "auto";
  options.csv_map = {{"phoneNumber", "x"}};
  CHECK_THAT(check(with_attributes(text_map({0}, {}, {}), {"a"}), options).error.message,
             Catch::StartsWith("--csv-map names columns of flat tables"));
}

// --- calls
// -----------------------------------------------------------------------------------------

TEST_CASE("A check of a table can be stopped", "[api]") {
  TableOptions options;
  int asked = 0;
  options.keep_going = [&] { return ++asked < 2; };
  const auto many = [] {
    const std::size_t count = 10'000;
    return four(Texts(count, "a"), Texts(count, "+12025550147"), Texts(count, kExpiry),
                Texts(count, "x"));
  };
  const Outcome made = check(many(), options);
  CHECK(made.error.code == ErrorCode::kCallback);
  CHECK(made.counts.records == 4096);
  options.keep_going = []() -> bool { throw 1; };
  CHECK(check(many(), options).error.code == ErrorCode::kCallback);
}

TEST_CASE("Findings of a table are handed over with their row", "[api]") {
  Checker checker(test_rules());
  NodeStream stream([] {
    std::vector<ArrowNode> batches;
    batches.push_back(four({"a b", "c", "d e"}, {"+12025550147", "+12025550148", "+12025550149"},
                           {kExpiry, kExpiry, kExpiry}, {"x", "y", "z"}));
    return batches;
  }());
  TableOptions options;
  std::vector<std::uint64_t> found;
  options.on_finding = [&](const Finding& f) {
    found.push_back(f.record);
    return f.span.end == 0;
  };
  CHECK_FALSE(checker.check_arrow(stream.stream, kNow, options).ok());
  CHECK(found == std::vector<std::uint64_t>{0, 2});
}

TEST_CASE("The C interface checks tables", "[api]") {
  diallint_checker* checker = nullptr;
  REQUIRE(diallint_checker_new(nullptr, nullptr, &checker, nullptr) == DIALLINT_OK);
  std::vector<ArrowNode> batches;
  batches.push_back(four({"a b"}, {"+12025550147"}, {kExpiry}, {"x"}));
  NodeStream stream(std::move(batches));
  diallint_result result{};
  result.struct_size = sizeof result;
  CHECK(diallint_check_arrow(checker, &stream.stream, nullptr, &result) == DIALLINT_OK);
  CHECK(result.invalid == 1);
  CHECK(diallint_check_arrow(checker, nullptr, nullptr, &result) == DIALLINT_SETTING);
  diallint_checker_free(checker);
}

}  // namespace
}  // namespace diallint::test
