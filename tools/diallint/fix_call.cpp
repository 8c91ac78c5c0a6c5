#include "diallint/fix_call.h"

#include <fmt/format.h>

#include "diallint/phone_options.h"
#include "diallint/prepare_options.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

std::vector<std::string> kinds_of(const RawFix& raw) {
  std::vector<std::string> kinds;
  const std::vector<std::string_view> known = fix_kind_words();
  for (const std::string& list : raw.kinds) {
    for (const std::string_view word : split_list(list)) {
      expect_one_of("--only", word, known);
      kinds.emplace_back(word);
    }
  }
  return kinds;
}

/// Those that an option of unsafe fixes goes by.
void expect_unsafe(const RawFix& raw) {
  if (raw.unsafe) return;
  const auto needs = [](const char* option, const std::string& value) {
    if (value.empty()) return;
    throw FatalError{fmt::format("{} is for fixes that are unsafe; give --unsafe too", option)};
  };
  needs("--default-region", raw.default_region);
  needs("--region-column", raw.region_column);
  needs("--expires-in", raw.expires_in);
}

/// Where the summary goes to standard output, and nothing else does.
void expect_format(const RawFix& raw, FixTarget target) {
  expect_one_of("--output-format", raw.output_format, summary_format_words());
  const bool alone = target == FixTarget::kFile || target == FixTarget::kInPlace;
  if (raw.output_format == "text" || alone) return;
  throw FatalError{"--output-format json needs standard output for itself; give --in-place or -o"};
}

FixTarget target_of(const RawFix& raw) {
  const int given = (raw.diff ? 1 : 0) + (raw.in_place ? 1 : 0) + (raw.output.empty() ? 0 : 1);
  if (given > 1) throw FatalError{"--diff, --in-place and -o exclude each other; give one of them"};
  if (raw.diff) return FixTarget::kDiff;
  if (raw.in_place) return FixTarget::kInPlace;
  return raw.output.empty() || raw.output == "-" ? FixTarget::kStandardOutput : FixTarget::kFile;
}

}  // namespace

std::vector<std::string_view> fix_kind_words() {
  std::vector<std::string_view> words;
  for (const FixKind* kind : fix_kinds()) words.push_back(kind->name);
  return words;
}

void add_fix_options(Parser& parser, RawFix& raw) {
  parser.group("Fixing");
  parser.flag("--unsafe", raw.unsafe, "also what makes up, takes from options or drops something");
  parser.values("--only", raw.kinds, "KINDS", "only these kinds of fixes, comma-separated");
  parser.value("--default-region", raw.default_region, "REGION",
               "read national numbers as dialled here, as in US");
  parser.value("--region-column", raw.region_column, "NAME",
               "the CSV column with the country of a row");
  parser.value("--expires-in", raw.expires_in, "SECONDS",
               "set an expiry that far from now where none is usable");
  parser.group("Output");
  parser.flag("--diff", raw.diff, "show what would change, and write nothing");
  parser.flag("--in-place", raw.in_place, "write each text into its own file");
  parser.value("-o,--output", raw.output, "FILE", "write the one text here");
  parser.value("--output-format", raw.output_format, "FORMAT",
               "of the summary: text (default) or json");
}

FixCall fix_call_of(const RawFix& raw, const Settings& settings) {
  expect_unsafe(raw);
  FixCall call;
  call.target = target_of(raw);
  expect_format(raw, call.target);
  call.in_json = raw.output_format == "json";
  call.file = raw.output;
  call.options.unsafe = raw.unsafe;
  call.options.kinds = kinds_of(raw);
  call.options.region_column = raw.region_column;
  if (!raw.default_region.empty())
    call.options.default_region =
        region_of("--default-region", raw.default_region, settings.numbering_plan);
  if (!raw.expires_in.empty())
    call.options.expires_in = whole_number("--expires-in", raw.expires_in);
  return call;
}

}  // namespace diallint
