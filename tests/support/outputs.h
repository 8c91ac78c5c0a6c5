// Folders that commands write to.
#pragma once
#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "support/process.h"

namespace diallint::test {

/// An empty folder for what a test makes.
inline std::filesystem::path room(const Scratch& scratch) {
  const std::filesystem::path path = scratch.root() / "room";
  std::filesystem::create_directory(path);
  return path;
}

inline std::string in_order(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::string out;
  for (const std::string& name : names) out += name + " ";
  return out;
}

/// The names in a folder, ascending, each with a space behind it.
inline std::string listed(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return in_order(std::move(names));
}
/// The same with what is in the folders in it.
inline std::string listed_below(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    names.push_back(std::filesystem::relative(entry.path(), folder).string());
  return in_order(std::move(names));
}

}  // namespace diallint::test
