// Columns of Python values as an Arrow stream of one batch, for whoever speaks Arrow's PyCapsule
// protocol.
#pragma once
#include <nanobind/nanobind.h>

namespace diallint::python {

/// A capsule `arrow_array_stream`. `columns` are tuples of a name, what the values are ("text",
/// "number" or "flag") and the list of them, each a str, an int from 0 or a bool, or None; all
/// lists are of one length. Needs the GIL; what the capsule holds needs none.
nanobind::object export_columns(nanobind::list columns);

}  // namespace diallint::python
