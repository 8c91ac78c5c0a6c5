/// @file
/// Arrow's C data interface and C stream interface: the structs in which tables are handed over
/// without a copy and without a library of Arrow, as
/// https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html lay them out.
/// A program that has them from elsewhere keeps its own.
///
///     ArrowArrayStream stream;  // filled by a library of Arrow
///     diallint::TableOptions options;
///     options.csv_map = {{"phoneNumber", "Telephone"}};
///     const auto result = checker.check_arrow(stream, diallint::current_time(), options);
///     stream.release(&stream);
#pragma once
#include <cstdint>

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

extern "C" {

/// The type of an array, with its name and its children.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

/// The values of an array, in the buffers that its type has.
struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

}  // extern "C"

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

extern "C" {

/// Arrays of one type, one after the other.
struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema* out);
  int (*get_next)(ArrowArrayStream*, ArrowArray* out);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};

}  // extern "C"

#endif
