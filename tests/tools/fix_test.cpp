// What fix reads from and writes to: files, links, pipes, compressed data; and what it leaves.
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "diallint/check_options.h"
#include "shared/file_schema.h"
#include "shared/option_parser.h"
#include "support/process.h"
#include "support/refusal.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFix = "diallint fix -q --now 2026-11-20T12:00:00Z --ignore phone-fictional ";

std::string line(std::string_view phone, std::string_view token = "t") {
  return "{\"clientToken\":\"" + std::string(token) + "\",\"phoneNumber\":\"" + std::string(phone) +
         "\",\"expirationTime\":\"2026-11-20T12:08:30.000Z\",\"attributes\":{}}\n";
}

const std::string kBefore = line("+1 202 555 0101");
const std::string kAfter = line("+12025550101");

ino_t inode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_ino;
}

std::string listed(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename() != "examples") names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  std::string out;
  for (const std::string& name : names) out += name + " ";
  return out;
}

// The list as the system keeps it: user 7 may read what its owner may write.
const std::string kMayRead = [] {
  constexpr auto kNobody = static_cast<__le32>(ACL_UNDEFINED_ID);
  const posix_acl_xattr_header header{POSIX_ACL_XATTR_VERSION};
  const posix_acl_xattr_entry entries[] = {{ACL_USER_OBJ, ACL_READ | ACL_WRITE, kNobody},
                                           {ACL_USER, ACL_READ, 7},
                                           {ACL_GROUP_OBJ, ACL_READ, kNobody},
                                           {ACL_MASK, ACL_READ, kNobody},
                                           {ACL_OTHER, 0, kNobody}};
  std::string list(sizeof header + sizeof entries, '\0');
  std::memcpy(list.data(), &header, sizeof header);
  std::memcpy(list.data() + sizeof header, entries, sizeof entries);
  return list;
}();

/// Nothing for one that is not there.
std::string attribute(const std::string& path, const char* name) {
  std::string value(256, '\0');
  const ssize_t size = ::getxattr(path.c_str(), name, value.data(), value.size());
  return value.substr(0, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
}

}  // namespace

TEST_CASE("A file that needs nothing is not touched", "[fix]") {
  const Scratch scratch;
  const fs::path path = scratch.folder() / "a.ndjson";
  write_text(path, kAfter);
  const ino_t before = inode_of(path);
  CHECK(run_command(std::string(kFix) + "--in-place a.ndjson", scratch).exit_code == 0);
  CHECK(inode_of(path) == before);
  write_text(path, kBefore);
  CHECK(run_command(std::string(kFix) + "--in-place a.ndjson", scratch).exit_code == 0);
  CHECK(file_text(path) == kAfter);
  CHECK(inode_of(path) != before);
  CHECK(listed(scratch.folder()) == "a.ndjson ");
}

TEST_CASE("The summary of all inputs is JSON by its schema, without a value", "[fix]") {
  const Scratch scratch;
  write_text(scratch.folder() / "a.ndjson", kBefore + line("nobody", "u"));
  write_text(scratch.folder() / "b.ndjson", kAfter);
  write_text(scratch.root() / "d.ndjson", kAfter);
  fs::create_symlink(scratch.root() / "d.ndjson", scratch.folder() / "c.ndjson");
  const Outcome fixed = run_command(
      std::string(kFix) + "--output-format json --in-place a.ndjson b.ndjson c.ndjson", scratch);
  CHECK(fixed.exit_code == 2);
  CHECK(first_fault(fixed.out, "fix.schema.json") == "");
  const auto summary = nlohmann::json::parse(fixed.out);
  REQUIRE(summary["files"].size() == 2);
  const auto& first = summary["files"][0];
  CHECK(first["name"] == "a.ndjson");
  CHECK(first["made"] == nlohmann::json{{"number-form", 1}});
  CHECK(first["before"]["invalid"] == 2);
  CHECK(first["after"]["invalid"] == 1);
  CHECK(first["after"]["valid"] == 1);
  CHECK(first["left"].size() > 0);
  CHECK(summary["files"][1]["made"].empty());
  REQUIRE(summary["unread"].size() == 1);
  CHECK(summary["unread"][0]["file"] == "c.ndjson");
  for (const char* value : {"2025550101", "nobody"})
    CHECK(fixed.out.find(value) == std::string::npos);

  const Outcome one =
      run_command(std::string(kFix) + "--output-format json -o out b.ndjson", scratch);
  CHECK(one.exit_code == 0);
  CHECK(first_fault(one.out, "fix.schema.json") == "");
  for (const char* target : {"", "--diff", "-o -"}) {
    const Outcome refused =
        run_command(std::string(kFix) + "--output-format json b.ndjson " + target, scratch);
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("--output-format json needs standard output for itself") !=
          std::string::npos);
  }
}

