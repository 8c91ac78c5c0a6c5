// The forms of text that JSON Schema's `format` names, as far as they are checked.
#pragma once
#include <string_view>

namespace diallint {

/// RFC 3339, section 5.6, with any offset; a leap second only where one can be: in the last minute
/// of a day in UTC.
bool is_date_time(std::string_view text);
/// RFC 5321, section 4.1.2, a mailbox in ASCII: the local part as words or in quotes, and a domain
/// or an address in brackets.
bool is_email(std::string_view text);
/// RFC 3986, appendix A: a URI with its scheme, in ASCII.
bool is_uri(std::string_view text);
/// RFC 4122: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
bool is_uuid(std::string_view text);

}  // namespace diallint
