#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/printable.h"
#include "dialgen/commands.h"
#include "generate/hostile_inputs.h"
#include "generate/response_maker.h"
#include "shared/failure.h"
#include "shared/option_values.h"
#include "shared/output_file.h"
#include "shared/pack_folder.h"
#include "shared/program.h"
#include "shared/schema_loading.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

using namespace std::string_view_literals;

AnswerFault fault_of(const std::string& word) {
  static constexpr std::array kFaults = {"missing"sv, "twice"sv, "foreign"sv};
  if (word.empty()) return AnswerFault::kNone;
  expect_one_of("--inconsistent", word, kFaults);
  return word == "missing" ? AnswerFault::kMissing
         : word == "twice" ? AnswerFault::kTwice
                           : AnswerFault::kForeign;
}

void expect_known(std::string_view option, const std::string& word,
                  const std::vector<std::string>& known) {
  const std::vector<std::string_view> words(known.begin(), known.end());
  expect_one_of(option, word, words);
}

AnswerChoice choice_of(const DialgenWords& words, const AnswerMaker& maker) {
  AnswerChoice choice;
  choice.fault = fault_of(words.inconsistent);
  if (!words.failed.empty()) choice.failed_percent = whole_number("--failed", words.failed);
  if (choice.failed_percent > 100) throw Failure{"--failed is a percentage; give 0 to 100"};
  for (const std::string& list : words.codes) {
    for (const std::string_view code : split_list(list)) choice.codes.emplace_back(code);
  }
  for (const std::string& code : choice.codes) expect_known("--code", code, maker.codes());
  return choice;
}

int write_text(const std::string& text, const std::string& file) {
  if (file.empty() || file == "-") return print(text);
  OutputFile output(file);
  output.write(text);
  output.finish();
  return kNothingFound;
}

int write_all(AnswerMaker& maker, const DialgenWords& words, const Instant& now) {
  if (words.output.empty()) throw Failure{"--all makes a folder of files; name it with -o DIR"};
  Pack pack;
  pack.now = now;
  pack.files = maker.all("request.json");
  write_pack(pack, words.output);
  complain(fmt::format("{} files in {}", pack.files.size(), printable(words.output)));
  return kNothingFound;
}

}  // namespace

int make_response(const DialgenWords& words) {
  if (words.request.empty()) throw Failure{"a response belongs to a request; name it with --for"};
  const Plan plan = load_plan(words.schemas);
  const Instant now = now_of(words);
  try {
    AnswerMaker maker(plan, text_of_file("--for", words.request), seed_of(words), now);
    if (words.all) return write_all(maker, words, now);
    if (words.exception.empty())
      return write_text(maker.answer(choice_of(words, maker)), words.output);
    expect_known("--exception", words.exception, maker.exceptions());
    return write_text(maker.error(words.exception), words.output);
  } catch (const GeneratorError& error) {
    throw Failure{fmt::format("{}: {}", printable(words.request), printable(error.what()))};
  }
}

int make_hostile(const DialgenWords& words) {
  if (words.output.empty()) throw Failure{"a pack is a folder of files; name it with -o DIR"};
  const Plan plan = load_plan(words.schemas);
  Pack pack;
  pack.now = now_of(words);
  pack.files = hostile_files(plan, seed_of(words), pack.now);
  write_pack(pack, words.output);
  complain(fmt::format("{} files in {}", pack.files.size(), printable(words.output)));
  return kNothingFound;
}

}  // namespace diallint
