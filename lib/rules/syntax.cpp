#include "rules/syntax.h"

#include <fmt/format.h>

#include <utility>

#include "base/json_string.h"
#include "rules/families.h"
#include "rules/syntax_words.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// What can be broken in one record's text so that it is no JSON any more. No array: at the top of a
// document the items of one are records of their own.
bool inject_json_syntax(const Check&, Injection& injection) {
  static constexpr std::string_view kRaw[] = {"tru",           "+1",      "01",   "{\"a\":1,}",
                                              "{\"a\":[1 2]}", "\"\\x\"", "nulL", "{\"a\"}",
                                              "{1:2}",         ".5"};
  injection.value.raw = kRaw[injection.random.below(std::size(kRaw))];
  return true;
}

bool inject_encoding(const Check&, Injection& injection) {
  static constexpr std::string_view kRaw[] = {"\"\\ud83d\"",  "\"a\\u0000\"",     "\"\\udc00x\"",
                                              "\"\xC3\x28\"", "\"\xED\xA0\x80\"", "\"\xF5\x80\""};
  if (injection.value.kind != Kind::kString) return false;
  injection.value.raw = kRaw[injection.random.below(std::size(kRaw))];
  return true;
}

bool inject_input_limit(const Check&, Injection& injection) {
  std::string& raw = injection.value.raw;
  for (unsigned i = 0; i <= kMaxDepth; ++i) raw += "{\"a\":";
  raw += "1" + std::string(kMaxDepth + 1, '}');
  return true;
}

}  // namespace

const Rule kJsonSyntax = {
    .id = "json-syntax",
    .title = "The text is valid JSON (RFC 8259).",
    .severity = Severity::kError,
    .why =
        "It cannot be parsed, so the record is not sent at all; a lenient parser may read "
        "something else.",
    .repair =
        "Correct the place that the message names. The other records of the input have been "
        "checked, and the message says how much could not be read. A fault that repeats itself "
        "from "
        "value to value, such as a missing comma, is reported where it begins.",
    .inject_fault = inject_json_syntax,
    .reports_unreadable_input = true,
};

const Rule kCsvSyntax = {
    .id = "csv-syntax",
    .title = "The text is valid CSV (RFC 4180) with a header line.",
    .severity = Severity::kError,
    .why =
        "Shifted columns put a value into the wrong member; a quote that is not closed swallows "
        "the rows after it.",
    .repair =
        "Enclose fields that contain a separator, a quote or a line end in double quotes, and "
        "write a quote inside them twice.",
    .reports_unreadable_input = true,
};

const Rule kEncoding = {
    .id = "encoding",
    .title = "The text is valid UTF-8, and its escapes are characters.",
    .severity = Severity::kError,
    .why =
        "Parsers refuse such text or replace what they cannot read, so the customer's name is "
        "spoken wrong or the request is lost.",
    .repair =
        "Save the file as UTF-8. A character outside the basic plane is two \\u escapes, the "
        "high one first; \\u0000 does not belong in a value.",
    .inject_fault = inject_encoding,
    .reports_unreadable_input = true,
};

const Rule kInputLimit = {
    .id = "input-limit",
    .title =
        "No record is larger or nested deeper, and no compressed text longer, than diallint reads.",
    .severity = Severity::kError,
    .why =
        "No dial request comes near these limits, so something else is in the file; the "
        "record has not been checked. Compressed data that unpacks to far more than a list of "
        "requests may have been made to fill a disk or a memory.",
    .repair =
        "Look at the place: usually a line end is missing, or the file is of another kind. Where a "
        "compressed list is as long as that, raise --max-expanded.",
    .inject_fault = inject_input_limit,
    .reports_unreadable_input = true,
};

const Rule kInputFormat = {
    .id = "input-format",
    .title = "The input is JSON, NDJSON or CSV, and whole where it is compressed.",
    .severity = Severity::kError,
    .why =
        "No dial request can be read from a file of another kind; what its name ends in says "
        "nothing of what it holds. Of compressed data that is cut off or damaged, requests are "
        "missing that nobody will call.",
    .repair =
        "Do what the message says to get the data as JSON, NDJSON or CSV, and check that. Fetch or "
        "write compressed data again; what could be read of it has been checked.",
    .reports_unreadable_input = true,
};

const Rule kNoRecords = {
    .id = "no-records",
    .title = "An input has records.",
    .severity = Severity::kWarning,
    .why =
        "Nobody is called, and no one is told: an export that went wrong passes for a list that is "
        "right.",
    .repair =
        "Look at what writes the file, and at its filter. Where an empty list is in order, choose "
        "--ignore no-records.",
};

std::span<const Rule* const> syntax_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kJsonSyntax, &kCsvSyntax,   &kEncoding,
                                           &kInputLimit, &kInputFormat, &kNoRecords};
  return kRules;
}

void report_syntax_error(CheckContext& context, SyntaxError why, std::uint64_t where) {
  TextFault fault = break_words(why, where, {});
  context.report(*fault.rule, nullptr, fault.span, std::move(fault.message));
}

void report_no_records(RecordLedger& ledger, std::string_view what) {
  ledger.report_beside_records(
      kNoRecords, {0, 0},
      fmt::format("{}: nothing was checked; an export that found nothing looks like this", what));
}

void report_foreign_format(CheckContext& context, std::string_view name, std::string_view remedy) {
  context.report(kInputFormat, nullptr, {0, 1}, [&] {
    return fmt::format("this is {}, not JSON, NDJSON or CSV; {}", name, remedy);
  });
}

void report_break_off(RecordLedger& ledger, const BreakOff& why, std::uint64_t where) {
  const Rule& rule = why.kind == BreakOff::Kind::kTooLarge ? kInputLimit : kInputFormat;
  ledger.report_beside_records(rule, {where, where}, fmt::format("{}; {}", why.what, why.remedy));
}

void report_invalid_utf8(CheckContext& context, std::uint64_t where) {
  context.report(kEncoding, nullptr, {where, where + 1},
                 "the text is not UTF-8 from here on; save the file as UTF-8");
}

void report_escape(CheckContext& context, EscapeErrorCode fault, const Span& span) {
  const std::string_view what =
      fault == EscapeErrorCode::kNul       ? "\\u0000, which is not allowed in text"
      : fault == EscapeErrorCode::kNotUtf8 ? "bytes that are not UTF-8"
                                           : "half of a surrogate pair, which is not a character";
  context.report(kEncoding, nullptr, span,
                 [&] { return fmt::format("{} contains {}", context.subject(), what); });
}

}  // namespace diallint
