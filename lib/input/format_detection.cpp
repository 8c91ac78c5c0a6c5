#include "input/format_detection.h"

#include "base/ascii.h"
#include "input/csv_splitter.h"

namespace diallint {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// The next line that is not blank, taken off the front of `text`.
std::string_view take_line(std::string_view& text) {
  while (!text.empty()) {
    const std::size_t feed = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, feed));
    text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
    if (!line.empty()) return line;
  }
  return {};
}

// Two lines that each begin like an object, the first of which ends like one. A document that is
// printed over several lines begins with a bracket alone or ends its first line with a comma.
bool looks_like_ndjson(std::string_view head) {
  const std::string_view first = take_line(head);
  const std::string_view second = take_line(head);
  return first.starts_with('{') && first.ends_with('}') && second.starts_with('{');
}

}  // namespace

InputFormat detect_format(std::string_view name, std::string_view head) {
  if (ends_with_any_case(name, ".ndjson") || ends_with_any_case(name, ".jsonl"))
    return InputFormat::kNdjson;
  for (const std::string_view table : {".csv", ".tsv", ".tab"})
    if (ends_with_any_case(name, table)) return InputFormat::kCsv;
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  if (looks_like_ndjson(head)) return InputFormat::kNdjson;
  if (ends_with_any_case(name, ".json")) return InputFormat::kJson;
  std::string_view rest = head;
  const std::string_view first = take_line(rest);
  if (first.empty() || first.starts_with('{') || first.starts_with('[')) return InputFormat::kJson;
  return first.find_first_of(kCsvSeparators) == std::string_view::npos ? InputFormat::kJson
                                                                       : InputFormat::kCsv;
}

std::string_view foreign_encoding(std::string_view head) noexcept {
  using namespace std::string_view_literals;
  if (head.starts_with("\xFF\xFE\0\0"sv) || head.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv)) return "UTF-16";
  return {};
}

}  // namespace diallint
