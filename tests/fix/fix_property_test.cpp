// Whatever is wrong with a text of whatever shape: fixing it twice is fixing it once, a record that
// is sound stays sound, and what was only written in another way is what it was.
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "base/date_time.h"
#include "diallint/generate.h"
#include "support/checked_fix.h"
#include "support/trials.h"

namespace diallint::test {
namespace {

using Json = nlohmann::json;

// --- the same document, written in another way -------------------------------------------------

bool is_number(std::string_view text) {
  return text.size() > 8 && text[0] == '+' &&
         text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::string number_in_words(const std::string& number, Random& random) {
  switch (random.below(6)) {
    case 0:
      return "00" + number.substr(1);
    case 1:
      return "tel:" + number;
    case 2:
      return number.substr(0, 4) + " " + number.substr(4);
    case 3:
      return number + "\xE2\x80\xAC";
    case 4:
      return number.substr(0, number.size() - 4) + "-" + number.substr(number.size() - 4);
    default:
      return " " + number + " ";
  }
}

std::string time_in_words(const std::string& time, Random& random) {
  const Instant instant = *parse_rfc3339(time);
  switch (random.below(4)) {
    case 0: {
      std::string east = to_rfc3339(shifted(instant, 5400));
      east.back() = '+';
      return east + "01:30";
    }
    case 1:
      return time.substr(0, time.size() - 1) + " UTC";
    case 2:
      return time.substr(0, 10) + " " + time.substr(11);
    default:
      return time.substr(0, time.size() - 1) + "000z";
  }
}

// Returns how many values were written in another way.
int scramble(Sample& sample, bool may, Random& random) {
  int count = 0;
  for (auto& [key, value] : sample.members) {
    const bool number = key == "phoneNumber" || key == "destinationPhoneNumber";
    count += scramble(value, number || key == "expirationTime", random);
  }
  for (Sample& item : sample.items) count += scramble(item, false, random);
  if (!may || sample.kind != Kind::kString || random.once_in(3)) return count;
  if (is_number(sample.text))
    sample.text = number_in_words(sample.text, random);
  else if (parse_rfc3339(sample.text))
    sample.text = time_in_words(sample.text, random);
  else
    return count;
  return count + 1;
}

// The same with each time in one form.
Json with_plain_times(Json document) {
  for (auto& value : document) {
    if (value.is_structured())
      value = with_plain_times(value);
    else if (value.is_string() && parse_rfc3339(value.get<std::string>()))
      value = to_rfc3339(*parse_rfc3339(value.get<std::string>()));
  }
  return document;
}

}  // namespace

TEST_CASE("A fix is idempotent and makes no sound record unsound", "[fix][property]") {
  const int seeds = rounds(60);
  std::map<std::string, int> made;
  for (const Shape& shape : builtin_plan().shapes) {
    for (const Rule* rule : all_rules()) {
      for (const Layout layout : kLayouts) {
        for (int seed = 0; seed < seeds; ++seed) {
          const auto trial =
              make_trial(shape, *rule, static_cast<std::uint64_t>(seed) * 11 + 3, layout);
          if (!trial.faulty) continue;
          Random random(static_cast<std::uint64_t>(seed));
          const std::string text = lay_out(trial.documents, layout, random);
          const LintOptions options = options_for(layout, shape, trial.documents[trial.index]);
          FixOptions how = all_fixes(options);
          how.unsafe = random.once_in(2);
          INFO(shape.id << " " << rule->id << " at " << trial.faulty->path << " seed " << seed
                        << " layout " << static_cast<int>(layout) << "\n"
                        << text.substr(0, 3000));
          const Fixed result = checked_fix(text, options, how);
          for (const auto& [kind, count] : result.fixes.summary.made)
            made[kind] += static_cast<int>(count);
        }
      }
    }
  }
  // What spoils documents does not join files. The few rounds where a sanitizer watches do not meet
  // all of the others.
  const bool meets_all = seeds >= 6;
  for (const FixKind* kind : fix_kinds()) {
    INFO(kind->name);
    const bool is_made = made[std::string(kind->name)] > 0;
    if (meets_all || is_made) CHECK(is_made == (kind->name != "byte-order-mark"));
  }
}

TEST_CASE("What was only written in another way is what it was", "[fix][property]") {
  int scrambled = 0;
  for (const Shape& shape : builtin_plan().shapes) {
    for (int seed = 0; seed < rounds(2000); ++seed) {
      ValueMaker maker(builtin_plan(), static_cast<std::uint64_t>(seed), kNow);
      const Sample document = maker.make(shape.root);
      Sample other = document;
      const int count = scramble(other, false, maker.random());
      if (count == 0) continue;
      scrambled += count;
      const std::string text = varied_json(other, maker.random(), false);
      LintOptions options;
      options.shape = shape.id;
      turn_off_explanations(options.settings);
      FixOptions how;
      how.shape = shape.id;
      INFO(shape.id << " seed " << seed << "\n" << text.substr(0, 3000));
      const Fixed result = checked_fix(text, options, how);
      REQUIRE(lint(result.text, options).brief() == "");
      CHECK(with_plain_times(Json::parse(result.text)) ==
            with_plain_times(Json::parse(to_json(document))));
    }
  }
  CHECK(scrambled > rounds(2000));
}

TEST_CASE("Rows are fixed as objects are", "[fix][property]") {
  for (int seed = 0; seed < rounds(2000); ++seed) {
    GeneratorOptions made;
    made.form = GeneratedForm::kRows;
    made.seed = static_cast<std::uint64_t>(seed);
    made.now = kNow;
    made.count = 6;
    auto generator = Generator::make(made);
    REQUIRE(generator);
    Random random(made.seed);
    std::string text = generator->header() + "\n";
    for (int row = 0; row < 6; ++row) {
      std::string line;
      REQUIRE_FALSE(generator->write(line));
      // Where a number begins another spelling of its +.
      const std::size_t plus = line.find('+');
      if (plus != std::string::npos && random.once_in(2)) line.replace(plus, 1, "00 ");
      text += line + (random.once_in(3) ? "\r\n" : "\n");
    }
    LintOptions options;
    options.format = InputFormat::kCsv;
    INFO("seed " << seed << "\n" << text);
    const Fixed result = checked_fix(text, options, all_fixes(options));
    CHECK(result.fixes.summary.after.valid == 6);
  }
}

}  // namespace diallint::test
