#include "engine/json_reader.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

#include "engine/input_formats.h"
#include "engine/json_document.h"
#include "engine/readers.h"
#include "input/byte_source.h"
#include "input/format_detection.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// The whole input, with the padding that the index wants behind it. Grows in place where it can,
// and memory that was asked for but not filled is not touched.
class Whole {
 public:
  explicit Whole(ByteSource& source) {
    for (;;) {
      if (capacity_ - size_ < kPadding * 2) grow();
      const std::size_t got = source.read(bytes_.get() + size_, capacity_ - size_ - kPadding);
      if (got == 0) break;
      size_ += got;
      // GCOVR_EXCL_START: a test would need 4 GiB of memory
      if (size_ > JsonIndex::kMaxText) {
        throw ReadError{
            "a JSON document must be smaller than 4 GiB; write one request per line (NDJSON), "
            "which has no limit"};
      }
      // GCOVR_EXCL_STOP
    }
    std::fill_n(bytes_.get() + size_, kPadding, '\0');
  }

  std::string_view text() const noexcept { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const noexcept { std::free(bytes); }
  };

  void grow() {
    const std::size_t capacity = std::max(capacity_ * 2, kChunkBytes / 4);
    void* larger = std::realloc(bytes_.get(), capacity);
    if (larger == nullptr) throw std::bad_alloc();
    static_cast<void>(bytes_.release());
    bytes_.reset(static_cast<char*>(larger));
    capacity_ = capacity;
  }

  std::unique_ptr<char, Free> bytes_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
};

void read_json(ByteSource& source, const SourceChunk& chunk, ReaderContext& context) {
  const Whole input(source);
  JsonIndex index;
  ShapeChoice shapes(context.plan, context.shape);
  check_json_text(input.text(), chunk, context, index, shapes);
}

constexpr std::string_view kExtensions[] = {".json"};

}  // namespace

const FormatReader kJsonReader = {
    .format = InputFormat::kJson,
    .name = "json",
    .extensions = kExtensions,
    .name_is_wrong = nullptr,
    .likeness = nullptr,
    .read = read_json,
};

void check_json_text(std::string_view whole, SourceChunk chunk, ReaderContext& context,
                     JsonIndex& index, ShapeChoice& shapes) {
  chunk.format = InputFormat::kJson;
  chunk.bytes = whole;
  chunk.bom_size = whole.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::string_view text = whole.substr(chunk.bom_size);

  context.session.ledger.begin_input(chunk.file, /*by_line=*/false);
  if (!index.build(text)) index.build_slowly(text);
  JsonCursor cursor(text, index, chunk.bom_size);
  if (cursor.at_end() && index.faults().empty()) {
    context.session.ledger.begin_unit(0);
    context.session.ledger.abandon_unit();
    report_syntax_error(context.session.context, SyntaxError::kNoValue, chunk.bom_size);
    context.session.ledger.end_unit();
  } else {
    check_document(cursor, index, chunk.bom_size, context, shapes, chunk);
  }
  context.flusher.flush(context.session, chunk);
}

}  // namespace diallint
