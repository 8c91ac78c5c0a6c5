#include "reference/rule_example.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "diallint/generate.h"
#include "engine/csv_header.h"
#include "engine/response_check.h"
#include "engine/run.h"
#include "generate/fault_injector.h"
#include "generate/response_maker.h"
#include "input/byte_source.h"
#include "reference/example_text.h"
#include "rules/failed_call.h"

namespace diallint {
namespace {

constexpr std::uint64_t kSeeds = 48;
// Where a rule asks for members that few documents have together.
constexpr std::uint64_t kMaxSeeds = 1000;

/// Keeps the first message of one rule.
class Listener final : public Sink {
 public:
  explicit Listener(std::string_view rule) : rule_(rule) {}
  void take(const SourceChunk&, std::span<const Finding> findings) override {
    for (const Finding& finding : findings) {
      if (finding.rule != rule_ || found) continue;
      found = true;
      message = finding.message;
    }
  }
  bool found = false;
  std::string message;

 private:
  std::string_view rule_;
};

Listener lint(const Plan& plan, const Rule& rule, const std::string& text, InputFormat format,
              const std::string& shape) {
  Listener listener(rule.id);
  Settings settings;
  settings.now = kExampleNow;
  settings.severity[std::string(rule.id)] = rule.severity;  // even if it has to be asked for
  RunOptions options;
  options.format = format;
  options.shape = shape;
  Run run(plan, settings, options, listener);
  TextSource source(text);
  run.check(source, "example");
  return listener;
}

/// What is compared to choose an example: characters that are not plain, values that are nothing,
/// then size.
std::size_t cost(const Example& example) {
  const auto odd = [](const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\\')) +
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
             return static_cast<unsigned char>(c) >= 0x80;
           }));
  };
  const auto empty = [](const std::string& text) {
    const bool nothing = text == "{}" || text.find(": \"\"") != std::string::npos;
    return std::size_t{nothing ? 60U : 0U};
  };
  return example.good.size() + example.bad.size() + 50 * (odd(example.good) + odd(example.bad)) +
         empty(example.good) + empty(example.bad);
}

/// Members by name: chance may put them in any order, which would only distract here.
Sample in_order(Sample value) {
  std::stable_sort(value.members.begin(), value.members.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [key, member] : value.members) member = in_order(std::move(member));
  for (Sample& item : value.items) item = in_order(std::move(item));
  return value;
}

/// One attempt to make an example at one site.
class Attempt {
 public:
  Attempt(const Rule& rule, const Plan& plan, const Shape& shape)
      : rule_(rule), plan_(plan), shape_(shape) {}

  std::optional<Example> at(const InjectionPoint& point, std::uint64_t seed) const {
    ValueMaker maker(plan_, seed, kExampleNow);
    const Sample earlier = in_order(maker.make(shape_.root));
    const Sample document = in_order(maker.make(shape_.root));
    const bool of_two = rule_.stage == Stage::kCrossRecord;
    const auto faulty =
        FaultInjector(maker).inject_fault(shape_, document, point, of_two ? &earlier : nullptr);
    if (!faulty) return std::nullopt;
    const Sample* before = of_two ? &earlier : nullptr;
    const ExampleParts excerpt = excerpt_of(point, *faulty, document);
    Example example;
    example.language = "json";
    example.good = shown(document, before, excerpt);
    example.bad = shown(faulty->document, before, excerpt);
    example.good_text = whole(document, before);
    example.bad_text = whole(faulty->document, before);
    return example;
  }

  /// A rule that nothing breaks on purpose: what it says of a made document.
  std::optional<Example> by_chance(std::uint64_t seed) const {
    ValueMaker maker(plan_, seed, kExampleNow);
    const Sample bad = in_order(maker.make(shape_.root));
    return Example{"json", "", shown(bad, nullptr, {}), "", to_json(bad), ""};
  }

  /// Whether the rule finds something in the bad text and nothing in the good one.
  bool proves(Example& example) const {
    const Listener bad = lint(plan_, rule_, example.bad_text, InputFormat::kJson, shape_.id);
    example.message = bad.message;
    // What a run has to ask for may want more than this asks.
    return (bad.found || rule_.enabled_by != nullptr) &&
           (example.good.empty() ||
            !lint(plan_, rule_, example.good_text, InputFormat::kJson, shape_.id).found);
  }

