#include "diallint/table_helper.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace diallint {
namespace {

constexpr const char* kHelper = "diallint-tables";

bool is_table(std::string_view argument) {
  // The Python package has the same list, in table_files.py and checking.py.
  constexpr std::string_view kEndings[] = {".xlsx", ".xlsm", ".xls", ".parquet", ".pq"};
  if (argument.starts_with('-')) return false;
  std::string name(argument);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// Where it was started, and where it stands: in the wheel that is elsewhere.
std::vector<std::filesystem::path> folders_of_program(const std::filesystem::path& started_as) {
  std::vector<std::filesystem::path> folders;
  if (started_as.has_parent_path()) folders.push_back(started_as.parent_path());
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) folders.push_back(program.parent_path());
  return folders;
}

}  // namespace

void hand_tables_on(int count, char** arguments) {
  if (count < 2) return;
  const std::string_view first = arguments[1];
  if (first != "check" && !first.starts_with('-') && !is_table(first)) return;
  if (!std::any_of(arguments + 1, arguments + count, is_table)) return;
  char* const own = arguments[0];
  for (const std::filesystem::path& folder : folders_of_program(own)) {
    const std::string helper = folder / kHelper;
    std::string name = helper;
    arguments[0] = name.data();
    ::execv(helper.c_str(), arguments);
    arguments[0] = own;  // there is none
  }
}

}  // namespace diallint
