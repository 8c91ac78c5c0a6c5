// What a response says of each request: taken, or failed with a code.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/json_cursor.h"
#include "input/json_index.h"

namespace diallint {

struct Answer {
  std::string token;
  std::string code;  ///< of a failed request, as the response has it; empty: it has none
  bool failed = false;
};

/// Reads responses one after the other, and uses the memory of one for the next. One thread.
class ResponseAnswers {
 public:
  enum class Reading : std::uint8_t {
    kAnswers,  ///< it has the lists of requests, which may be empty
    kNothing,  ///< an object without them
    kBroken,   ///< no JSON
  };

  /// The lists count wherever in the object they stand: logs wrap a response. Names may be spelled
  /// in the way of any SDK's language.
  Reading read(std::string_view object);

  /// In the order of the last text that was read; none where it was broken.
  const std::vector<Answer>& answers() const noexcept { return answers_; }
  /// The name under which that text, one without answers, has an exception; empty: none.
  const std::string& exception() const noexcept { return exception_; }

 private:
  void object(JsonCursor& cursor, unsigned depth);
  void member(JsonCursor& cursor, const std::string& name, unsigned depth);
  void list(JsonCursor& cursor, bool failed);
  void item(JsonCursor& cursor, bool failed);
  std::string_view text_of(const SourceText& text);

  JsonIndex index_;
  std::string padded_;
  std::string unescaped_;
  std::vector<Answer> answers_;
  std::string exception_;
  bool has_lists_ = false;
};

}  // namespace diallint
