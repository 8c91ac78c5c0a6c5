#include "shared/pack_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "base/printable.h"
#include "schema/schema_catalog.h"
#include "shared/beneath.h"
#include "shared/failure.h"
#include "shared/file_schema.h"
#include "shared/output_file.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

/// A file of a pack stays inside its folder, whatever a manifest or a link in it says.
Beneath place_of(const std::string& folder, const std::string& file) {
  Beneath place{folder, file};
  const int trouble = file.empty() ? EXDEV : trouble_beneath(place);
  if (trouble == 0) return place;
  throw FatalError{fmt::format(
      "{}: its manifest names {}, which {}; do not use it", printable(folder), printable(file),
      trouble == ELOOP ? "leads through a symbolic link" : "is not in the pack")};
}

fs::path manifest_path(const std::string& folder) { return fs::path(folder) / kManifestName; }

void write_file(const Beneath& place, const std::string& text) {
  OutputFile output((fs::path(place.root) / place.path).string(), place);
  output.write(text);
  output.put_in_place();
}

/// Last of all: with it the folder is a pack, all files of which are there.
void write_manifest(const std::string& folder, const std::string& text) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int error = descriptor < 0 ? errno : settle_all(descriptor);
  if (descriptor >= 0) ::close(descriptor);
  if (error != 0) throw fs::filesystem_error(folder, {error, std::generic_category()});
  OutputFile output(manifest_path(folder).string(), {folder, std::string(kManifestName)});
  output.write(text);
  output.finish();
}

/// A link of that name is one too, and open_pack() refuses it.
bool has_manifest(const std::string& folder) {
  return fs::exists(fs::symlink_status(manifest_path(folder)));
}

void clear(const std::string& folder) {
  if (!has_manifest(folder)) return;
  const Pack pack = open_pack(folder);  // which looks at every name
  for (const PackFile& file : pack.files) fs::remove(fs::path(folder) / file.file);
  fs::remove(manifest_path(folder));
}

void expect_pack_or_nothing(const std::string& folder) {
  if (!fs::exists(folder) || has_manifest(folder)) return;
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
      fs::create_directories(folder);
      const Beneath place = place_of(folder, file.file);
      fs::create_directories((fs::path(folder) / file.file).parent_path());
      write_file(place, file.text);
    }
    fs::create_directories(folder);
    write_manifest(folder, manifest_of(pack));
  });
}

Pack open_pack(const std::string& folder) {
  const std::string manifest = manifest_path(folder).string();
  try {
    const FileToRead file{manifest, {folder, std::string(kManifestName)}, kPatience};
    const std::string text = text_of_file("the pack", file);
    Pack pack = read_manifest(text);
    if (const std::string fault = first_fault(text, kPackSchema); !fault.empty()) {
      throw std::runtime_error(fault + "; see 'diallint schema pack'");
    }
    for (const PackFile& one : pack.files) {
      place_of(folder, one.file);
      if (!one.request.empty()) place_of(folder, one.request);
    }
    return pack;
  } catch (const std::runtime_error& error) {
    throw FatalError{fmt::format("{}: {}", printable(manifest), printable(error.what()))};
  }
}

}  // namespace diallint
