#include "shared/kept_attributes.h"

#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string_view>

namespace diallint {
namespace {

/// All that `read` writes into a buffer of the size that it asks for, which may have grown
/// meanwhile. False where it says that it cannot.
template <typename Read>
bool read_whole(Read read, std::string& out) {
  for (;;) {
    const ssize_t size = read(nullptr, 0);
    out.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    if (size <= 0) return size == 0;
    const ssize_t got = read(out.data(), out.size());
    if (got < 0 && errno == ERANGE) continue;
    if (got >= 0) out.resize(static_cast<std::size_t>(got));
    return got >= 0;
  }
}

/// Labels, which the system gives to each file by itself.
bool is_the_systems(std::string_view name) noexcept {
  return name.starts_with("security.") || name.starts_with("trusted.");
}

/// Those of a file that are not the system's. False where they cannot be read.
template <typename List>
bool names_of(List list, std::set<std::string>& out) {
  std::string names;
  if (!read_whole(list, names)) return false;
  for (std::size_t at = 0; at < names.size(); at = names.find('\0', at) + 1)
    if (!is_the_systems(names.c_str() + at)) out.insert(names.c_str() + at);
  return true;
}

}  // namespace

int keep_attributes(const std::string& path, int descriptor) {
  std::set<std::string> kept;
  std::set<std::string> inherited;
  const bool is_known =
      names_of([&](char* out, std::size_t size) { return ::listxattr(path.c_str(), out, size); },
               kept) &&
      names_of([&](char* out, std::size_t size) { return ::flistxattr(descriptor, out, size); },
               inherited);
  if (!is_known) return errno == ENOTSUP ? 0 : errno;
  int error = 0;
  const auto note = [&](int result) {
    if (result != 0) error = errno;
  };
  for (const std::string& name : inherited)
    if (!kept.contains(name)) note(::fremovexattr(descriptor, name.c_str()));
  std::string value;
  for (const std::string& name : kept) {
    const auto get = [&](char* out, std::size_t size) {
      return ::getxattr(path.c_str(), name.c_str(), out, size);
    };
    note(read_whole(get, value)
             ? ::fsetxattr(descriptor, name.c_str(), value.data(), value.size(), 0)
             : -1);
  }
  return error;
}

}  // namespace diallint
