// What calls of the module give back, as values of Python. All of it needs the GIL.
#pragma once
#include <nanobind/nanobind.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "diallint/finding.h"
#include "diallint/instant.h"

namespace diallint::python {

/// Seconds since 1970 and nanoseconds.
using Moment = std::pair<std::int64_t, std::int32_t>;

inline Instant instant_of(const Moment& moment) { return {moment.first, moment.second, false}; }

/// Messages of the library are UTF-8, but hold keys of inputs, which may be any bytes.
nanobind::object text_of(std::string_view text);
nanobind::object text_or_none(std::string_view text);

/// In the order of CountsTuple in _core.pyi.
nanobind::tuple as_tuple(const Counts& counts);

nanobind::dict as_dict(const std::map<std::string, std::uint64_t>& counts);

}  // namespace diallint::python
