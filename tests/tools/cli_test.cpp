// The program from outside: every console block of tests/cli/*.md is run in a copy of the examples
// and must give the streams and the exit code that follow it. DIALLINT_UPDATE=1 rewrites them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {
namespace {

/// A console block with what is expected of it, or the prose between two.
struct Section {
  std::string text;     // as it stands in the file
  std::string command;  // empty: prose
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

class Document {
 public:
  explicit Document(const std::string& text) : lines_(lines_of(text)) {
    while (at_ < lines_.size()) lines_[at_] == "```console" ? add_case() : add_prose();
  }
  const std::vector<Section>& sections() const { return sections_; }

 private:
  void add_prose() {
    Section section;
    while (at_ < lines_.size() && lines_[at_] != "```console") section.text += lines_[at_++] + "\n";
    sections_.push_back(section);
  }

  void add_case() {
    Section section;
    const auto keep = [&] { section.text += lines_.at(at_++) + "\n"; };
    keep();
    while (lines_.at(at_) != "```") {
      const std::string& line = lines_[at_];
      if (!line.starts_with("exit ")) section.command += line + "\n";
      keep();
    }
    keep();
    while (stream_follows()) {
      keep();  // the empty line
      do keep();
      while (lines_.at(at_) != "```");
      keep();
    }
    sections_.push_back(section);
  }

  bool stream_follows() const {
    return at_ + 1 < lines_.size() && lines_[at_].empty() &&
           (lines_[at_ + 1] == "```stdout" || lines_[at_ + 1] == "```stderr");
  }

  std::vector<std::string> lines_;
  std::size_t at_ = 0;
  std::vector<Section> sections_;
};

/// Controls as the pictures that Unicode has of them: an escape sequence shows as ␛[31m.
std::string visible(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n')
      append_utf8(out, 0x2400U + byte);
    else
      out += c;
  }
  if (!out.empty() && out.back() != '\n') out += "\n\\ no newline at the end\n";
  return out;
}

std::string block(const std::string& name, const std::string& stream) {
  return stream.empty() ? "" : "\n```" + name + "\n" + visible(stream) + "```\n";
}

std::string shown(const std::string& command, const Outcome& outcome) {
  return "```console\n" + command + "exit " + std::to_string(outcome.exit_code) + "\n```\n" +
         block("stdout", outcome.out) + block("stderr", outcome.err);
}

/// The shell's text: without the prompt.
std::string script(const std::string& command) {
  std::string text;
  for (const std::string& line : lines_of(command))
    text += (line.starts_with("$ ") ? line.substr(2) : line) + "\n";
  return text;
}

std::vector<std::filesystem::path> documents() {
  std::vector<std::filesystem::path> paths;
  const auto folder = std::filesystem::path(source_dir()) / "tests" / "cli";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".md") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::size_t run_document(const std::filesystem::path& path, bool update) {
  const Scratch scratch;
  std::string rewritten;
  std::size_t cases = 0;
  const Document document(file_text(path));
  for (const Section& section : document.sections()) {
    if (section.command.empty()) {
      rewritten += section.text;
      continue;
    }
    const Outcome outcome = run_command(script(section.command), scratch);
    const std::string now = shown(section.command, outcome);
    CHECK(find_invalid_utf8(outcome.out) == std::string::npos);
    if (!update) CHECK(now == section.text);
    rewritten += now;
    ++cases;
  }
  if (update) write_text(path, rewritten);
  return cases;
}

}  // namespace

TEST_CASE("the program does what tests/cli says", "[cli]") {
  const bool update = std::getenv("DIALLINT_UPDATE") != nullptr;
  const auto paths = documents();
  REQUIRE_FALSE(paths.empty());
  for (const auto& path : paths) {
    INFO("DIALLINT_UPDATE=1 rewrites " << path);
    CHECK(run_document(path, update) > 0);
  }
}

TEST_CASE("the documents show what the program says", "[cli]") {
  const std::filesystem::path root = source_dir();
  for (const char* name : {"README.md", "docs/schemas.md"}) {
    INFO("DIALLINT_UPDATE=1 rewrites " << name);
    const std::string document = file_text(root / name);
    const std::string opening = "```console\n$ ";
    const std::size_t begin = document.find(opening) + opening.size();
    const std::size_t end = document.find("```\n", begin);
    REQUIRE(end != std::string::npos);
    const std::string command = document.substr(begin, document.find('\n', begin) - begin);
    const Scratch scratch;
    const Outcome outcome = run_command("cd '" + root.string() + "' && " + command, scratch);
    const std::string now = command + "\n" + outcome.out;
    if (std::getenv("DIALLINT_UPDATE") != nullptr)
      write_text(root / name, document.substr(0, begin) + now + document.substr(end));
    else
      CHECK(now == document.substr(begin, end - begin));
  }
}

}  // namespace diallint::test
