// Text of the input on its way out: made visible where a terminal, or a reader of the report, would
// otherwise act on it or be misled by it, and measured in columns.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace diallint {

/// Columns of a terminal that a printable code point takes: 0 (it combines with the one before), 1,
/// or 2 (East Asian wide).
int columns_of(char32_t code_point) noexcept;

/// Whether a code point controls the terminal, turns the direction of text, ends a line, or shows
/// nothing at all: controls, format characters, zero-width ones, U+2028/2029, noncharacters.
bool is_unprintable(char32_t code_point) noexcept;

/// Whether text[at] is the second number sign of what logs of CI take for a command, wherever in a
/// line it stands: ##[error], ##vso[task], ##teamcity[message].
bool opens_log_command(std::string_view text, std::size_t at) noexcept;

/// Whether a line that begins so would be a command to the log of a GitHub workflow: two colons,
/// behind spaces of whatever kind.
bool begins_log_command(std::string_view line) noexcept;

/// One code point as it is printed. Valid UTF-8, nothing in it is_unprintable().
struct Printed {
  std::string text;
  int columns = 1;
};

/// The code point that starts at text[at]; moves `at` behind it. Unprintable ones show as `\x1B`,
/// `\t` or `\u{202E}`, a byte that is no UTF-8 as `\xFF`; of `##[` and `##word[`, which are
/// commands to the logs of CI, the second sign as `\x23`.
Printed next_printed(std::string_view text, std::size_t& at);

/// Appends text as it is printed.
void append_printable(std::string& out, std::string_view text);
/// The text as append_printable() writes it: in one line, and printing it again changes nothing.
std::string printable(std::string_view text);

}  // namespace diallint