 private:
  static std::string whole(const Sample& document, const Sample* before) {
    if (before == nullptr) return to_json(document);
    return "[" + to_json(*before) + "," + to_json(document) + "]";
  }

  const Rule& rule_;
  const Plan& plan_;
  const Shape& shape_;
};

std::optional<Example> best_of(const Rule& rule, const Plan& plan, const Shape& shape) {
  const Attempt attempt(rule, plan, shape);
  std::vector<InjectionPoint> points = injection_points(plan, shape);
  std::erase_if(points, [&](const InjectionPoint& point) { return point.rule != &rule; });
  std::optional<Example> best;
  std::size_t best_cost = SIZE_MAX;
  const auto consider = [&](std::optional<Example> example, const InjectionPoint& point) {
    if (!example || find_invalid_utf8(example->bad) != std::string_view::npos) return;
    // A member with a name tells more than one that chance has named.
    const std::size_t its_cost =
        cost(*example) + (point.path.find('*') != std::string::npos ? 100 : 0);
    if (its_cost >= best_cost || !attempt.proves(*example)) return;
    best = std::move(example);
    best_cost = its_cost;
  };
  // The first few sites show the rule as well as all of them would.
  constexpr std::size_t kSites = 6;
  if (points.size() > kSites) points.resize(kSites);
  if (points.empty()) return best;
  for (std::uint64_t seed = 0; seed < (best ? kSeeds : kMaxSeeds); ++seed) {
    for (const InjectionPoint& point : points) {
      consider(rule.inject_fault != nullptr ? attempt.at(point, seed) : attempt.by_chance(seed),
               point);
    }
  }
  return best;
}

/// Without the entries of maps, and with one item for a list.
void make_short(const Plan& plan, NodeId id, Sample& value) {
  const Node& node = plan.node(id);
  for (const Member& member : node.members) {
    Sample* part = value.find(member.name);
    if (part == nullptr) continue;
    if (is_map_member(plan, member)) part->members.clear();
    make_short(plan, member.node, *part);
  }
  if (value.items.size() > 1) value.items.resize(1);
  for (Sample& item : value.items) make_short(plan, node.items, item);
}

/// An object that holds what its node requires, and little else.
Sample plain(const Plan& plan, NodeId id) {
  Sample sample = in_order(ValueMaker(plan, 1, kExampleNow, Texts::kRealistic).make_least(id));
  make_short(plan, id, sample);
  return sample;
}

/// A rule on texts as a whole, which no shape has and no spoiler makes.
std::optional<Example> of_texts(const Rule& rule, const Plan& plan, InputFormat format,
                                const std::string& good, const std::string& bad) {
  const char* language = format == InputFormat::kCsv ? "csv" : "json";
  Example example{language, good, bad, good + "\n", bad + "\n", ""};
  const Listener found = lint(plan, rule, example.bad_text, format, "auto");
  example.message = found.message;
  if (!found.found || lint(plan, rule, example.good_text, format, "auto").found)
    return std::nullopt;
  return example;
}

/// A table of one row, whose last field holds the separator: in quotes, and without.
std::optional<Example> of_rows(const Rule& rule, const Plan& plan) {
  const NodeId id = record_node(plan, plan.shapes.front().root);
  if (id == kNoNode) return std::nullopt;
  const std::vector<Member>& members = plan.node(id).members;
  const auto map = std::find_if(members.begin(), members.end(),
                                [&](const Member& m) { return is_map_member(plan, m); });
  if (map == members.end()) return std::nullopt;
  std::string header, row;
  for (const auto& [name, value] : plain(plan, id).members) {
    if (value.kind != Kind::kString) continue;
    header += name + ",";
    row += value.text + ",";
  }
  const std::string start = fmt::format("{}{}.name\n{}", header, map->name, row);
  return of_texts(rule, plan, InputFormat::kCsv, start + "\"Ada, of London\"",
                  start + "Ada, of London");
}

/// What a rule on a request and its response says of the two; empty: nothing.
std::string said_of(const Rule& rule, const Plan& plan, const std::string& request,
                    const std::string& response) {
  Listener listener(rule.id);
  Settings settings;
  settings.now = kExampleNow;
  Run run(plan, settings, {}, listener);
  try {
    check_response(plan, settings, run, {"request.json", request}, {"answer.json", response});
  } catch (const ReadError&) {
    return {};  // no request and its answer
  }
  return listener.message;
}

