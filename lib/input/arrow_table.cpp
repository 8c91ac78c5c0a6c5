#include "input/arrow_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"

namespace diallint {
namespace {

// What get_schema() has given, released whatever happens.
struct HeldSchema {
  ArrowSchema schema{};
  ~HeldSchema() {
    if (schema.release != nullptr) schema.release(&schema);
  }
};

}  // namespace

ArrowTable::ArrowTable(ArrowArrayStream& stream) : stream_(stream) {
  if (stream.release == nullptr) throw ReadError{"the Arrow stream has been read already"};
  HeldSchema held;
  expect(stream.get_schema(&stream, &held.schema));
  row_ = std::make_unique<ArrowColumn>(held.schema);
  if (row_->type() != ArrowType::kStruct) {
    throw ColumnTypeError{{"an Arrow stream of rows is needed, with columns that have names"}};
  }
}

ArrowTable::~ArrowTable() { release_batch(); }

bool ArrowTable::is_flat() const noexcept {
  const auto& columns = row_->children();
  return std::none_of(columns.begin(), columns.end(),
                      [](const ArrowColumn& column) { return is_nested(column.values().type()); });
}

bool ArrowTable::next() {
  if (batch_.release != nullptr) rows_in_front_ += static_cast<std::uint64_t>(row_->rows());
  release_batch();
  expect(stream_.get_next(&stream_, &batch_));
  if (batch_.release == nullptr) return false;
  row_->bind(batch_);
  return true;
}

void ArrowTable::release_batch() noexcept {
  if (batch_.release != nullptr) batch_.release(&batch_);
  batch_ = {};
}

void ArrowTable::expect(int code) const {
  if (code == 0) return;
  const char* why = stream_.get_last_error != nullptr ? stream_.get_last_error(&stream_) : nullptr;
  throw ReadError{why != nullptr ? printable(why)
                                 : fmt::format("the Arrow stream cannot be read (error {})", code)};
}

}  // namespace diallint
