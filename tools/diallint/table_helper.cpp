#include "diallint/table_helper.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
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

void hand_tables_on(std::vector<std::string> arguments) {
  if (arguments.empty()) return;
  const std::string_view first = arguments.front();
  if (first != "check" && !first.starts_with('-') && !is_table(first)) return;
  if (std::none_of(arguments.begin(), arguments.end(), is_table)) return;
  for (const std::filesystem::path& folder : folders_of_program(program_invocation_name)) {
    std::string helper = folder / kHelper;
    std::vector<char*> words = {helper.data()};
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    ::execv(helper.c_str(), words.data());  // comes back where there is none
  }
}

}  // namespace diallint
