// The schemas as a stock JSON Schema validator reads them (ajv, from npm), and the checker: the
// same verdict on thousands of documents.
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "generate/fault_injector.h"
#include "generate/value_maker.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

// What JSON Schema can say; everything else that the checker knows is above a validator.
bool schema_can_say(const Finding& finding, std::string_view text) {
  static const std::set<std::string_view> kRules = {
      "type", "required", "unknown-member", "length", "pattern", "items", "enum", "range",
      "member-name",  // to a schema, one more unknown
      // if/then, not and oneOf, by the names that the schemas give them
      "amd-traffic-type", "channel", "initiation-method", "user-info", "initiate-as",
      "previous-contact", "reference-type", "contact-expiry", "exception-status", "one-channel",
      "task-flow", "endpoint-type", "outbound-strategy-principal"};
  if (kRules.contains(finding.rule)) return true;
  // A number in place of a date-time is expiration-format's to report, and a type to a schema.
  return finding.rule == "expiration-format" && text[finding.span.begin] != '"';
}

struct Verdicts {
  std::string own;  // "valid", "invalid", "syntax", or nothing where the two cannot be compared
  std::string findings;
};

Verdicts judge(const std::string& text, const Shape& shape) {
  LintOptions options;
  options.format = InputFormat::kNdjson;
  options.shape = shape.id;
  const LintResult result = lint(text, options);
  bool invalid = false;
  for (const auto& [finding, location] : result.findings) {
    // A parser takes the last of two equal members, and has nothing against half a surrogate pair.
    const bool apart = finding.rule == "duplicate-member" || finding.rule == "encoding" ||
                       finding.rule == "input-limit";
    // Another spelling of a key that the service knows is to a schema a key like any other.
    const bool map_key =
        finding.rule == "member-name" && finding.path.find("/SegmentAttributes/") == 0;
    if (apart || map_key) return {"", result.brief()};
    if (finding.rule == "json-syntax") return {"syntax", result.brief()};
    invalid = invalid || schema_can_say(finding, text);
  }
  return {invalid ? "invalid" : "valid", result.brief()};
}

// --- documents that went wrong in the value, not in the text
// ---------------------------------------

class Mutator {
 public:
  explicit Mutator(ValueMaker& maker) : maker_(maker), random_(maker.random()) {}

  void run(Sample& document) {
    for (std::uint64_t n = 1 + random_.below(3); n > 0; --n) {
      std::vector<Sample*> all;
      collect(document, all);
      change(*all[random_.below(all.size())]);
    }
  }

 private:
  static void collect(Sample& value, std::vector<Sample*>& all) {
    all.push_back(&value);
    for (auto& [key, member] : value.members) collect(member, all);
    for (Sample& item : value.items) collect(item, all);
  }

  void change(Sample& value) {
    if (random_.once_in(6)) {
      value = any_value();
    } else if (value.kind == Kind::kObject) {
      change_object(value);
    } else if (value.kind == Kind::kArray) {
      change_array(value);
    } else {
      value = Sample::string(any_text());
    }
  }

  void change_object(Sample& object) {
    auto& members = object.members;
    const std::size_t at = members.empty() ? 0 : random_.below(members.size());
    switch (random_.below(3)) {
      case 0:
        if (!members.empty()) members.erase(members.begin() + static_cast<std::ptrdiff_t>(at));
        return;
      case 1: {
        const std::string key = any_key();
        if (object.find(key) == nullptr) members.emplace_back(key, any_value());
        return;
      }
      default: {
        const std::string key = any_key();
        if (!members.empty() && object.find(key) == nullptr) members[at].first = key;
      }
    }
  }

  void change_array(Sample& array) {
    static constexpr std::size_t kSizes[] = {0, 1, 2, 24, 25, 26, 40};
    const std::size_t size = kSizes[random_.below(std::size(kSizes))];
    while (array.items.size() > size) array.items.pop_back();
    const NodeId request = maker_.plan().shape("dial-request")->root;
    while (array.items.size() < size) array.items.push_back(maker_.make(request));
  }

  Sample any_value() {
    static constexpr std::string_view kNumbers[] = {"0",   "-1",         "1e3",
                                                    "1.5", "1795176600", "12025550147"};
    switch (random_.below(6)) {
      case 0:
        return {};
      case 1:
        return Sample::scalar(Kind::kBoolean, "false");
      case 2:
        return Sample::scalar(Kind::kNumber,
                              std::string(kNumbers[random_.below(std::size(kNumbers))]));
      case 3:
        return {Kind::kArray, {}, {}, {}, {Sample::string("a")}};
      case 4:
        return {Kind::kObject, {}, {}, {{any_key(), Sample::string(any_text())}}, {}};
      default:
        return Sample::string(any_text());
    }
  }

  std::string any_key() {
    static constexpr std::string_view kKeys[] = {"clientToken",  "client_token",
                                                 "PhoneNumber",  "attributes",
                                                 "ID",           "id",
                                                 "dialRequests", "",
                                                 "a b",          "\xC3\xA9",
                                                 "__proto__",    "constructor",
                                                 "a-b_C9",       "$",
                                                 "\n",           "toString"};
    return std::string(kKeys[random_.below(std::size(kKeys))]);
  }

