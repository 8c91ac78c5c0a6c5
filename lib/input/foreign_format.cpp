#include "input/foreign_format.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "base/utf8.h"
#include "input/csv_splitter.h"
#include "input/format_detection.h"

namespace diallint {
namespace {

using namespace std::string_view_literals;

// --- signatures --------------------------------------------------------------------------------

constexpr std::string_view kAsRows = "write its rows as NDJSON or CSV, and check that file"sv;
constexpr std::string_view kAsSheet = "save the sheet as CSV UTF-8, and check that file"sv;
constexpr std::string_view kUnpack = "unpack it, and check the files in it"sv;

// What has to be so besides.
enum class Besides : std::uint8_t {
  kNothing,
  kNoText,   ///< letters alone may be the first ones of a word
  kInZip,    ///< the name of an archive's first file stands behind a head of 30 bytes
  kInBzip2,  ///< the first block stands behind a head of 4 bytes
};

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  ForeignFormat format;
  Besides besides = Besides::kNothing;
};

// The more special one first: most office documents are zip archives.
constexpr std::array kSignatures = {
    Signature{0, "\x1F\x8B", {"gzip data", "unpack it on the way: gzip -dc FILE | diallint -"}},
    Signature{
        0, "\x28\xB5\x2F\xFD", {"zstd data", "unpack it on the way: zstd -dc FILE | diallint -"}},
    Signature{0,
              "\xFD"
              "7zXZ",
              {"xz data", "unpack it on the way: xz -dc FILE | diallint -"}},
    Signature{4,
              "1AY&SY",
              {"bzip2 data", "unpack it on the way: bzip2 -dc FILE | diallint -"},
              Besides::kInBzip2},
    Signature{
        0, "\x04\x22\x4D\x18", {"lz4 data", "unpack it on the way: lz4 -dc FILE | diallint -"}},
    Signature{30,
              "[Content_Types].xml",
              {"an Excel workbook or another Office file", kAsSheet},
              Besides::kInZip},
    Signature{
        30, "_rels/", {"an Excel workbook or another Office file", kAsSheet}, Besides::kInZip},
    Signature{
        30, "docProps/", {"an Excel workbook or another Office file", kAsSheet}, Besides::kInZip},
    Signature{30, "xl/", {"an Excel workbook (.xlsx)", kAsSheet}, Besides::kInZip},
    Signature{30,
              "mimetypeapplication/vnd.oasis",
              {"an OpenDocument file (.ods)", kAsSheet},
              Besides::kInZip},
    Signature{0, "PK\x03\x04", {"a zip archive", kUnpack}},
    Signature{0, "PK\x05\x06", {"a zip archive without a file", kUnpack}},
    Signature{0,
              "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
              {"an Excel workbook of the old kind (.xls) or another Office file", kAsSheet}},
    Signature{0, "7z\xBC\xAF\x27\x1C", {"a 7z archive", kUnpack}},
    Signature{0, "Rar!\x1A\x07", {"a RAR archive", kUnpack}},
    Signature{257, "ustar", {"a tar archive", "unpack it: tar -xf FILE"}, Besides::kNoText},
    Signature{0, "PAR1", {"a Parquet file", kAsRows}, Besides::kNoText},
    Signature{0, "PARE", {"an encrypted Parquet file", kAsRows}, Besides::kNoText},
    Signature{0, "ARROW1", {"an Arrow file", kAsRows}, Besides::kNoText},
    Signature{0, "ORC", {"an ORC file", kAsRows}, Besides::kNoText},
    Signature{0, "Obj\x01", {"an Avro file", kAsRows}},
    Signature{0, "\xE0\x01\x00\xEA"sv, {"Ion data in binary form", "write it as JSON lines"}},
    Signature{0, "$ion_1_", {"Ion text", "write it as JSON lines"}},
    Signature{0, "SQLite format 3", {"an SQLite database", kAsRows}},
    Signature{0, "%PDF-", {"a PDF document", "export the data behind it as JSON or CSV"}},
    Signature{0, "{\\rtf", {"an RTF document", "save it as plain text in UTF-8"}},
    Signature{0,
              "version https://git-lfs.github.com/spec/",
              {"a pointer of Git LFS, not the file itself", "fetch the file: git lfs pull"}},
};

// A byte that no text holds, near the beginning.
bool is_no_text(std::string_view head) noexcept {
  constexpr std::size_t kLookedAt = 4096;
  const std::string_view start = head.substr(0, kLookedAt);
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_json_space(c);
  };
  return std::any_of(start.begin(), start.end(), is_control) ||
         find_invalid_utf8(start) < start.size() - std::min<std::size_t>(start.size(), 3);
}

