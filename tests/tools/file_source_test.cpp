// Files that are changed while they are read, and pipes that nothing comes from.
#include "shared/file_source.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "support/process.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

std::string rest_of(ByteSource& source) {
  std::string text;
  char piece[16];
  while (const std::size_t got = source.read(piece, sizeof piece)) text.append(piece, got);
  return text;
}

/// What is said of a file that `change` happens to while it is open.
template <typename Change>
std::string said_after(const fs::path& file, Change change) {
  FileSource source(FileToRead{file.string()});
  rest_of(source);
  change();
  try {
    source.expect_unchanged();
  } catch (const ReadError& error) {
    return error.what;
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a file that changes while it is read is told", "[file_source]") {
  const Scratch scratch;
  const fs::path file = scratch.folder() / "a";
  const fs::path other = scratch.folder() / "b";
  const auto text = [&](const fs::path& path, const std::string& content) {
    return [=] { write_text(path, content); };
  };
  write_text(file, "text");
  CHECK(said_after(file, [] {}) == "nothing");
  CHECK(said_after(file, text(other, "another")) == "nothing");
  CHECK(said_after(file, text(file, "longer text")).starts_with("it was changed while"));
  CHECK(said_after(file, text(file, "t")).starts_with("it was changed while"));
  CHECK(said_after(file, [&] {
          const timespec times[2] = {{0, UTIME_OMIT}, {1, 0}};
          REQUIRE(::utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
        }).starts_with("it was changed while"));
  CHECK(said_after(file, [&] { fs::rename(other, file); }).starts_with("it was replaced while"));
  CHECK(said_after(file, [&] { fs::remove(file); }).starts_with("it was replaced while"));
  CHECK(said_after("/proc/self/status", [] {}) == "nothing");
}

TEST_CASE("a pipe that nothing comes from is told of once, and waited for", "[file_source]") {
  const Scratch scratch;
  const fs::path pipe = scratch.folder() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  int told = 0;
  int writer = -1;
  // The writer comes when it is told that it is missing.
  FileSource source(FileToRead{pipe.string()}, {0, [&] {
                                                  ++told;
                                                  writer =
                                                      ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
                                                  REQUIRE(::write(writer, "text", 4) == 4);
                                                }});
  char piece[4];
  CHECK(source.read(piece, sizeof piece) == 4);
  CHECK(told == 1);
  REQUIRE(::write(writer, "more", 4) == 4);
  ::close(writer);
  CHECK(rest_of(source) == "more");
  CHECK(told == 1);
  CHECK(said_after("/dev/null", [] {}) == "nothing");
}

TEST_CASE("a file that grows while it is checked ends the run with 2", "[file_source]") {
  const Scratch scratch;
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "{\"clientToken\":\"\",\"phoneNumber\":\"\"}\n";
  write_text(scratch.folder() / "big.ndjson", text);
  // The report is more than a pipe holds: what stands here reads on when the file has grown.
  const Outcome outcome = run_command(
      "mkfifo out; diallint -q --now none big.ndjson > out & exec 3< out; head -c 1 <&3 > first; "
      "echo >> big.ndjson; cat <&3 > rest; wait $!; exit $?",
      scratch);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.starts_with("diallint: big.ndjson: it was changed while it was read"));
  CHECK(file_text(scratch.folder() / "rest").find("not read: big.ndjson: it was changed") !=
        std::string::npos);
}

}  // namespace diallint::test
