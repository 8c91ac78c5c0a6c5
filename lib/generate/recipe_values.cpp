#include "generate/recipe_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/json_string.h"
#include "generate/token_maker.h"
#include "samples/attribute_texts.h"
#include "samples/phone_samples.h"

namespace diallint {
namespace {

const Check* check_of(const Node& node, std::string_view rule) {
  const auto found = std::find_if(node.checks.begin(), node.checks.end(),
                                  [&](const Check& check) { return check.rule->id == rule; });
  return found == node.checks.end() ? nullptr : &*found;
}

bool may_not_repeat(const Node& node) {
  return std::any_of(node.checks.begin(), node.checks.end(),
                     [](const Check& check) { return check.rule->stage == Stage::kCrossRecord; });
}

bool has_make(const Node& node) {
  return std::any_of(node.checks.begin(), node.checks.end(),
                     [](const Check& check) { return check.rule->make != nullptr; });
}

bool is_wanted(const FictionalRange& range, const std::vector<std::string>& regions) {
  return is_personal(range) && (regions.empty() || std::find(regions.begin(), regions.end(),
                                                             range.region) != regions.end());
}

void append_csv(std::string& out, std::string_view text) {
  const bool quote = text.find_first_of(",;\t\"\r\n") != std::string_view::npos ||
                     text.starts_with(' ') || text.ends_with(' ');
  if (!quote) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_written(std::string& out, std::string_view text, Writing writing) {
  writing == Writing::kJson ? append_json_string(out, text) : append_csv(out, text);
}

std::vector<std::string> generator_regions() {
  static const std::vector<std::string> kRegions = [] {
    std::set<std::string> regions;
    for (const FictionalRange& range : fictional_ranges()) {
      if (is_personal(range)) regions.emplace(range.region);
    }
    return std::vector<std::string>(regions.begin(), regions.end());
  }();
  return kRegions;
}

RecipeValues::RecipeValues(const Plan& plan, const GeneratorOptions& options,
                           const RecipeSizes& sizes, Writing writing, ValueMaker& maker,
                           Recipe& recipe)
    : plan_(plan),
      options_(options),
      sizes_(sizes),
      writing_(writing),
      maker_(maker),
      recipe_(recipe),
      session_(plan, settings_, state_) {
  settings_.now = options.now;
  settings_.severity["phone-fictional"] = Severity::kOff;
  session_.settings_changed();
  if (options.regions.empty()) return;
  const std::vector<std::string> known = generator_regions();
  for (const std::string& region : options.regions) {
    if (std::find(known.begin(), known.end(), region) != known.end()) continue;
    throw GeneratorError(
        fmt::format("no numbers are reserved for fictional use in region '{}'; choose from {}",
                    region, fmt::join(known, ", ")));
  }
}

// Whether the checks of a value, those against the rest of the run apart, find nothing.
bool RecipeValues::is_sound(const Node& node, const std::string& text) {
  session_.ledger.begin_input(0, false);
  session_.ledger.begin_unit(1);
  Value value;
  value.kind = Kind::kString;
  value.text = {text, {0, text.size()}, Encoding::kRaw};
  value.string = text;
  for (const Check& check : node.checks) {
    if (check.rule->stage == Stage::kCrossRecord || check.rule->needs_response) continue;
    if (check.rule->check != nullptr && !check.rule->check(check, value, session_.context)) break;
  }
  session_.ledger.end_unit();
  const bool sound = session_.log.findings().empty();
  session_.log.clear_findings();
  return sound;
}

// --- tokens --------------------------------------------------------------------------------------

TokenForm RecipeValues::form_for(const Node& node) {
  std::vector<TokenForm> forms = {{0}};
  for (std::uint32_t letters = 16; letters > 0; --letters) forms.push_back({letters});
  for (const TokenForm form : forms) {
    std::string text;
    append_token(text, form, options_.seed, 0);
    if (is_sound(node, text)) return form;
  }
  throw GeneratorError(
      fmt::format("values of '{}' must not repeat, but neither a UUID nor letters from a to p fit "
                  "it; loosen its "
                  "pattern or length in the schema",
                  node.title));
}

std::optional<RecipeValues::Token> RecipeValues::token(NodeId id) {
  const Node& node = plan_.node(id);
  if (!may_not_repeat(node) || check_of(node, "phone-e164") != nullptr) return std::nullopt;
  auto known = tokens_.find(id);
  if (known == tokens_.end()) {
    const auto source = static_cast<std::uint32_t>(recipe_.tokens.size());
    recipe_.tokens.push_back(form_for(node));
    known = tokens_.emplace(id, source).first;
  }
  Token token{"", known->second, ""};
  Random& random = maker_.random();
  static constexpr std::string_view kBefore[] = {"order-", "call.", "visit_", "Batch-"};
  if (random.once_in(4)) token.before = kBefore[random.below(std::size(kBefore))];
  std::string made;
  append_token(made, recipe_.tokens[token.source], options_.seed, 0);
  if (random.once_in(16)) {  // as long as it may be
    const Check* length = check_of(node, "length");
    constexpr std::int64_t kMaxLength = 4096;
    const auto size = static_cast<std::int64_t>(token.before.size() + made.size());
    const std::int64_t most = length == nullptr ? 0 : length->maximum;
    if (most > size && most <= kMaxLength)
      token.behind.assign(static_cast<std::size_t>(most - size), 'x');
  }
  if (!is_sound(node, token.before + made + token.behind)) token.before = token.behind = "";
  return token;
}

// --- numbers -------------------------------------------------------------------------------------

NumberSource RecipeValues::numbers_for(const Node& node, bool unique) {
  NumberSource source;
  source.unique = unique;
  for (const FictionalRange& range : fictional_ranges()) {
    if (!is_wanted(range, options_.regions)) continue;
    // What a rule says of a range it says of its first number.
    if (!is_sound(node, number_in(range, 0).data())) continue;
    source.add(range.first, range.count);
  }
  const std::uint64_t count = source.count();
  if (count == 0) {
    throw GeneratorError(fmt::format("no number of the chosen regions fits '{}'; choose from {}",
                                     node.title, fmt::join(generator_regions(), ", ")));
  }
  Random& random = maker_.random();
  source.first = random.below(count);
  source.step = count < 3 ? 1 : count / 3 + random.below(count / 3);
  while (std::gcd(source.step, count) != 1) ++source.step;
  return source;
}

std::optional<std::uint32_t> RecipeValues::number(NodeId id) {
  const Node& node = plan_.node(id);
  if (check_of(node, "phone-e164") == nullptr) return std::nullopt;
  auto known = numbers_.find(id);
  if (known == numbers_.end()) {
    const auto source = static_cast<std::uint32_t>(recipe_.numbers.size());
    recipe_.numbers.push_back(numbers_for(node, may_not_repeat(node)));
    known = numbers_.emplace(id, source).first;
  }
  return known->second;
}

// --- times ---------------------------------------------------------------------------------------

ExpiryRange RecipeValues::time_for(const Node& node) const {
  // Where no schema says it, minutes.
  std::int64_t least = 180;
  std::int64_t most = 840;
  if (const Check* window = check_of(node, "expiration-window")) {
    least = window->minimum;
    most = window->maximum;
  }
  if (const Check* margin = check_of(node, "expiration-margin")) {
    least = std::max(least, margin->minimum);
  }
  if (least > most) {
    throw GeneratorError(fmt::format(
        "no time fits '{}': its margin is after its window; correct the schema", node.title));
  }
  return {least * 1000, most * 1000};
}

std::optional<std::uint32_t> RecipeValues::time(NodeId id) {
  const Node& node = plan_.node(id);
  if (check_of(node, "expiration-format") == nullptr) return std::nullopt;
  auto known = times_.find(id);
  if (known == times_.end()) {
    const auto source = static_cast<std::uint32_t>(recipe_.times.size());
    recipe_.times.push_back(time_for(node));
    known = times_.emplace(id, source).first;
  }
  return known->second;
}

// --- texts ---------------------------------------------------------------------------------------

std::optional<TextPool> RecipeValues::pool_for(const Node& node, NodeId id, std::string_view key) {
  if (has_make(node) || node.kinds != set_of(Kind::kString)) return std::nullopt;
  constexpr std::size_t kFewest = 8;
  const std::size_t texts = key.empty() ? sizes_.texts : sizes_.texts_of_key;
  std::set<std::string> different;
  TextPool pool;
  for (std::size_t i = 0; i < 4 * texts && pool.ends.size() < texts; ++i) {
    const std::string text = maker_.make_text_under(key, id);
    if (text.size() > kPoolBytes) continue;
    different.insert(text);
    append_written(pool.bytes, text, writing_);
    pool.ends.push_back(static_cast<std::uint32_t>(pool.bytes.size()));
  }
  if (different.size() < kFewest) return std::nullopt;
  return pool;
}

std::optional<std::uint32_t> RecipeValues::text(NodeId id, std::string_view key) {
  if (!says_what_it_holds(key)) key = {};
  const auto [known, is_new] = texts_.try_emplace({id, std::string(key)});
  if (!is_new) return known->second;
  if (auto pool = pool_for(plan_.node(id), id, key)) {
    known->second = static_cast<std::uint32_t>(recipe_.texts.size());
    recipe_.texts.push_back(std::move(*pool));
  }
  return known->second;
}

}  // namespace diallint