bool has(std::string_view head, const Signature& signature) noexcept {
  if (head.size() < signature.offset) return false;
  if (!head.substr(signature.offset).starts_with(signature.bytes)) return false;
  switch (signature.besides) {
    case Besides::kNoText:
      return is_no_text(head);
    case Besides::kInZip:
      return head.starts_with("PK\x03\x04");
    case Besides::kInBzip2:
      return head.starts_with("BZh");
    case Besides::kNothing:
      break;
  }
  return true;
}

// --- texts -------------------------------------------------------------------------------------

constexpr ForeignFormat kHtml = {
    "an HTML page",
    "a download that failed or wants a sign-in leaves such a page; fetch the file again"};
constexpr ForeignFormat kXml = {"an XML document", "export the data as JSON or CSV"};
constexpr ForeignFormat kYaml = {"YAML", "write it as JSON, for example: yq -o=json . FILE"};

bool starts_with_any_case(std::string_view text, std::string_view lower) noexcept {
  return text.size() >= lower.size() && ends_with_any_case(text.substr(0, lower.size()), lower);
}

bool is_html(std::string_view line) noexcept {
  constexpr std::array kOpenings = {"<!doctype html"sv, "<html"sv, "<head"sv, "<body"sv,
                                    "<table"sv};
  return std::any_of(kOpenings.begin(), kOpenings.end(),
                     [&](std::string_view opening) { return starts_with_any_case(line, opening); });
}

bool is_xml(std::string_view line) noexcept {
  if (line.starts_with("<?xml") || line.starts_with("<!--")) return true;
  return line.size() > 1 && line[0] == '<' && is_letter(line[1]) &&
         line.find_first_of(kCsvSeparators) == std::string_view::npos;
}

// `key:` or `key: value`, where no table has a colon.
bool is_yaml_member(std::string_view line) noexcept {
  if (line.starts_with("- ")) line.remove_prefix(2);
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const bool name = std::all_of(line.begin(), line.begin() + colon, [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
  });
  return name && (colon + 1 == line.size() || line[colon + 1] == ' ');
}

bool is_yaml(std::string_view line, std::string_view rest) noexcept {
  if (line.starts_with("%YAML")) return true;
  if (line == "---") line = take_line(rest);
  while (line.starts_with('#')) line = take_line(rest);
  if (!is_yaml_member(line)) return false;
  const std::string_view next = take_line(rest);
  return next.empty() || next.starts_with('#') || next.starts_with("- ") || is_yaml_member(next);
}

const ForeignFormat* foreign_text(std::string_view head) noexcept {
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  std::string_view rest = head;
  const std::string_view line = take_line(rest);
  if (is_html(line)) return &kHtml;
  if (is_xml(line)) return &kXml;
  return is_yaml(line, rest) ? &kYaml : nullptr;
}

// Whether a text begins in units of `width` bytes: the first four bytes are letters of ASCII, of
// which each has its zeros in the same places, and so is a quarter of what follows, as the marks,
// names and digits of JSON and CSV are in any language. A few stray zeros at the front of a text
// are no encoding: whatever else it holds would not be read.
bool begins_wide(std::string_view head, std::size_t width, bool big) noexcept {
  constexpr std::size_t kLooksAt = 64;
  if (head.size() < 4) return false;
  const std::size_t letter_at = big ? width - 1 : 0;
  const std::size_t units = std::min(head.size(), kLooksAt) / width;
  std::size_t letters = 0;
  for (std::size_t unit = 0; unit < units; ++unit) {
    bool is_letter = true;
    for (std::size_t i = 0; i < width; ++i)
      is_letter = is_letter && (head[unit * width + i] != 0) == (i == letter_at);
    if (!is_letter && unit * width < 4) return false;
    if (is_letter) ++letters;
  }
  return letters * 4 >= units;
}

}  // namespace

const ForeignFormat* foreign_format(std::string_view head) noexcept {
  for (const Signature& signature : kSignatures)
    if (has(head, signature)) return &signature.format;
  return foreign_text(head);
}

std::string_view foreign_encoding(std::string_view head) noexcept {
  if (head.starts_with("\xFF\xFE\0\0"sv) || head.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv)) return "UTF-16";
  for (const bool big : {false, true}) {
    if (begins_wide(head, 4, big)) return "UTF-32";
    if (begins_wide(head, 2, big)) return "UTF-16";
  }
  return {};
}

}  // namespace diallint
