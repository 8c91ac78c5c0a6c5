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
  // The Python package has the same list, in words.py.
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

void hand_tables_on(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return;
  const std::string_view first = arguments.front();
  if (first != "check" && !first.starts_with('-') && !is_table(first)) return;
  if (std::none_of(arguments.begin(), arguments.end(), is_table)) return;
  for (const std::filesystem::path& folder : folders_of_program(program_invocation_name)) {
    std::vector<std::string> words = {folder / kHelper};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> call;
    for (std::string& word : words) call.push_back(word.data());
    call.push_back(nullptr);
    ::execv(call[0], call.data());  // comes back where there is none
  }
}

}  // namespace diallint
