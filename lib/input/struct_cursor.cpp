#include "input/struct_cursor.h"

#include <simdjson.h>

#include <string>

#include "base/json_string.h"
#include "input/cursor.h"

namespace diallint {
namespace {

static_assert(Cursor<StructCursor>);

}  // namespace

EscapeErrorCode fault_of_text(std::string_view text) noexcept {
  if (text.find('\0') != std::string_view::npos) return EscapeErrorCode::kNul;
  return simdjson::validate_utf8(text.data(), text.size()) ? EscapeErrorCode::kNone
                                                           : EscapeErrorCode::kNotUtf8;
}

std::string_view mended_key(std::string_view key, PaddedArena& texts) {
  std::string sound;
  for (std::size_t at = 0; at < key.size();) append_utf8(sound, next_code_point(key, at));
  return texts.copy(sound);
}

}  // namespace diallint
