#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

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

ResponseFault fault_of(const std::string& word) {
  static constexpr std::array kFaults = {"missing"sv, "twice"sv, "foreign"sv};
  if (word.empty()) return ResponseFault::kNone;
  expect_one_of("--inconsistent", word, kFaults);
  return word == "missing" ? ResponseFault::kMissing
         : word == "twice" ? ResponseFault::kTwice
                           : ResponseFault::kForeign;
}

void expect_known(std::string_view option, const std::string& word,
                  const std::vector<std::string>& known) {
  const std::vector<std::string_view> raw(known.begin(), known.end());
  expect_one_of(option, word, raw);
}

AnswerChoice choice_of(const RawDialgenOptions& raw, const ResponseMaker& maker) {
  AnswerChoice choice;
  choice.fault = fault_of(raw.inconsistent);
  if (!raw.failed.empty()) choice.failed_percent = whole_number("--failed", raw.failed);
  if (choice.failed_percent > 100) throw FatalError{"--failed is a percentage; give 0 to 100"};
  for (const std::string& list : raw.codes) {
    for (const std::string_view code : split_list(list)) choice.codes.emplace_back(code);
  }
  for (const std::string& code : choice.codes) expect_known("--code", code, maker.codes());
  if (!choice.codes.empty() && choice.failed_percent == 0) {
    throw FatalError{"--code says why requests failed, and with --failed 0 none has"};
  }
  return choice;
}

int write_text(const std::string& text, const std::string& file) {
  if (file.empty() || file == "-") return print_data(text);
  OutputFile output(file);
  output.write(text);
  output.finish();
  return kExitOk;
}

/// Each option has to have a part in what is made.
void expect_one_kind(const RawDialgenOptions& raw) {
  const std::pair<const char*, bool> given[] = {{"--failed", !raw.failed.empty()},
                                                {"--code", !raw.codes.empty()},
                                                {"--inconsistent", !raw.inconsistent.empty()},
                                                {"--exception", !raw.exception.empty()}};
  for (const auto& [option, is_given] : given) {
    if (!is_given) continue;
    if (raw.all) {
      throw FatalError{fmt::format("--all makes a response of every kind; leave out {}", option)};
    }
    if (!raw.exception.empty() && option != "--exception"sv) {
      throw FatalError{
          fmt::format("--exception is the response to the whole call; leave out {}", option)};
    }
  }
  if (!raw.codes.empty() && raw.failed.empty()) {
    throw FatalError{"--code says why requests failed; say how many with --failed"};
  }
}

int write_all(ResponseMaker& maker, const RawDialgenOptions& raw, const Instant& now) {
  if (raw.output.empty()) throw FatalError{"--all makes a folder of files; name it with -o DIR"};
  Pack pack;
  pack.now = now;
  pack.files = maker.all("request.json");
  write_pack(pack, raw.output);
  print_error(fmt::format("{} files in {}", pack.files.size(), printable(raw.output)));
  return kExitOk;
}

}  // namespace

int make_response(const RawDialgenOptions& raw) {
  if (raw.request.empty()) throw FatalError{"a response belongs to a request; name it with --for"};
  expect_one_kind(raw);
  const Plan plan = load_plan(raw.schemas);
  const Instant now = pack_moment(raw);
  try {
    ResponseMaker maker(plan, text_of_file("--for", raw.request), seed_of(raw), now);
    if (raw.all) return write_all(maker, raw, now);
    if (raw.exception.empty()) return write_text(maker.answer(choice_of(raw, maker)), raw.output);
    expect_known("--exception", raw.exception, maker.exceptions());
    return write_text(maker.error(raw.exception), raw.output);
  } catch (const GeneratorError& error) {
    throw FatalError{fmt::format("{}: {}", printable(raw.request), printable(error.what()))};
  }
}

int make_hostile(const RawDialgenOptions& raw) {
  if (raw.output.empty()) throw FatalError{"a pack is a folder of files; name it with -o DIR"};
  const Plan plan = load_plan(raw.schemas);
  Pack pack;
  pack.now = pack_moment(raw);
  pack.files = hostile_files(plan, seed_of(raw), pack.now);
  write_pack(pack, raw.output);
  print_error(fmt::format("{} files in {}", pack.files.size(), printable(raw.output)));
  return kExitOk;
}

}  // namespace diallint