  // Texts at the edges of lengths and classes.
  std::string any_text() {
    static constexpr std::size_t kLengths[] = {0, 1, 2, 19, 20, 21, 199, 200, 201, 255, 256, 257};
    static constexpr std::size_t kLong[] = {32766, 32767, 32768};
    static constexpr std::string_view kUnits[] = {"a",
                                                  "0",
                                                  "+",
                                                  "-",
                                                  "_",
                                                  ".",
                                                  "/",
                                                  ":",
                                                  " ",
                                                  "\n",
                                                  "\r",
                                                  "\t",
                                                  "\v",
                                                  "\x7F",
                                                  "\xC2\x85",
                                                  "\xC2\xA0",
                                                  "\xC3\xA9",
                                                  "\xE1\xA0\x8E",
                                                  "\xE2\x80\x8B",
                                                  "\xE2\x80\xA8",
                                                  "\xE3\x80\x80",
                                                  "\xEF\xBB\xBF",
                                                  "\xEF\xBF\xBF",
                                                  "\xF0\x9F\x98\x80",
                                                  "\xF4\x8F\xBF\xBF"};
    const std::size_t length = random_.once_in(40) ? kLong[random_.below(std::size(kLong))]
                                                   : kLengths[random_.below(std::size(kLengths))];
    const std::string_view unit = kUnits[random_.below(std::size(kUnits))];
    std::string text;
    for (std::size_t n = 0; n < length; ++n) text += unit;
    if (length > 0 && random_.once_in(2)) text += kUnits[random_.below(std::size(kUnits))];
    return text;
  }

  ValueMaker& maker_;
  Random& random_;
};

struct Document {
  std::string shape;
  std::string text;
  Verdicts verdicts;
};

void add(std::vector<Document>& documents, const Shape& shape, const Sample& sample) {
  // An array at the top is no value of the shape to the checker, but a list of records.
  if (sample.kind == Kind::kArray) return;
  std::string text = to_json(sample);
  Verdicts verdicts = judge(text, shape);
  if (!verdicts.own.empty()) documents.push_back({shape.id, std::move(text), std::move(verdicts)});
}

std::vector<Document> all_documents() {
  std::vector<Document> documents;
  for (const Shape& shape : builtin_plan().shapes) {
    for (int seed = 0; seed < rounds(250); ++seed) {
      ValueMaker maker(builtin_plan(), static_cast<std::uint64_t>(seed) + 50'000, kNow);
      const Sample earlier = maker.make(shape.root);
      const Sample sample = maker.make(shape.root);
      add(documents, shape, sample);
      for (const Rule* rule : all_rules()) {
        const auto faulty = FaultInjector(maker).inject_fault(shape, sample, *rule, &earlier);
        if (faulty) add(documents, shape, faulty->document);
      }
      for (int n = 0; n < 20; ++n) {
        Sample changed = sample;
        Mutator(maker).run(changed);
        add(documents, shape, changed);
      }
    }
  }
  return documents;
}

std::vector<std::string> verdicts_of_ajv(const std::vector<Document>& documents) {
  const std::string folder = source_dir() + "/tests/node";
  INFO("ajv is missing: run `npm ci` in tests/node (./dev test does)");
  REQUIRE(std::filesystem::exists(folder + "/node_modules/ajv"));
  std::string input;
  for (const Document& document : documents) {
    const Sample line{
        Kind::kArray, {}, {}, {}, {Sample::string(document.shape), Sample::string(document.text)}};
    input += to_json(line) + "\n";
  }
  const Scratch scratch;
  write_text(scratch.folder() / "documents", input);
  const auto run = run_command(fmt::format("'{}' '{}/validate.mjs' '{}/schemas' < documents",
                                           node_path(), folder, source_dir()),
                               scratch);
  REQUIRE(run.err == "");
  REQUIRE(run.exit_code == 0);
  std::vector<std::string> verdicts;
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) verdicts.push_back(line);
  return verdicts;
}

}  // namespace

TEST_CASE("ajv and the checker agree on what the schemas can say", "[ajv]") {
  const std::vector<Document> documents = all_documents();
  const std::vector<std::string> verdicts = verdicts_of_ajv(documents);
  REQUIRE(verdicts.size() == documents.size());
  std::map<std::string, int> seen;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::string verdict = verdicts[i].substr(0, verdicts[i].find(' '));
    ++seen[verdict];
    INFO(documents[i].shape << ": ajv says " << verdicts[i] << ", the checker\n"
                            << documents[i].verdicts.findings.substr(0, 500) << "on "
                            << documents[i].text.substr(0, 1500));
    CHECK(verdict == documents[i].verdicts.own);
  }
  CHECK(seen["valid"] > rounds(1000));
  CHECK(seen["invalid"] > rounds(5000));
  CHECK(seen["syntax"] > rounds(200));
}

}  // namespace diallint::test
