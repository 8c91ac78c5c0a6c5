// Attributes as contact flows have them: names, and values that go with each.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"

namespace diallint {

/// Names of attributes: ASCII letters, digits, - and _. Static storage.
std::span<const std::string_view> attribute_keys() noexcept;

/// Whether values that go with this name differ from those of others.
bool says_what_it_holds(std::string_view key) noexcept;

/// A value that an attribute of this name may well have; any phrase() where it does not
/// say what it holds. UTF-8, one line; may be empty.
std::string attribute_text(std::string_view key, Random& random);

}  // namespace diallint
