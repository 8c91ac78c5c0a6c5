// Records made of the input, through every rule: a sound one has no finding; one that a rule was
// broken in has that one, where it was broken; two faults in different members are both found; and
// it does not matter in what order and spelling the members stand.
#include <set>
#include <utility>

#include "structured.h"
#include "support/spoiled.h"
#include "support/varied_json.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

// Bytes that choose; those behind them are texts.
constexpr std::size_t kChoices = 24;

enum class Layout { kDocument, kArray, kLines };

using Found = std::multiset<std::string>;  // "rule pointer"

// Two documents of one shape: what must not repeat repeats what the first one holds.
struct Trial {
  const Shape* shape = nullptr;
  Sample earlier;
  Sample document;
  Sample sound = {};  // the document before anything was broken in it
};

bool has_twice(const Sample& object) {
  std::set<std::string_view> names;
  for (const SampleMember& member : object.members) {
    if (!names.insert(member.first).second) return true;
  }
  return false;
}

// Other orders of members; of two with one name the second stays behind the first.
void shuffle(Sample& value, Random& random) {
  for (Sample& item : value.items) shuffle(item, random);
  for (auto& [key, member] : value.members) shuffle(member, random);
  if (has_twice(value)) return;
  for (std::size_t i = value.members.size(); i > 1; --i) {
    std::swap(value.members[i - 1], value.members[random.below(i)]);
  }
}

std::string lay_out(const Trial& trial, Layout layout, Random& random) {
  const bool one_line = layout == Layout::kLines;
  const std::string last = test::varied_json(trial.document, random, one_line);
  if (layout == Layout::kDocument) return last;
  const std::string first = test::varied_json(trial.earlier, random, one_line);
  return one_line ? first + "\n" + last : "[" + first + "," + last + "]";
}

test::LintResult lint_as(const Trial& trial, Layout layout, Random& random) {
  test::LintOptions options;
  options.format = layout == Layout::kLines ? InputFormat::kNdjson : InputFormat::kJson;
  const bool told = test::members_tell_shape(*trial.shape, trial.document);
  if (!told || random.once_in(2)) options.shape = trial.shape->id;
  test::turn_off_explanations(options.settings);
  return test::lint(lay_out(trial, layout, random), options);
}

// Where the finding is to be: inside the document, or at what cannot be read any more.
std::string expected_of(const FaultyDocument& faulty, Layout layout) {
  const std::string unit = layout == Layout::kArray ? "/1" : "";
  return faulty.rule + " " + unit + faulty.place();
}

// Whether the text is broken outside of all requests, as in the id behind those of a batch.
bool breaks_outside(const Trial& trial, const FaultyDocument& faulty) {
  return faulty.unreadable && faulty.record.empty() &&
         !test::builtin_plan().node(trial.shape->root).record;
}

std::uint64_t records_when_sound(Trial trial, Layout layout) {
  trial.document = trial.sound;
  Random random(0);
  return lint_as(trial, layout, random).summary.counts.records;
}

void check_counts(const Counts& counts, const Trial& trial,
                  const std::vector<FaultyDocument>& faulty_documents, Layout layout) {
  expect(counts.records == counts.valid + counts.invalid + counts.unreadable, "records add up");
  bool invalid = false;
  bool unreadable = false;
  for (const FaultyDocument& faulty : faulty_documents) {
    const Severity severity = rule_named(faulty.rule)->severity;
    const bool all_read = breaks_outside(trial, faulty) && counts.unreadable == 0 &&
                          counts.records == records_when_sound(trial, layout);
    unreadable = unreadable || (faulty.unreadable && !all_read);
    invalid = invalid || (!faulty.unreadable && severity == Severity::kError);
  }
  expect((counts.invalid > 0) == invalid, "errors, and nothing else, make records invalid");
  expect((counts.unreadable > 0) == unreadable,
         "broken text, and nothing else, is unreadable, unless every request was read");
}

void check_layout(const Trial& trial, const std::vector<FaultyDocument>& faulty_documents,
                  Layout layout, Random& random) {
  Found expected;
  for (const FaultyDocument& faulty : faulty_documents)
    expected.insert(expected_of(faulty, layout));
  const test::LintResult result = lint_as(trial, layout, random);
  Found found;
  for (const test::Located& one : result.findings) {
    found.insert(std::string(one.finding.rule) + " " + one.finding.path);
    expect(one.finding.severity == rule_named(one.finding.rule)->severity, "severities are kept");
  }
  if (found != expected) {
    for (const std::string& one : expected) std::fprintf(stderr, "expected: %s\n", one.c_str());
    for (const std::string& one : found) std::fprintf(stderr, "found: %s\n", one.c_str());
  }
  expect(found == expected, "what was broken, and nothing else, is found");
  check_counts(result.summary.counts, trial, faulty_documents, layout);
}

// Mostly once, or in two orders and spellings. A rule on the run looks at two documents.
void check(Trial trial, const std::vector<FaultyDocument>& faulty_documents, Bytes& bytes) {
  bool in_run = false;
  for (const FaultyDocument& faulty : faulty_documents) {
    in_run = in_run || rule_named(faulty.rule)->stage == Stage::kCrossRecord;
  }
  const std::size_t times = bytes.choose(4) == 3 ? 2 : 1;
  for (std::size_t time = 0; time < times; ++time) {
    Random random(bytes.byte());
    const std::size_t layout = in_run ? 1 + bytes.choose(2) : bytes.choose(3);
    shuffle(trial.document, random);
    check_layout(trial, faulty_documents, static_cast<Layout>(layout), random);
  }
}

