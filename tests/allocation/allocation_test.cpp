// A program of its own, because it replaces operator new: counts what a check allocates, and lets
// each allocation fail in turn.
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "diallint/checker.h"
#include "diallint/generate.h"
#include "diallint/numbering_plan.h"
#include "diallint/service_error.h"
#include "schema/schema_compiler.h"
#include "support/lint.h"
#include "support/struct_batches.h"

namespace {

std::size_t g_allocations = 0;
std::size_t g_fail_at = 0;     // the number of the allocation that fails, counted from 1; 0: none
bool g_fail_for_good = false;  // and all behind it

bool fails() {
  ++g_allocations;
  return g_allocations == g_fail_at ||
         (g_fail_for_good && g_fail_at > 0 && g_allocations > g_fail_at);
}

}  // namespace

// NOLINTBEGIN(misc-new-delete-overloads): the others of the family call these.
void* operator new(std::size_t size) {
  if (fails()) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  if (fails()) throw std::bad_alloc();
  const auto unit = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
// NOLINTEND

// What the leak sanitizer asks for: RE2 loses what it holds where memory runs out in the middle of
// a pattern.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libre2\n"; }

namespace diallint::test {
namespace {

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += fmt::format(
        R"({{"clientToken":"6e5b{:04}-0000-4000-8000-000000000000","phoneNumber":"+121{}55501{:02}","expirationTime":"2026-11-20T12:10:{:02}.000Z","attributes":{{"customerName":"Zoë Müller","plan":"basic","key_{}":"a text of some length that no small string holds"}}}})"
        "\n",
        i, 2 + i / 100 % 8, i % 100, i % 60, i % 40);
  }
  return text;
}

// Allocations of the later half of many checks.
template <typename Check>
std::size_t allocations_once_warm(const Check& check) {
  constexpr int kRounds = 200;
  for (int i = 0; i < kRounds; ++i) check(i);
  const std::size_t before = g_allocations;
  for (int i = 0; i < kRounds; ++i) check(i);
  return g_allocations - before;
}

TEST_CASE("Operator new is counted", "[allocation]") {
  const std::size_t before = g_allocations;
  const std::string text(100, 'x');
  CHECK(g_allocations > before);
  CHECK(text.size() == 100);
}

TEST_CASE("Clean batches of structs allocate nothing", "[allocation]") {
  const auto batches = batches_of(lines(8 * kBatchSize));
  Checker checker(*Ruleset::builtin().with(test_settings()));
  std::uint64_t findings = 0;
  CHECK(allocations_once_warm([&](int i) {
          const auto& batch = batches[static_cast<std::size_t>(i) % batches.size()];
          findings += checker.check(batch.view(), kNow).found;
          findings += checker.check(batch.view().dial_requests[0], kNow).found;
        }) == 0);
  CHECK(findings == 0);
}

TEST_CASE("Clean JSON allocates nothing", "[allocation]") {
  const auto batches = batches_of(lines(8 * kBatchSize));
  Checker checker(*Ruleset::builtin().with(test_settings()));
  std::uint64_t findings = 0;
  CHECK(allocations_once_warm([&](int i) {
          const auto& batch = batches[static_cast<std::size_t>(i) % batches.size()];
          findings += checker.check_json(batch.json(), kNow).found;
        }) == 0);
  CHECK(findings == 0);
}

TEST_CASE("Keys that no request had before cost nothing either", "[allocation]") {
  Checker checker(*Ruleset::builtin().with(test_settings()));
  std::vector<std::string> keys;
  for (int i = 0; i < 2000; ++i) keys.push_back(fmt::format("key_{}", i));
  std::uint64_t findings = 0;
  std::size_t next = 0;
  CHECK(allocations_once_warm([&](int) {
          const Attribute attributes[] = {{keys[next++], "v"}, {keys[next++], "v"}};
          findings += checker
                          .check({.client_token = "t",
                                  .phone_number = "+12065550100",
                                  .expiration_time = "2026-11-20T12:10:00.000Z",
                                  .attributes = attributes},
                                 kNow)
                          .found;
        }) == 0);
  CHECK(findings == 0);
}

struct Failing {
  bool for_good = false;  // each allocation behind the one, too
  std::size_t step = 1;
};

// Runs `check` with its first, second, … allocation failing, until none is left to fail.
template <typename Check>
std::size_t fail_each(const Check& check, Failing failing = {}) {
  std::size_t failed = 0;
  for (std::size_t nth = 1;; nth += failing.step) {
    g_allocations = 0;
    g_fail_for_good = failing.for_good;
    g_fail_at = nth;
    const ErrorCode code = check();
    const bool reached = g_allocations >= nth;
    g_fail_at = 0;
    if (!reached) {
      CHECK(code == ErrorCode::kNone);
      return failed;
    }
    CHECK((code == ErrorCode::kOutOfMemory || code == ErrorCode::kNone));
    failed += code == ErrorCode::kOutOfMemory ? 1 : 0;
  }
}

TEST_CASE("A failed allocation is an error, and the next check is sound", "[allocation]") {
  const Ruleset rules = *Ruleset::builtin().with(test_settings());
  const std::string text =
      "[" + lines(1) + R"(,{"clientToken":"a b","phoneNumber":""},{"dialRequests":[]},[})";
  Checker kept(rules);
  const std::uint64_t expected = kept.check_json(text, kNow).found;
  REQUIRE(expected > 4);
  CHECK(fail_each([&] {
          Checker fresh(rules);
          return fresh.check_json(text, kNow).error.code;
        }) > 20);
  CHECK(fail_each([&] {
          const ErrorCode code = kept.check_json(text, kNow).error.code;
          const std::size_t fail_at = g_fail_at;
          g_fail_at = 0;
          CHECK(kept.check_json(text, kNow).found == expected);
          g_allocations = code == ErrorCode::kNone ? g_allocations : fail_at;
          if (code == ErrorCode::kNone) g_allocations = 0;  // nothing was left to fail
          return code;
        }) > 5);
  const auto batches = batches_of(lines(kBatchSize));
  CHECK(fail_each([&] {
          Checker fresh(rules, {.memory = Memory::kChecker});
          return fresh.check(batches[0].view(), kNow).error.code;
        }) > 20);
}

TEST_CASE("Forgetting needs no memory", "[allocation]") {
  Checker checker(*Ruleset::builtin().with(test_settings()), {.memory = Memory::kChecker});
  // More tokens than small tables hold: those are made anew.
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += fmt::format("{{\"clientToken\":\"t{}\"}}\n", i);
  const auto check = [&] {
    std::string_view left = text;
    StreamOptions options;
    options.shape = "dial-request";
    options.max_findings = 0;
    return checker
        .check_stream(
            [&](char* out, std::size_t size) {
              const std::size_t count = left.copy(out, size);
              left.remove_prefix(count);
              return static_cast<std::ptrdiff_t>(count);
            },
            kNow, options)
        .found;
  };
  const std::uint64_t found = check();
  CHECK(check() == found + 60'000);  // each token was used before
  g_allocations = 0;
  g_fail_at = 1;
  checker.forget();
  g_fail_at = 0;
  // The tables are arrays, and those AddressSanitizer makes itself.
  if (std::string_view(DIALLINT_SANITIZE).empty()) CHECK(g_allocations > 0);
  CHECK(check() == found);
}

TEST_CASE("So it is for rules and bodies", "[allocation]") {
  const Ruleset builtin = Ruleset::builtin();
  const Settings settings = test_settings();
  CHECK(fail_each([&] {
          const auto rules = builtin.with(settings);
          return rules ? ErrorCode::kNone : rules.error().code;
        }) > 10);
  CHECK(fail_each([&] {
          const Ruleset rules = Ruleset::builtin();
          if (!rules.rules().empty()) return ErrorCode::kNone;
          // What could not be made is an empty one, and all that is asked of it says so.
          g_fail_at = 0;
          CHECK(rules.shapes().empty());
          CHECK(rules.explain("type") == nullptr);
          CHECK(rules.settings().severity.empty());
          CHECK(rules.with(settings).error().code == ErrorCode::kOutOfMemory);
          CHECK(Checker(rules).check_json("{}", kNow).error.code == ErrorCode::kOutOfMemory);
          return ErrorCode::kOutOfMemory;
        }) > 10);
  Checker checker(builtin);
  const auto found = checker.check_json(R"({"clientToken":"a b"})", kNow);
  CHECK(fail_each([&] {
          const auto body = validation_exception(found.findings);
          return body ? ErrorCode::kNone : body.error().code;
        }) > 2);
}

// Runs `call` with its first allocation failing.
template <typename Call>
ErrorCode fail_first(const Call& call) {
  g_allocations = 0;
  g_fail_for_good = false;
  g_fail_at = 1;
  const ErrorCode code = call();
  g_fail_at = 0;
  return code;
}

TEST_CASE("So it is for generators and numbering plans", "[allocation]") {
  GeneratorOptions options;
  options.now = kNow;
  auto generator = Generator::make(options);  // and what all generators share
  REQUIRE(generator);
  CHECK(fail_first([&] { return Generator::make(options).error().code; }) ==
        ErrorCode::kOutOfMemory);
  std::string out = "kept";
  CHECK(fail_first([&] { return generator->write(out).code; }) == ErrorCode::kOutOfMemory);
  CHECK(out == "kept");
  CHECK_FALSE(generator->write(out));
  CHECK(out.size() > 100);
  CHECK(fail_first([] {
          return NumberingPlan::parse("version 1\ndate 2026-01-02\n").error().code;
        }) == ErrorCode::kOutOfMemory);
}

// What nlohmann's values ask for when they end would end the program.
TEST_CASE("So it is for schemas, whatever is wrong with them", "[allocation]") {
  constexpr const char* kTexts[] = {
      R"({"$id":"urn:own","x-shape":"own","x-record":true,"type":["object","null"],
          "title":"a title that no small string holds","required":["token"],
          "properties":{"token":{"type":"string","minLength":1,"pattern":"^[a-z]*$"},
                        "kind":{"enum":["one","another"]},"list":{"items":{"$ref":"#/$defs/n"}},
                        "inner":{"type":"object","properties":{"a":{},"b":{}}}},
          "allOf":[{"if":{"properties":{"kind":{"const":"one"}}},
                    "then":{"not":{"required":["list"]}}},
                   {"anyOf":[{"properties":{"inner":{"required":["a","b"]}}}]}],
          "$defs":{"n":{"type":"number","minimum":1,"x-source":"p"}},
          "x-sources":{"p":{"title":"t","url":"u","read":"2026-11-20"}}})",
      R"({"$id":"urn:own","x-shape":"own","examples":[[[1,[2,{"a":[3]}]]],"text"],"twice":1,"twice":2})",
      R"({"$id":"urn:own","x-shape":"own","examples":[[[1,[2,{"a":[3]}]]],"and no end of them)",
      R"({"$id":"urn:own","x-shape":"own","properties":{"a":{"minLength":"one"}}})"};
  for (const bool for_good : {false, true}) {
    for (const char* text : kTexts) {
      INFO(text);
      const std::vector<SchemaText> texts = {{"own.json", text}};
      CHECK(fail_each(
                [&] {
                  try {
                    compile_plan(texts);
                    return ErrorCode::kNone;
                  } catch (const std::bad_alloc&) {
                    return ErrorCode::kOutOfMemory;
                  }
                },
                {.for_good = for_good}) > 10);
    }
    // With all that are built in there are many allocations.
    const SchemaText schema{"own.json", kTexts[0]};
    CHECK(fail_each(
              [&] {
                const auto rules = Ruleset::with_schemas({&schema, 1});
                return rules ? ErrorCode::kNone : rules.error().code;
              },
              {.for_good = for_good, .step = 997}) > 10);
  }
}

}  // namespace
}  // namespace diallint::test
