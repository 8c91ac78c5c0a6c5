#include "diallint/credentials_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ascii.h"
#include "base/printable.h"
#include "shared/failure.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

struct Profile {
  std::string name;
  ServiceCredentials keys;
};

/// Where a member of a profile goes; null for what is none of ours.
std::string* target_of(Profile& profile, std::string_view name) {
  if (name == "aws_access_key_id") return &profile.keys.access_key_id;
  if (name == "aws_secret_access_key") return &profile.keys.secret_access_key;
  return name == "aws_session_token" ? &profile.keys.session_token : nullptr;
}

class CredentialsReader {
 public:
  CredentialsReader(std::string_view option, const std::string& path)
      : place_(fmt::format("{}: {}", option, printable(path))) {}

  std::vector<ServiceCredentials> read(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      ++line_;
      take(without_space(text.substr(at, end - at)));
      at = end + 1;
    }
    for (const Profile& profile : profiles_) keep(profile);
    if (found_.empty()) fail("no profile in it has aws_access_key_id and aws_secret_access_key");
    return std::move(found_);
  }

 private:
  [[noreturn]] void fail(std::string_view what) const {
    throw FatalError{fmt::format("{}: {}", place_, what)};
  }

  [[noreturn]] void fail_here(std::string_view what) const {
    fail(fmt::format("line {}: {}", line_, what));
  }

  void take(const std::string& line) {
    if (line.empty() || line.front() == '#' || line.front() == ';') return;
    if (line.front() == '[') {
      if (line.back() != ']') fail_here("the bracket of the profile's name is not closed");
      profiles_.push_back({without_space(line.substr(1, line.size() - 2)), {}});
      return;
    }
    const std::size_t mark = line.find('=');
    if (mark == std::string::npos) fail_here("neither [PROFILE] nor NAME = VALUE");
    if (profiles_.empty()) fail_here("a value stands before the first [PROFILE]");
    std::string* target =
        target_of(profiles_.back(), to_lower(without_space(line.substr(0, mark))));
    if (target == nullptr) return;
    if (!target->empty()) fail_here("the profile has this twice");
    *target = without_space(line.substr(mark + 1));
    if (target->empty()) fail_here("the value is empty");
  }

  void keep(const Profile& profile) {
    const ServiceCredentials& keys = profile.keys;
    if (keys.access_key_id.empty() && keys.secret_access_key.empty()) return;
    const std::string name = printable(profile.name);
    if (keys.access_key_id.empty() || keys.secret_access_key.empty())
      fail(fmt::format("profile {} has no {}", name,
                       keys.access_key_id.empty() ? "aws_access_key_id" : "aws_secret_access_key"));
    for (const ServiceCredentials& other : found_)
      if (other.access_key_id == keys.access_key_id)
        fail(fmt::format("profile {} has the access key id of another profile", name));
    found_.push_back(keys);
  }

  std::string place_;
  std::size_t line_ = 0;
  std::vector<Profile> profiles_;
  std::vector<ServiceCredentials> found_;
};

/// A pipe is read by nobody else.
void expect_private(std::string_view option, const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return;
  throw FatalError{
      fmt::format("{}: {} is open to other users of this machine (mode {:o}); run chmod 600 on it",
                  option, printable(path), status.st_mode & 0777U)};
}

}  // namespace

std::vector<ServiceCredentials> credentials_of_file(std::string_view option,
                                                    const std::string& path) {
  expect_private(option, path);
  return CredentialsReader(option, path).read(text_of_file(option, path));
}

}  // namespace diallint
