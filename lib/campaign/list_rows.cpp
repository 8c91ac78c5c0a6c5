#include "campaign/list_rows.h"

#include <fmt/format.h>

#include "engine/input_formats.h"
#include "input/foreign_format.h"
#include "input/format_detection.h"

namespace diallint {
namespace {

constexpr std::size_t kHead = std::size_t{64} << 10;

void expect_text(std::string_view head) {
  if (begins_like_json(head)) return;
  if (const std::string_view encoding = foreign_encoding(head); !encoding.empty())
    throw ReadError{fmt::format("the text is {}; save the file as UTF-8", encoding)};
  if (const ForeignFormat* foreign = foreign_format(head))
    throw ReadError{fmt::format("this is {}; {}", foreign->name, foreign->remedy)};
}

}  // namespace

std::unique_ptr<ListRows> open_list(Peekable& source, std::string_view name, InputFormat format,
                                    std::size_t max_row) {
  const std::string_view head = source.head(kHead);
  expect_text(head);
  if (format == InputFormat::kAuto)
    format = begins_like_json(head) ? InputFormat::kNdjson : InputFormat::kCsv;
  if (format == InputFormat::kJson) {
    throw ReadError{
        "a contact list is CSV or NDJSON; write JSON with one object on each line (NDJSON)"};
  }
  return format == InputFormat::kNdjson ? open_ndjson_list(source, max_row)
                                        : open_csv_list(source, name, max_row);
}

}  // namespace diallint
