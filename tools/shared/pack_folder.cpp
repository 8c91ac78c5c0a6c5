#include "shared/pack_folder.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/output_file.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, const std::string& text) {
  OutputFile output(path.string());
  output.write(text);
  output.finish();
}

/// A file of a pack stays inside its folder, whatever a manifest says.
fs::path path_of(const std::string& folder, const std::string& file) {
  const fs::path path(file);
  bool inside = !file.empty() && path.is_relative();
  for (const fs::path& part : path) inside = inside && part != "..";
  if (!inside) {
    throw FatalError{
        fmt::format("{}: its manifest names {}, which is not in the pack; do not use it",
                    printable(folder), printable(file))};
  }
  return fs::path(folder) / path;
}

fs::path manifest_path(const std::string& folder) { return fs::path(folder) / kManifestName; }

void clear(const std::string& folder) {
  if (!fs::exists(manifest_path(folder))) return;
  for (const PackFile& file : open_pack(folder).files) fs::remove(path_of(folder, file.file));
  fs::remove(manifest_path(folder));
}

void expect_pack_or_nothing(const std::string& folder) {
  if (!fs::exists(folder) || fs::exists(manifest_path(folder))) return;
  if (fs::is_directory(folder) && fs::is_empty(folder)) return;
  throw FatalError{
      fmt::format("{} is neither an empty folder nor a pack; name another one", printable(folder))};
}

template <typename Action>
void at_folder(const std::string& folder, Action action) {
  try {
    action();
  } catch (const fs::filesystem_error& error) {
    throw FatalError{fmt::format("cannot write the pack {}: {}; choose another folder with -o",
                                 printable(folder), printable(error.code().message()))};
  }
}

}  // namespace

void require_pack_folder(const std::string& folder) {
  at_folder(folder, [&] { expect_pack_or_nothing(folder); });
}

void write_pack(const Pack& pack, const std::string& folder) {
  if (pack.files.empty()) {
    throw FatalError{"the pack would have no files; choose another shape, or a --count from 1"};
  }
  at_folder(folder, [&] {
    expect_pack_or_nothing(folder);
    clear(folder);
    for (const PackFile& file : pack.files) {
      const fs::path path = path_of(folder, file.file);
      fs::create_directories(path.parent_path());
      write_file(path, file.text);
    }
    fs::create_directories(folder);
    write_file(manifest_path(folder), manifest_of(pack));
  });
}

Pack open_pack(const std::string& folder) {
  const std::string manifest = manifest_path(folder).string();
  try {
    Pack pack = read_manifest(text_of_file("the pack", manifest));
    for (const PackFile& file : pack.files) path_of(folder, file.file);
    return pack;
  } catch (const std::runtime_error& error) {
    throw FatalError{fmt::format("{}: {}", printable(manifest), printable(error.what()))};
  }
}

}  // namespace diallint
