#include "diallint/history_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/ascii.h"
#include "base/printable.h"
#include "base/sha256.h"
#include "shared/failure.h"
#include "shared/interruption.h"

namespace diallint {
namespace {

constexpr std::size_t kDigits = 64;

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const noexcept { return number_; }

 private:
  int number_;
};

[[noreturn]] void fail(const std::string& path, std::string_view what) {
  throw FatalError{fmt::format("{}: {}", printable(path), what)};
}

/// The key in a file; empty: there is no such file.
std::string read_key(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (file.number() < 0 && errno == ENOENT) return {};
  if (file.number() < 0) fail(path, fmt::format("the key cannot be read: {}", strerror(errno)));
  std::array<char, kDigits + 2> text{};
  const ssize_t got = ::read(file.number(), text.data(), text.size());
  const std::string_view line(text.data(), got < 0 ? 0 : static_cast<std::size_t>(got));
  const std::string_view digits = line.substr(0, line.find('\n'));
  if (digits.size() != kDigits || line.size() != kDigits + 1 ||
      digits.find_first_not_of("0123456789abcdef") != std::string_view::npos)
    fail(path,
         "it is no key of a history, which is one line of 64 hexadecimal digits; put the right one "
         "back, or begin a new history");
  return std::string(digits);
}

std::string new_key() {
  Digest bytes{};
  if (::getentropy(bytes.data(), bytes.size()) != 0)
    throw FatalError{"the system gives no random numbers for the key of the history"};
  return to_hex(bytes);
}

bool write_all(int file, std::string_view text) {
  const ssize_t written = ::write(file, text.data(), text.size());
  return written == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
}

/// Puts a key in place, unless another process is faster: a link is made whole, and once.
void make_key(const std::string& path) {
  const std::string key = new_key();
  const std::string unfinished = fmt::format("{}.{}", path, key.substr(0, 8));
  TemporaryFile temporary;
  const SignalsHeld held;
  const Descriptor file(
      ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600));
  if (file.number() < 0 && errno == ENOENT)
    fail(path, "its folder does not exist; create it first");
  if (file.number() < 0) fail(path, fmt::format("the key cannot be made: {}", strerror(errno)));
  temporary.take(unfinished);
  const bool linked =
      write_all(file.number(), key + "\n") && ::link(unfinished.c_str(), path.c_str()) == 0;
  if (!linked && errno != EEXIST)
    fail(path, fmt::format("the key cannot be made: {}", strerror(errno)));
}

}  // namespace

std::string history_key_path(const std::string& history) { return history + ".key"; }

bool has_history_key(const std::string& history) {
  return ::access(history_key_path(history).c_str(), F_OK) == 0;
}

bool holds_anything(const std::string& history) {
  struct stat status {};
  return ::stat(history.c_str(), &status) == 0 && status.st_size > 0;
}

std::string history_key(const std::string& history) {
  const std::string path = history_key_path(history);
  std::string key = read_key(path);
  if (!key.empty()) return key;
  if (holds_anything(history))
    fail(history,
         fmt::format(
             "its key {} is missing, and without it nothing that it remembers can be found; put "
             "the key back, or move the history away to begin a new one",
             printable(path)));
  make_key(path);
  return read_key(path);
}

}  // namespace diallint
