// Excerpts: the line of a finding as a report shows it, without the values that stand in it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "diallint/finding.h"
#include "report/line_tokens.h"
#include "report/source_location.h"

namespace diallint {

using NameSet = std::set<std::string, std::less<>>;

/// Two lines to print below each other: text, and a caret with tildes under what is wrong. Both are
/// printable UTF-8. Empty for an empty line.
struct Excerpt {
  std::string text;
  std::string underline;
};

struct MaskOptions {
  bool show_values = false;  ///< the line as it is, made printable
  bool mask_keys = false;    ///< keys, too, unless a schema knows them
  NameSet known_names;       ///< of all members of all schemas
};

/// Makes excerpts. Findings of one line come ascending: a line is then read once, no further than
/// its last finding needs, whatever its length. One thread.
class Excerpter {
 public:
  explicit Excerpter(MaskOptions options);

  /// `line` is the one of the chunk that holds the beginning of the finding's span.
  Excerpt excerpt(const SourceChunk& chunk, const Line& line, const Finding& finding);

 private:
  /// One character as it is shown, and the bytes of the line that it stands for.
  struct Glyph {
    std::string text;
    int columns;
    std::size_t begin;
    std::size_t end;
  };
  /// Glyphs around the caret, and whether the line goes on to either side.
  struct View {
    std::vector<Glyph> glyphs;
    bool more_before = false;
    bool more_behind = false;
  };

  static View raw_view(const Line& line, std::size_t at);
  View masked_view(std::size_t at, bool broken);
  /// Pieces [from, to) of recent_, and the one that holds the caret.
  struct Around {
    std::size_t from = 0;
    std::size_t caret = 0;
    std::size_t to = 0;
  };

  void open(const SourceChunk& chunk, const Line& line);
  void reopen(std::size_t begin);
  std::size_t first_shown(std::size_t at) const;
  Around pieces_around(std::size_t at, std::size_t first, bool hides_names);
  std::size_t read_to(std::size_t at);
  bool read_piece();
  std::size_t columns_about(const LineToken& token, bool hides_names) const noexcept;
  void render(const LineToken& token, bool hides_names, std::vector<Glyph>& glyphs) const;
  void render_name(const LineToken& token, std::vector<Glyph>& glyphs) const;
  bool is_known(std::string_view name) const;
  bool names_columns(std::string_view line, CsvLineLayout layout) const;
  static Excerpt cut(const View& view, std::size_t begin, std::size_t end);

  MaskOptions options_;
  NameSet folded_names_;
  // The line that is being read, and its last pieces.
  Line line_;
  std::uint32_t file_ = 0;
  InputFormat format_ = InputFormat::kJson;
  CsvLineLayout layout_;
  LineTokens tokens_{{}, InputFormat::kJson, {}};
  std::size_t begin_ = 0;  // of what is read of the line
  std::deque<LineToken> recent_;
  std::size_t last_at_ = 0;  // of the last excerpt; recent_ holds enough before it
  bool forgot_ = false;      // pieces stand before recent_
  bool at_end_ = false;      // no piece stands behind recent_
};

}  // namespace diallint
