#include "fix/masked_line.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"
#include "input/csv_columns.h"
#include "report/line_tokens.h"

namespace diallint {
namespace {

constexpr std::size_t kMostShown = 64;  // characters of a name, or of a form

std::string_view unquoted(std::string_view text) noexcept {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::string form_of(std::string_view value) {
  std::string form;
  for (const char c : value.substr(0, kMostShown)) {
    const bool plain = c >= ' ' && c <= '~';
    form += is_digit(c) ? '0' : is_letter(c) ? 'x' : plain ? c : '?';
  }
  return value.size() > kMostShown ? form + "…" : form;
}

std::string shown_name(std::string_view name) {
  std::string shown = printable(name.substr(0, kMostShown));
  return name.size() > kMostShown ? shown + "…" : shown;
}

class Masker {
 public:
  Masker(const DiffLine& line, const Fixes& fixes, const DiffOptions& options)
      : line_(line),
        options_(options),
        is_table_(fixes.format == InputFormat::kCsv),
        layout_{fixes.separator, false, line.is_first} {}

  std::string run(InputFormat format) {
    // What looks like a name may be a value where the line cannot be read.
    LineTokens whole(line_.text, format, layout_);
    for (LineToken token; whole.next(token);) {
    }
    hides_names_ = options_.mask_keys || whole.broken();
    LineTokens tokens(line_.text, format, layout_);
    std::string shown;
    for (LineToken token; tokens.next(token);) shown += piece(token);
    return shown;
  }

 private:
  bool is_replaced(const LineToken& token) const {
    return std::any_of(line_.replaced.begin(), line_.replaced.end(), [&](const Span& span) {
      return span.begin < token.end && span.end > token.begin;
    });
  }

  std::string piece(const LineToken& token) const {
    const std::string_view text = line_.text.substr(token.begin, token.end - token.begin);
    if (token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kSpace)
      return std::string(text);
    const bool quoted = text.front() == '"';
    const std::string_view value = unquoted(text);
    const bool named =
        token.kind == TokenKind::kName && !hides_names_ && !(is_table_ && looks_like_value(value));
    const std::string shown = named                ? shown_name(value)
                              : is_replaced(token) ? form_of(value)
                                                   : "***";
    return quoted ? '"' + shown + '"' : shown;
  }

  const DiffLine& line_;
  const DiffOptions& options_;
  bool is_table_;
  bool hides_names_ = false;
  CsvLineLayout layout_;
};

}  // namespace

std::string masked_line(const DiffLine& line, const Fixes& fixes, const DiffOptions& options) {
  return Masker(line, fixes, options).run(fixes.format);
}

}  // namespace diallint
