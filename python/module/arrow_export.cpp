#include "module/arrow_export.h"

#include <nanobind/stl/string.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/arrow.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

constexpr std::int64_t kMayBeNull = 2;  // ARROW_FLAG_NULLABLE

// The buffers of a column, as Arrow lays them out.
struct Column {
  std::string name;
  std::string format;
  std::int64_t nulls = 0;
  std::vector<std::uint8_t> validity;
  std::vector<std::uint8_t> flags;
  std::vector<std::uint64_t> numbers;
  std::vector<std::int64_t> offsets = {0};
  std::string bytes;
};

struct Columns {
  std::vector<Column> all;
  std::int64_t rows = 0;
};
using Held = std::shared_ptr<const Columns>;

void set_bit(std::vector<std::uint8_t>& bits, std::size_t at, bool value) {
  bits.resize(at / 8 + 1);
  if (value) bits[at / 8] = static_cast<std::uint8_t>(bits[at / 8] | 1U << at % 8);
}

std::string_view text_of(nb::handle value) {
  Py_ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
  if (bytes == nullptr) nb::raise_python_error();
  return {bytes, static_cast<std::size_t>(size)};
}

void append(Column& column, std::size_t row, nb::handle value) {
  const bool there = !value.is_none();
  set_bit(column.validity, row, there);
  if (!there) ++column.nulls;
  if (column.format == "U") {
    if (there) column.bytes += text_of(value);
    column.offsets.push_back(static_cast<std::int64_t>(column.bytes.size()));
  } else if (column.format == "b") {
    set_bit(column.flags, row, there && nb::cast<bool>(value));
  } else {
    column.numbers.push_back(there ? nb::cast<std::uint64_t>(value) : 0);
  }
}

Held read(nb::list columns) {
  auto held = std::make_shared<Columns>();
  for (nb::handle one : columns) {
    const auto tuple = nb::cast<nb::tuple>(one);
    const auto kind = nb::cast<std::string>(tuple[1]);
    Column& column = held->all.emplace_back();
    column.name = nb::cast<std::string>(tuple[0]);
    column.format = kind == "text" ? "U" : kind == "flag" ? "b" : "L";
    std::size_t row = 0;
    for (nb::handle value : nb::cast<nb::list>(tuple[2])) append(column, row++, value);
    held->rows = static_cast<std::int64_t>(row);
  }
  return held;
}

// What a struct of the interface has, until it is released. Children may be taken out of it and
// released on their own, so each holds the columns itself.
template <typename Struct>
struct Part {
  Held columns;
  std::vector<Struct> children = {};
  std::vector<Struct*> pointers = {};
  std::vector<const void*> buffers = {};

  static void release(Struct* self) {
    const std::unique_ptr<Part> part(static_cast<Part*>(self->private_data));
    for (Struct& child : part->children)
      if (child.release != nullptr) child.release(&child);
    self->release = nullptr;
  }
  void point_to_children() {
    for (Struct& child : children) pointers.push_back(&child);
  }
};

ArrowSchema schema_of(std::unique_ptr<Part<ArrowSchema>> part, const char* format, const char* name,
                      std::int64_t flags) {
  part->point_to_children();
  const auto children = static_cast<std::int64_t>(part->children.size());
  return {format,  name,          nullptr,       flags, children, part->pointers.data(),
          nullptr, part->release, part.release()};
}

ArrowArray array_of(std::unique_ptr<Part<ArrowArray>> part, std::int64_t nulls) {
  part->point_to_children();
  return {part->columns->rows,
          nulls,
          0,
          static_cast<std::int64_t>(part->buffers.size()),
          static_cast<std::int64_t>(part->children.size()),
          part->buffers.data(),
          part->pointers.data(),
          nullptr,
          part->release,
          part.release()};
}

template <typename Struct>
std::unique_ptr<Part<Struct>> part_of(const Held& columns) {
  return std::make_unique<Part<Struct>>(Part<Struct>{columns});
}

ArrowSchema schema_of(const Held& columns) {
  auto part = part_of<ArrowSchema>(columns);
  for (const Column& column : columns->all)
    part->children.push_back(schema_of(part_of<ArrowSchema>(columns), column.format.c_str(),
                                       column.name.c_str(), kMayBeNull));
  return schema_of(std::move(part), "+s", "", 0);
}

ArrowArray array_of(const Column& column, const Held& columns) {
  auto part = part_of<ArrowArray>(columns);
  part->buffers.push_back(column.nulls > 0 ? column.validity.data() : nullptr);
  if (column.format == "U") {
    part->buffers.push_back(column.offsets.data());
    part->buffers.push_back(column.bytes.data());
  } else if (column.format == "b") {
    part->buffers.push_back(column.flags.data());
  } else {
    part->buffers.push_back(column.numbers.data());
  }
  return array_of(std::move(part), column.nulls);
}

ArrowArray array_of(const Held& columns) {
  auto part = part_of<ArrowArray>(columns);
  for (const Column& column : columns->all) part->children.push_back(array_of(column, columns));
  part->buffers.push_back(nullptr);
  return array_of(std::move(part), 0);
}

struct Stream {
  Held columns;
  bool given = false;
};

Stream& from(ArrowArrayStream* self) { return *static_cast<Stream*>(self->private_data); }

// Want of memory is the only thing that can go wrong.
template <typename Make>
int guarded(const Make& make) noexcept {
  try {
    make();
    return 0;
  } catch (...) {
    return ENOMEM;
  }
}

ArrowArrayStream stream_of(Held columns) {
  ArrowArrayStream stream{};
  stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    return guarded([&] { *out = schema_of(from(self).columns); });
  };
  stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    return guarded([&] {
      *out = from(self).given ? ArrowArray{} : array_of(from(self).columns);
      from(self).given = true;
    });
  };
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return "out of memory"; };
  stream.release = [](ArrowArrayStream* self) {
    delete &from(self);
    self->release = nullptr;
  };
  stream.private_data = new Stream{std::move(columns)};
  return stream;
}

void drop(PyObject* capsule) {
  auto* stream =
      static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream->release != nullptr) stream->release(stream);
  delete stream;
}

}  // namespace

nb::object export_columns(nb::list columns) {
  auto stream = std::make_unique<ArrowArrayStream>(stream_of(read(std::move(columns))));
  PyObject* capsule = PyCapsule_New(stream.get(), "arrow_array_stream", drop);
  if (capsule == nullptr) {
    stream->release(stream.get());
    nb::raise_python_error();
  }
  stream.release();
  return nb::steal(capsule);
}

}  // namespace diallint::python
