#include "shared/folder_listing.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <memory>
#include <new>
#include <utility>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/file_source.h"
#include "shared/files_in_use.h"

namespace diallint {
namespace {

constexpr std::size_t kHashDigits = 2 * sizeof(Digest);
constexpr std::string_view kBetween = "  ";
constexpr std::size_t kLongestLine = 4096;  // more than any of ours

/// A file that is open, and closed at the end. -1: there is none; errno says why.
class Opened {
 public:
  explicit Opened(const std::string& path) {
    do descriptor_ = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    while (descriptor_ < 0 && errno == EINTR);
  }
  ~Opened() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// Looks through a folder. One thread.
class FolderLook {
 public:
  FolderLook(const WrittenFolder& folder, bool contents)
      : folder_(folder), contents_(contents), listing_(listing_name(folder.command)) {
    read_listing();
  }

  std::optional<ForeignFile> look() {
    look_into("");
    if (has_inner_) look_into(folder_.inner.substr(1) + "/");
    return std::move(first_);
  }

 private:
  [[noreturn]] void fail(const std::string& name, int error) const {
    if (error == ENOMEM) throw std::bad_alloc();
    throw FatalError{
        fmt::format("{}/{}: {}", folder_.shown, printable(name), reading_trouble(error))};
  }

  std::string path_of(const std::string& name) const { return folder_.path + "/" + name; }

  template <typename Take>
  void each_piece(const Opened& file, const std::string& name, const Take& take) const {
    std::array<char, std::size_t{32} << 10> piece;
    for (;;) {
      const ssize_t got = ::read(file.descriptor(), piece.data(), piece.size());
      if (got == 0) return;
      if (got > 0)
        take(std::string_view(piece.data(), static_cast<std::size_t>(got)));
      else if (errno != EINTR)
        fail(name, errno);
    }
  }

  /// No hashes where it is not there, or somebody else's.
  void read_listing() {
    const Opened file(path_of(listing_));
    if (file.descriptor() < 0 && errno != ENOENT && errno != ELOOP) fail(listing_, errno);
    struct stat status {};
    if (file.descriptor() < 0 || ::fstat(file.descriptor(), &status) != 0 ||
        !S_ISREG(status.st_mode))
      return;
    std::string rest;
    bool ours = false;
    const auto line_ends = [&](std::string_view line) {
      if (ours) note(line);
      ours = ours || line == listing_head(folder_.command);
    };
    each_piece(file, listing_, [&](std::string_view piece) {
      for (const char c : piece) {
        if (rest.size() < kLongestLine) rest += c;
        if (c == '\n') line_ends(std::exchange(rest, {}));
      }
    });
    if (ours) hashes_.emplace(listing_, "");
  }

  void note(std::string_view line) {
    const std::size_t name = kHashDigits + kBetween.size();
    if (line.size() <= name + 1 || line.substr(kHashDigits, kBetween.size()) != kBetween) return;
    hashes_.emplace(line.substr(name, line.size() - name - 1), line.substr(0, kHashDigits));
  }

  /// `prefix` is the name of the inner folder with a slash behind it, or empty.
  void look_into(const std::string& prefix) {
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(path_of(prefix).c_str()),
                                                      ::closedir);
    if (entries == nullptr) fail(prefix, errno);
    for (;;) {
      errno = 0;
      const dirent* entry = ::readdir(entries.get());
      if (entry == nullptr && errno != 0) fail(prefix, errno);
      if (entry == nullptr) return;
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") look_at(prefix + std::string(name));
    }
  }

  void look_at(const std::string& name) {
    struct stat status {};
    if (::lstat(path_of(name).c_str(), &status) != 0) fail(name, errno);
    if (S_ISDIR(status.st_mode) && "/" + name == folder_.inner) {
      has_inner_ = true;
      return;
    }
    const auto found = hashes_.find(name);
    if (found == hashes_.end() || !S_ISREG(status.st_mode)) return take(name, false);
    if (!contents_ || found->second.empty()) return;
    const Opened file(path_of(name));
    if (file.descriptor() < 0) fail(name, errno);
    FileWritten::expect_unread(key_of(file.descriptor()),
                               fmt::format("{}/{}", folder_.shown, printable(name)));
    Sha256 hash;
    each_piece(file, name, [&](std::string_view piece) { hash.add(piece); });
    if (to_hex(hash.digest()) != found->second) take(name, true);
  }

  void take(const std::string& name, bool changed) {
    if (!first_ || name < first_->name) first_ = ForeignFile{name, changed};
  }

  const WrittenFolder& folder_;
  bool contents_;
  std::string listing_;
  std::map<std::string, std::string, std::less<>> hashes_;  // by name
  bool has_inner_ = false;
  std::optional<ForeignFile> first_;
};

}  // namespace

std::string listing_name(std::string_view command) { return fmt::format("{}.sha256", command); }

std::string listing_head(std::string_view command) {
  return fmt::format("# files that diallint {} wrote; it replaces the folder while these are all\n",
                     command);
}

std::string listing_line(std::string_view name, const Digest& digest) {
  return fmt::format("{}{}{}\n", to_hex(digest), kBetween, name);
}

std::optional<ForeignFile> foreign_file_in(const WrittenFolder& folder, bool contents) {
  return FolderLook(folder, contents).look();
}

}  // namespace diallint