// The one member in which a spoiled object differs from what it was.
std::optional<std::size_t> changed_member(const Sample& before, const Sample& after) {
  if (!after.raw.empty() || before.members.size() != after.members.size()) return std::nullopt;
  std::optional<std::size_t> changed;
  for (std::size_t i = 0; i < before.members.size(); ++i) {
    const auto& [name, value] = after.members[i];
    if (before.members[i].first != name) return std::nullopt;
    if (before.members[i].second == value) continue;
    if (changed) return std::nullopt;
    changed = i;
  }
  return changed;
}

bool is_captured(const Shape& shape, std::string_view name) {
  const auto& members = test::builtin_plan().node(shape.root).members;
  return std::any_of(members.begin(), members.end(), [&](const Member& member) {
    return member.name == name && member.capture != kNoCapture;
  });
}

// The faults of both in one document, if they are in different members and no rule looks at both.
std::optional<Sample> with_both(const Trial& trial, const FaultyDocument& one,
                                const FaultyDocument& other) {
  if (one.unreadable || other.unreadable) return std::nullopt;
  const auto first = changed_member(trial.document, one.document);
  const auto second = changed_member(trial.document, other.document);
  if (!first || !second || *first == *second) return std::nullopt;
  const auto captured = [&](std::size_t i) {
    return is_captured(*trial.shape, trial.document.members[i].first);
  };
  if (captured(*first) && captured(*second)) return std::nullopt;
  Sample both = one.document;
  both.members[*second] = other.document.members[*second];
  return both;
}

// A rule broken somewhere in a document of a shape; false if none of these has a place for it.
bool reach(const Shape& shape, const Breakable& broken) {
  constexpr std::uint64_t kSeeds = 100;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    ValueMaker maker(test::builtin_plan(), seed, test::kNow);
    Trial trial{&shape, maker.make(shape.root), maker.make(shape.root)};
    const InjectionPoint& point = broken.points[seed % broken.points.size()];
    const auto faulty =
        FaultInjector(maker).inject_fault(shape, trial.document, point, &trial.earlier);
    if (!faulty) continue;
    trial.sound = std::exchange(trial.document, faulty->document);
    Bytes no_choice(nullptr, 0);
    check(std::move(trial), {*faulty}, no_choice);
    return true;
  }
  return false;
}

// That every rule can be broken here, or none would be missed. A fault of CSV has no JSON to stand
// in; made numbers are of fiction already, and no others may be made up; which regions are wrong is
// for each run to say.
bool reaches_every_rule() {
  const auto& shapes = test::builtin_plan().shapes;
  for (const Rule* rule : all_rules()) {
    const bool needs_other =
        rule->id == "csv-syntax" || rule->id == "phone-fictional" || rule->id == "phone-region";
    if (rule->inject_fault == nullptr || needs_other) continue;
    bool reached = false;
    for (std::size_t shape = 0; shape < shapes.size() && !reached; ++shape) {
      for (const Breakable& broken : breakables(shape)) {
        reached = reached || (broken.rule == rule && reach(shapes[shape], broken));
      }
    }
    if (!reached) std::fprintf(stderr, "not reached: %s\n", std::string(rule->id).c_str());
    expect(reached, "every rule is reached");
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool kReachesAll = reaches_every_rule();
  static_cast<void>(kReachesAll);
  const std::size_t choices = std::min(size, kChoices);
  Bytes bytes(data, choices);
  Bytes texts(data + choices, size - choices);
  const Plan& plan = test::builtin_plan();
  const std::size_t shape = bytes.choose(plan.shapes.size());
  const std::size_t faults = bytes.choose(3);
  const std::uint64_t seed = bytes.byte() << 8 | bytes.byte();
  // Odd texts are what the input is for; made ones would only be long.
  ValueMaker maker(plan, seed, test::kNow, Texts::kRealistic);
  Trial trial{&plan.shapes[shape], {}, {}, {}};
  // It is there for what may not repeat, which mostly is a member that has to be there.
  const bool least = bytes.choose(4) != 0;
  trial.earlier = least ? maker.make_least(trial.shape->root) : maker.make(trial.shape->root);
  trial.document = choose_document(bytes, texts, *trial.shape, maker);
  trial.sound = trial.document;
  std::vector<FaultyDocument> faulty_documents;
  for (std::size_t i = 0; i < faults; ++i) {
    auto faulty = choose_fault(bytes, shape, trial.document, trial.earlier, maker);
    if (faulty) faulty_documents.push_back(std::move(*faulty));
  }
  std::optional<Sample> both;
  if (faulty_documents.size() == 2)
    both = with_both(trial, faulty_documents[0], faulty_documents[1]);
  if (faulty_documents.size() == 2 && !both) faulty_documents.pop_back();
  if (!faulty_documents.empty())
    trial.document = both ? std::move(*both) : faulty_documents[0].document;
  check(std::move(trial), faulty_documents, bytes);
  return 0;
}
