#include "module/arrow_text.h"

#include <utility>

namespace diallint::python {
namespace {

namespace nb = nanobind;

[[noreturn]] void raise_as(PyObject* type, const std::string& message) {
  PyErr_SetString(type, message.c_str());
  nb::raise_python_error();
}

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

ArrowSource::ArrowSource(nb::object capsule) : stream_(std::move(capsule)) {
  raising([&] { table_ = std::make_unique<ArrowTable>(stream_.stream()); });
}

// What Python has raised comes first: it is why the stream failed.
template <typename Call>
void ArrowSource::raising(Call call) {
  try {
    call();
  } catch (const ColumnTypeError& error) {
    raise_as(PyExc_TypeError, error.what);
  } catch (const ReadError& error) {
    stream_.raise_if_raised();
    raise_as(stream_.has_failed() ? PyExc_OSError : PyExc_ValueError, error.what);
  }
  stream_.raise_if_raised();
}

bool ArrowSource::next_row() {
  ++row_;
  while (!has_batch_ || row_ >= table_->row().rows()) {
    raising([&] { has_batch_ = table_->next(); });
    if (!has_batch_) return false;
    row_ = 0;
  }
  return true;
}

void ArrowSource::append_header() {
  for (const ArrowColumn& column : table_->row().children()) {
    if (!text_.empty()) text_ += ',';
    append_quoted(column.name(), text_);
  }
  text_ += '\n';
}

void ArrowSource::append_row() {
  const ArrowColumn& rows = table_->row();
  if (is_flat()) {
    // A line with nothing on it would be no row.
    const bool is_empty =
        rows.children().size() == 1 && value_at(rows.children()[0], rows.index(row_)).is_missing();
    if (is_empty) text_ += "\"\"";
    for (const ArrowColumn& column : rows.children()) {
      if (&column != rows.children().data()) text_ += ',';
      append_cell(value_at(column, rows.index(row_)));
    }
  } else {
    append_json({&rows, row_}, text_);
  }
  text_ += '\n';
}

void ArrowSource::append_cell(const ArrowValue& value) {
  if (value.is_missing()) return;
  if (is_text(value.column->type())) return append_quoted(value.column->text(value.row), text_);
  write_scalar(value, scalar_);
  text_ += scalar_;
}

std::string_view ArrowSource::more(std::size_t size) {
  text_.clear();
  if (!begun_ && is_flat()) append_header();
  begun_ = true;
  while (text_.size() < size && next_row()) append_row();
  return text_;
}

}  // namespace diallint::python
