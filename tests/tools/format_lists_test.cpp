// The words of formats stand in one place each: in the file of their reader or reporter. What lists
// formats, be it the help, the configuration or a file that ./dev generate writes, reads the
// tables.
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "engine/input_formats.h"
#include "report/reporter.h"
#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = source_dir();

/// Where each word stands in quotes, in the sources of the library and of the programs.
std::map<std::string, std::set<std::string>> places_of(const std::set<std::string>& words) {
  std::map<std::string, std::set<std::string>> places;
  for (const char* folder : {"lib", "tools"})
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const fs::path& path = entry.path();
      if (path.extension() != ".cpp" && path.extension() != ".h") continue;
      const std::string text = file_text(path);
      for (const std::string& word : words)
        if (text.find('"' + word + '"') != std::string::npos)
          places[word].insert(fs::relative(path, kRoot).generic_string());
    }
  return places;
}

}  // namespace

TEST_CASE("The name of a format of reports stands with its reporter alone", "[formats]") {
  // The other names are words of other things as well: languages of code, members of reports.
  std::set<std::string> words(report_formats().begin(), report_formats().end());
  for (const char* common : {"text", "json", "html", "ndjson"}) words.erase(common);
  for (const auto& [word, files] : places_of(words)) {
    CAPTURE(word);
    CHECK(files == std::set<std::string>{"lib/report/" + word + "_report.cpp"});
  }
}

TEST_CASE("The name of NDJSON stands with what reads and what writes it", "[formats]") {
  CHECK(places_of({"ndjson"})["ndjson"] == std::set<std::string>{"lib/engine/ndjson_reader.cpp",
                                                                 "lib/report/json_report.cpp",
                                                                 "tools/dialgen/options.h"});
}

TEST_CASE("An extension stands with its reader alone", "[formats]") {
  for (const FormatReader* reader : format_readers()) {
    std::set<std::string> words(reader->extensions.begin(), reader->extensions.end());
    words.erase(".json");  // names of fixtures end so too
    for (const auto& [word, files] : places_of(words)) {
      CAPTURE(word);
      CHECK(files ==
            std::set<std::string>{"lib/engine/" + std::string(reader->name) + "_reader.cpp"});
    }
  }
}

TEST_CASE("A table has a line for each reader and each reporter, and no other file names it",
          "[formats]") {
  const std::string readers = file_text(kRoot / "lib/engine/input_formats.cpp");
  const std::string reports = file_text(kRoot / "lib/report/reporter.cpp");
  const auto lines_of = [](const std::string& text, const std::string& end) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find("&k", at)) != std::string::npos; ++at)
      count += text.substr(at, text.find_first_of(",\n ", at) - at).ends_with(end) ? 1 : 0;
    return count;
  };
  CHECK(lines_of(readers, "Reader") == format_readers().size());
  CHECK(lines_of(reports, "Report") == report_formats().size());
}

}  // namespace diallint::test
