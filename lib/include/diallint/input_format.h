/// @file
/// How the bytes of an input are to be read.
///
///     diallint::StreamOptions options;
///     options.format = diallint::InputFormat::kCsv;
///     options.csv_map = {{"phoneNumber", "Mobile"}};
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace diallint {

/// The form of an input; kAuto tells by its name and by how it begins.
enum class InputFormat : std::uint8_t { kAuto, kJson, kNdjson, kCsv };

/// One assignment: MEMBER=HEADER, where MEMBER is a member of a dial request ("phoneNumber") or
/// "attributes.NAME". UTF-8.
struct CsvMapping {
  std::string member;
  std::string header;
};

/// Which CSV column stands for which member, where the header's own names are not the members'.
/// Neither a member nor a header stands in it twice.
using CsvMap = std::vector<CsvMapping>;

}  // namespace diallint