TEST_CASE("The summary says what keeps a column, without a value", "[fix]") {
  const Scratch scratch;
  const std::string table =
      "clientToken,Notes,phoneNumber,expirationTime\n"
      "t,+12025550101,2026-11-20T12:08:30.000Z\n";
  write_text(scratch.folder() / "list.csv", table);
  const Outcome fixed =
      run_command(std::string(kFix) + "--unsafe --output-format json --in-place list.csv", scratch);
  CHECK(first_fault(fixed.out, "fix.schema.json") == "");
  const auto summary = nlohmann::json::parse(fixed.out);
  CHECK(summary["files"][0]["obstacle"].get<std::string>().starts_with("no column was dropped"));
  CHECK(fixed.out.find("2025550101") == std::string::npos);
  CHECK(file_text(scratch.folder() / "list.csv") == table);
}

TEST_CASE("What is null gets its quotes with its text", "[fix]") {
  const Scratch scratch;
  std::string text = kAfter;
  const std::string time = "\"2026-11-20T12:08:30.000Z\"";
  const std::size_t at = text.find(time);
  write_text(scratch.folder() / "a.ndjson", text.replace(at, time.size(), "null"));
  const Outcome fixed =
      run_command(std::string(kFix) + "--unsafe --expires-in 510 a.ndjson", scratch);
  CHECK(fixed.out == kAfter);
  CHECK(fixed.exit_code == 0);
}

TEST_CASE("What a pipe gives is fixed, wherever it is named", "[fix]") {
  const Scratch scratch;
  write_text(scratch.folder() / "a.ndjson", kBefore);
  CHECK(run_command("cat a.ndjson | " + std::string(kFix) + "-", scratch).out == kAfter);
  CHECK(run_command(std::string(kFix) + "- < a.ndjson", scratch).out == kAfter);
  const Outcome named = run_command(
      "mkfifo p.ndjson; cat a.ndjson > p.ndjson & " + std::string(kFix) + "p.ndjson", scratch);
  CHECK(named.out == kAfter);
  CHECK(named.exit_code == 0);
  const Outcome in_place = run_command(std::string(kFix) + "--in-place p.ndjson", scratch);
  CHECK(in_place.exit_code == 2);
  CHECK(in_place.err ==
        "diallint: p.ndjson: it is no file that could be written in place; give -o\n");
}

TEST_CASE("Compressed texts are fixed, and written as text", "[fix]") {
  const Scratch scratch;
  write_text(scratch.folder() / "a.ndjson", kBefore);
  CHECK(run_command("gzip -k a.ndjson; " + std::string(kFix) + "-o out a.ndjson.gz", scratch)
            .exit_code == 0);
  CHECK(file_text(scratch.folder() / "out") == kAfter);
  const std::string packed = file_text(scratch.folder() / "a.ndjson.gz");
  const Outcome in_place = run_command(std::string(kFix) + "--in-place a.ndjson.gz", scratch);
  CHECK(in_place.exit_code == 2);
  CHECK(in_place.err ==
        "diallint: a.ndjson.gz: it is compressed, and is not written in place; give -o, or unpack "
        "it\n");
  CHECK(file_text(scratch.folder() / "a.ndjson.gz") == packed);
  const Outcome cut = run_command(
      "head -c 30 a.ndjson.gz > cut.gz; " + std::string(kFix) + "-o cut.out cut.gz", scratch);
  CHECK(cut.exit_code == 2);
  CHECK_FALSE(fs::exists(scratch.folder() / "cut.out"));
}

TEST_CASE("An input at fault leaves the others to be fixed", "[fix]") {
  const Scratch scratch;
  write_text(scratch.folder() / "a.ndjson", kBefore);
  write_text(scratch.folder() / "b.ndjson", kBefore);
  const Outcome done =
      run_command(std::string(kFix) + "--in-place missing.ndjson a.ndjson b.ndjson", scratch);
  CHECK(done.exit_code == 2);
  CHECK(file_text(scratch.folder() / "a.ndjson") == kAfter);
  CHECK(file_text(scratch.folder() / "b.ndjson") == kAfter);
}

