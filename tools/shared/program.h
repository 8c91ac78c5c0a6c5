// What the programs have in common at their start and end: the standard streams, and whatever goes
// wrong turned into one line and an exit code.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace diallint {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitError = 2;

/// Runs `run` with the arguments behind the program's name and gives its exit code; kExitError, and
/// a line on standard error with `program` in front, where it throws.
int run_program(std::string_view program, int count, char** arguments,
                int (*run)(std::vector<std::string> arguments));

/// Writes lines for people to standard output, by printable_page(). Throws FatalError.
int print(std::string_view text);

/// The same for JSON, by printable_json().
int print_json(std::string_view json);

/// The same for what another program is to read, byte by byte as it is.
int print_data(std::string_view bytes);

/// One line on standard error, the program's name in front. What is not printable() is made so.
void print_error(std::string_view message);

}  // namespace diallint
