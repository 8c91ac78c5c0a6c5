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

std::string_view StructCursor::repaired(std::string_view text) const {
  std::string sound;
  for (std::size_t at = 0; at < text.size();) append_utf8(sound, next_code_point(text, at));
  return texts_->copy(sound);
}

}  // namespace diallint
