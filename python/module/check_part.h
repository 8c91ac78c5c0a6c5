// A part of a list that is checked in many places at once: what may stand once in the list is given
// back as keyed hashes, in columns.
#pragma once
#include <nanobind/nanobind.h>

#include "module/rules.h"

namespace diallint::python {

/// A table of Arrow's as of Rules::check_part(), with (counts, found, findings, naive, values).
/// Nothing is found of values that stand twice; instead `values` is (count, hashes, entries,
/// records, lines, sound, words): bytes of so many 16-byte hashes, 32-bit numbers of an item of
/// `words`, 64-bit numbers of records, from 0, and of their lines, from 1, and one byte each that
/// is 1 where no error was found in the record. Hashes are HMAC-SHA-256 with the key: equal for
/// equal values in all parts with this key, and without it nobody can try values against them.
/// Words are (rule, severity, path, message up to the first place, message behind it, source).
nanobind::tuple check_part(Rules& rules, nanobind::object capsule, const CheckWords& words,
                           nanobind::bytes key);

}  // namespace diallint::python
