// JSON documents: read as a whole, checked unit by unit.
#include <algorithm>
#include <vector>

#include "chunk.h"
#include "document.h"
#include "reader.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// The whole input, with the padding that the index wants behind it.
std::vector<char> read_whole(ByteSource& source, std::size_t& size) {
  std::vector<char> bytes(kChunkBytes / 4);
  size = 0;
  for (;;) {
    if (bytes.size() - size < kPadding * 2) bytes.resize(bytes.size() * 2);
    const std::size_t room = bytes.size() - size - kPadding;
    const std::size_t got = source.read(bytes.data() + size, room);
    if (got == 0) break;
    size += got;
    if (size > JsonIndex::kMaxText) {
      throw ReadError{
          "a JSON document larger than 4 GiB cannot be read; write one request a line "
          "(NDJSON), which has no limit"};
    }
  }
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(size), kPadding, '\0');
  return bytes;
}

}  // namespace

void check_json_text(std::string_view whole, Window window, ReaderContext& context,
                     JsonIndex& index, ShapeChoice& shapes) {
  window.format = InputFormat::kJson;
  window.bytes = whole;
  window.hidden = whole.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::string_view text = whole.substr(window.hidden);

  context.judge.begin_input(window.file, /*by_line=*/false);
  if (!index.build(text)) index.build_slowly(text);
  JsonCursor cursor(text, index, window.hidden);
  if (cursor.at_end() && index.faults().empty()) {
    context.judge.begin_unit(0);
    context.judge.abandon_unit();
    report_break(context.judge, Break::kEmpty, window.hidden);
    context.judge.end_unit();
  } else {
    check_document(cursor, index, window.hidden, context, shapes);
  }
  context.outlet.flush(context.judge, window);
}

void read_json(ByteSource& source, const Window& window, ReaderContext& context) {
  std::size_t size = 0;
  const std::vector<char> bytes = read_whole(source, size);
  JsonIndex index;
  ShapeChoice shapes(context.plan, context.shape);
  check_json_text({bytes.data(), size}, window, context, index, shapes);
}

}  // namespace diallint
