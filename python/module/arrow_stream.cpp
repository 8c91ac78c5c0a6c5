#include "module/arrow_stream.h"

#include <memory>
#include <string_view>
#include <utility>

namespace diallint::python {
namespace {

namespace nb = nanobind;

ArrowArrayStream* stream_of(nb::handle capsule) {
  void* stream = PyCapsule_GetPointer(capsule.ptr(), "arrow_array_stream");
  if (stream == nullptr) nb::raise_python_error();
  return static_cast<ArrowArrayStream*>(stream);
}

// More than columns may be nested.
constexpr unsigned kMostLevels = 32;

bool is_naive_time(const ArrowSchema& column) {
  const std::string_view format = column.format == nullptr ? "" : column.format;
  return format.starts_with("ts") && format.size() == 4;
}

// Buffers may belong to objects of Python: what is released gives them back with the GIL.
template <typename Struct>
void release_with_gil(Struct& out) {
  auto inner = std::make_unique<Struct>(out);
  out.private_data = inner.release();
  out.release = [](Struct* self) {
    const nb::gil_scoped_acquire hold;
    const std::unique_ptr<Struct> held(static_cast<Struct*>(self->private_data));
    held->release(held.get());
    self->release = nullptr;
  };
}

}  // namespace

ArrowStream::ArrowStream(nb::object capsule)
    : capsule_(std::move(capsule)), held_(stream_of(capsule_)) {
  stream_.private_data = this;
  stream_.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    ArrowStream& of = from(self);
    const int code = of.get(*out, [&] { return of.held_->get_schema(of.held_, out); });
    if (code == 0) of.note_naive(*out, "", 0);
    return code;
  };
  stream_.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    ArrowStream& of = from(self);
    return of.get(*out, [&] { return of.held_->get_next(of.held_, out); });
  };
  stream_.get_last_error = [](ArrowArrayStream* self) {
    const nb::gil_scoped_acquire hold;
    ArrowArrayStream* held = from(self).held_;
    return held->get_last_error(held);
  };
  // Released by its capsule.
  if (held_->release != nullptr)
    stream_.release = [](ArrowArrayStream* self) { self->release = nullptr; };
}

template <typename Struct, typename Get>
int ArrowStream::get(Struct& out, Get get) {
  const nb::gil_scoped_acquire hold;
  const int code = get();
  keep_raised();
  if (code == 0 && out.release != nullptr) release_with_gil(out);
  failed_ = failed_ || code != 0;
  return code;
}

void ArrowStream::keep_raised() {
  if (PyErr_Occurred() == nullptr) return;
  nb::python_error error;  // takes it
  if (!raised_) raised_.emplace(std::move(error));
}

bool ArrowStream::may_go_on() {
  const nb::gil_scoped_acquire hold;
  if (PyErr_CheckSignals() != 0) keep_raised();
  return !raised_;
}

void ArrowStream::raise_if_raised() {
  if (raised_) throw std::move(*raised_);
}

// In front of all checks of the schema: it may be anything.
void ArrowStream::note_naive(const ArrowSchema& column, const std::string& path, unsigned depth) {
  if (depth > kMostLevels || column.children == nullptr) return;
  for (std::int64_t i = 0; i < column.n_children; ++i) {
    const ArrowSchema* child = column.children[i];
    if (child == nullptr) return;
    const std::string name = child->name == nullptr ? "" : child->name;
    const std::string here = path.empty() ? name : path + "." + name;
    if (is_naive_time(*child) ||
        (child->dictionary != nullptr && is_naive_time(*child->dictionary)))
      naive_columns_.push_back(here);
    note_naive(*child, here, depth + 1);
  }
}

}  // namespace diallint::python
