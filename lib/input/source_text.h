// A string of the input as a cursor hands it over: where it stands and how it is written there.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/padding.h"
#include "diallint/finding.h"

namespace diallint {

/// How the bytes of a SourceText are to be read.
enum class Encoding : std::uint8_t {
  kRaw,          ///< the bytes are the value (CSV after unquoting, structs)
  kJsonEscaped,  ///< the bytes may hold JSON escapes; without a backslash they are the value
};

/// A string of the input, not yet unescaped. UTF-8 is already validated. Points into the buffer of
/// the reader, valid until the reader moves on. At least kTextPadding readable bytes
/// follow the text.
struct SourceText {
  std::string_view bytes;
  Span span;  ///< in the input, quotes included
  Encoding encoding = Encoding::kJsonEscaped;

  /// Copies field by field. The compiler's own copy is made of wide loads, and those wait for the
  /// narrow stores of a text that was just put together.
  [[gnu::always_inline]] void take(const SourceText& other) noexcept {
    bytes = other.bytes;
    span.begin = other.span.begin;
    span.end = other.span.end;
    encoding = other.encoding;
  }

  bool has_escape() const noexcept {
    return encoding == Encoding::kJsonEscaped && bytes.find('\\') != std::string_view::npos;
  }
};

}  // namespace diallint
