// The one way out for texts of which a part is not the program's own: names and titles of a schema,
// words of a configuration, file names, arguments.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// Lines for people, each printable() and none a command to the log of a CI service.
std::string printable_page(std::string_view text);

/// JSON that means the same, with everything unprintable in its strings \u-escaped, and what would
/// be a command to the log of a CI service too. Its line ends stay.
std::string printable_json(std::string_view json);

}  // namespace diallint