/// Responses that are not what a request should get: one that leaves it out, an error, and those of
/// other operations.
std::vector<std::string> bad_responses(const Plan& plan, ResponseMaker& maker) {
  std::vector<std::string> responses = {maker.answer({.fault = ResponseFault::kMissing})};
  if (!maker.exceptions().empty()) responses.push_back(maker.error(maker.exceptions().front()));
  constexpr std::uint64_t kTries = 16;  // most have no member
  for (const Shape& shape : plan.shapes) {
    if (response_check_of(plan, shape) == nullptr) continue;
    for (std::uint64_t seed = 1; seed <= kTries; ++seed) {
      ValueMaker values(plan, seed, kExampleNow, Texts::kRealistic);
      responses.push_back(to_json(in_order(values.make(shape.root))) + "\n");
    }
  }
  return responses;
}

/// A request and its responses: one that is whole, and one that the rule finds something in.
Example of_answers(const Rule& rule, const Plan& plan, const std::string& request) {
  ResponseMaker maker(plan, request, 1, kExampleNow);
  const std::string good = maker.answer({});
  const auto with = [&](const std::string& response) {
    return fmt::format("{}\n{}", request, response);
  };
  for (const std::string& bad : bad_responses(plan, maker)) {
    std::string message = said_of(rule, plan, request, bad);
    if (!message.empty()) return {"json", with(good), with(bad), good, bad, std::move(message)};
  }
  return {};
}

std::optional<Example> of_answers(const Rule& rule, const Plan& plan) {
  for (const Shape& shape : plan.shapes) {
    if (record_node(plan, shape.root) == shape.root) continue;  // what is answered is a batch
    try {
      Example example = of_answers(rule, plan, to_json(plain(plan, shape.root)));
      if (!example.message.empty()) return example;
    } catch (const GeneratorError&) {
      continue;  // nothing can be made, or nothing is answered
    }
  }
  return std::nullopt;
}

/// A request, and what a run finds in it whose history knows its token and its number.
std::optional<Example> of_history(const Rule& rule, const Plan& plan) {
  constexpr std::int64_t kBefore = 3600;
  const Sample request = plain(plan, record_node(plan, plan.shapes.front().root));
  Listener listener(rule.id);
  Settings settings;
  settings.now = kExampleNow;
  settings.severity[std::string(rule.id)] = rule.severity;
  settings.history.find_token = [&](std::string_view, std::string_view) {
    return PastUse{{kExampleNow.seconds - kBefore}, rule.id == "token-retried"};
  };
  settings.history.count_phone = [](std::string_view, const Instant&) { return std::uint64_t{1}; };
  Run run(plan, settings, {}, listener);
  const std::string text = to_json(request);
  TextSource source(text);
  run.check(source, "request.json");
  if (!listener.found) return std::nullopt;
  return Example{"json", "", shown(request, nullptr, {}), "", text + "\n", listener.message};
}

std::optional<Example> by_hand(const Rule& rule, const Plan& plan) {
  if (rule.needs_response) return of_answers(rule, plan);
  if (rule.needs_history) return of_history(rule, plan);
  if (rule.id == "csv-syntax") return of_rows(rule, plan);
  if (rule.id == "shape") {
    return of_texts(rule, plan, InputFormat::kJson,
                    shown(plain(plan, plan.shapes.front().root), nullptr, {}),
                    R"({"customer": "Ada", "city": "London"})");
  }
  if (rule.id == "input-format") {
    return of_texts(rule, plan, InputFormat::kJson,
                    shown(plain(plan, plan.shapes.front().root), nullptr, {}),
                    "<!DOCTYPE html>\n<html><body>Sign in</body></html>");
  }
  if (rule.id == "no-records") {
    return of_texts(rule, plan, InputFormat::kJson,
                    shown(plain(plan, plan.shapes.front().root), nullptr, {}), "[]");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Example> example_of(const Rule& rule, const Plan& plan) {
  try {
    if (auto example = by_hand(rule, plan)) return example;
    for (const Shape& shape : plan.shapes) {
      if (auto example = best_of(rule, plan, shape)) return example;
    }
  } catch (const GeneratorError&) {
    return std::nullopt;  // a schema of the user's for which nothing can be made
  }
  return std::nullopt;
}

}  // namespace diallint