TEST_CASE("A file that cannot be written keeps its content", "[fix]") {
  const Scratch scratch;
  write_text(scratch.folder() / "a.ndjson", kBefore);
  const Outcome done =
      run_command("ulimit -f 0; " + std::string(kFix) + "--in-place a.ndjson", scratch);
  CHECK(done.exit_code == 2);
  CHECK(file_text(scratch.folder() / "a.ndjson") == kBefore);
  CHECK(listed(scratch.folder()) == "a.ndjson ");
}

TEST_CASE("A file keeps its attributes and gets none from its folder", "[fix]") {
  const Scratch scratch;
  const std::string folder = scratch.folder();
  const std::string plain = folder + "/plain.ndjson";
  const std::string shared = folder + "/shared.ndjson";
  write_text(plain, kBefore);
  write_text(shared, kBefore);
  int error = 0;
  const auto set = [&](const std::string& path, const char* name, const std::string& value) {
    if (::setxattr(path.c_str(), name, value.data(), value.size(), 0) != 0) error = errno;
  };
  set(shared, "user.origin", "crm");
  set(shared, "system.posix_acl_access", kMayRead);
  set(folder, "system.posix_acl_default", kMayRead);
  if (error == ENOTSUP) {
    WARN("the file system of temporary files has no extended attributes");
    return;
  }
  REQUIRE(error == 0);
  REQUIRE(::chmod(plain.c_str(), 0640) == 0);
  write_text(folder + "/new.ndjson", kBefore);
  REQUIRE(attribute(folder + "/new.ndjson", "system.posix_acl_access") == kMayRead);

  CHECK(
      run_command(std::string(kFix) + "--in-place plain.ndjson shared.ndjson", scratch).exit_code ==
      0);
  CHECK(file_text(plain) == kAfter);
  CHECK(file_text(shared) == kAfter);
  CHECK(attribute(plain, "system.posix_acl_access").empty());
  CHECK(fs::status(plain).permissions() == fs::perms{0640});
  CHECK(attribute(shared, "system.posix_acl_access") == kMayRead);
  CHECK(attribute(shared, "user.origin") == "crm");
}

TEST_CASE("Folders are fixed in place", "[fix]") {
  const Scratch scratch;
  fs::create_directory(scratch.folder() / "in");
  write_text(scratch.folder() / "in/a.ndjson", kBefore);
  write_text(scratch.folder() / "in/b.csv",
             "clientToken,phone_number,expirationTime\nt,+12025550101,2026-11-20T12:08:30.000Z\n");
  const Outcome done = run_command(std::string(kFix) + "--in-place in", scratch);
  INFO(done.err);
  CHECK(done.exit_code == 0);
  CHECK(file_text(scratch.folder() / "in/a.ndjson") == kAfter);
  CHECK(file_text(scratch.folder() / "in/b.csv") ==
        "clientToken,phoneNumber,expirationTime\nt,+12025550101,2026-11-20T12:08:30.000Z\n");
}

TEST_CASE("Settings next to an input hold for its fixes", "[fix]") {
  const Scratch scratch;
  write_text(scratch.folder() / "diallint.toml",
             "now = \"none\"\n[csv-map]\nphoneNumber = \"Mobile\"\n");
  write_text(scratch.folder() / "a.csv",
             "clientToken,Mobile,expirationTime\nt,+1 202 555 0101,2026-11-20T12:08:30.000Z\n");
  const Outcome done = run_command("diallint fix -q --ignore phone-fictional a.csv", scratch);
  CHECK(done.out == "clientToken,Mobile,expirationTime\nt,+12025550101,2026-11-20T12:08:30.000Z\n");
}

TEST_CASE("An option of fix with an empty value is refused, and named", "[fix]") {
  std::size_t tried = 0;
  for (const OptionFacts& option : fix_options()) {
    if (option.kind.empty()) continue;
    CAPTURE(option.name);
    CHECK(refusal([&] {
            parse_check(Command::kFix, {option.name + "=", "a.json"});
          }) == option.name + " is empty; give a value, or leave it out");
    ++tried;
  }
  CHECK(tried > 20);
}

}  // namespace diallint::test
