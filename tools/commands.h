// What the program does, one function a command. Each returns the exit code and throws Failure.
#pragma once
#include <string_view>

#include "options.h"

namespace diallint {

inline constexpr int kNothingFound = 0;
inline constexpr int kFound = 1;
inline constexpr int kTrouble = 2;

int check(const Options& options);
int list_rules(const Options& options);
int explain(const Options& options);
int show_schema(const Options& options);
int show_config(const Options& options);
int compare_schemas(const Options& options);

/// Writes a text to standard output.
int print(std::string_view text);

/// One line on standard error, the program's name in front.
void complain(std::string_view message);

}  // namespace diallint
