#include "report/excerpt.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "input/csv_columns.h"
#include "input/item_pieces.h"
#include "plan/plan.h"

namespace diallint {
namespace {

constexpr int kColumns = 100;          // of an excerpt
constexpr int kColumnsBefore = 40;     // the caret, where the line is longer than that
constexpr std::size_t kEnough = 160;   // columns to either side: an estimate with room to spare
constexpr std::size_t kMaxSpace = 32;  // columns of white space in one place
constexpr std::size_t kMaxNameChars = 64;
constexpr std::size_t kRawBytes = 4 * static_cast<std::size_t>(kColumns);
// Of a document an excerpt shows nothing further in front than the object which begins so many
// bytes in front of the caret, or more: a break of the text that stands there hides no names, and
// how much of a long line is held makes no difference. Less than is held (kAround).
constexpr std::size_t kReach = 1024;
// An object that begins further in front is not looked for.
constexpr std::size_t kFurthest = std::size_t{64} << 10;
constexpr std::string_view kEllipsis = "…";

// Rules whose findings say that quotes and colons of the line may not be what they seem.
constexpr std::array<std::string_view, 5> kBrokenText{"json-syntax", "csv-syntax", "encoding",
                                                      "input-limit", "input-format"};

bool tells_of_broken_text(std::string_view rule) noexcept {
  return std::find(kBrokenText.begin(), kBrokenText.end(), rule) != kBrokenText.end();
}

std::string_view unquoted(std::string_view text) noexcept {
  return text.size() >= 2 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

bool is_attribute_column(std::string_view name) noexcept { return name.starts_with("attributes."); }

// Whether the line begins within a quoted field, which the row before it opened.
bool begins_in_quotes(const SourceChunk& chunk, const Line& line) noexcept {
  const auto rows = chunk.tall_rows;
  const auto behind = std::partition_point(
      rows.begin(), rows.end(), [&](const Span& row) { return row.begin < line.origin; });
  return behind != rows.begin() && line.origin < std::prev(behind)->end;
}

bool same_line(const Line& a, const Line& b) noexcept {
  return a.number == b.number && a.origin == b.origin && a.text.data() == b.text.data() &&
         a.text.size() == b.text.size();
}

}  // namespace

Excerpter::Excerpter(MaskOptions options) : options_(std::move(options)) {
  for (const std::string& name : options_.known_names) folded_names_.insert(fold_name(name));
}

Excerpt Excerpter::excerpt(const SourceChunk& chunk, const Line& line, const Finding& finding) {
  if (line.text.empty()) return {};
  const auto inside = [&](std::uint64_t offset) {
    const std::uint64_t from_line = offset < line.origin ? 0 : offset - line.origin;
    return static_cast<std::size_t>(std::min<std::uint64_t>(from_line, line.text.size()));
  };
  const std::size_t begin = inside(finding.span.begin);
  const std::size_t end = std::max(inside(finding.span.end), begin + 1);
  if (options_.show_values) return cut(raw_view(line, begin), begin, end);
  open(chunk, line);
  return cut(masked_view(begin, tells_of_broken_text(finding.rule)), begin, end);
}

Excerpter::View Excerpter::raw_view(const Line& line, std::size_t at) {
  const std::string_view text = line.text;
  std::size_t from = at > kRawBytes ? at - kRawBytes : 0;
  for (int i = 0; i < 3 && from > 0 && from < at && is_continuation(text[from]); ++i) ++from;
  const std::size_t to = std::min(text.size(), at + kRawBytes);
  View view{{}, from > 0 || line.is_cut, false};
  std::size_t next = from;
  while (next < to) {
    const std::size_t begin = next;
    Printed printed = next_printed(text, next);
    view.glyphs.push_back({std::move(printed.text), printed.columns, begin, next});
  }
  view.more_behind = next < text.size();
  return view;
}

void Excerpter::open(const SourceChunk& chunk, const Line& line) {
  if (same_line(line, line_) && chunk.file == file_ && chunk.format == format_) return;
  line_ = line;
  file_ = chunk.file;
  format_ = chunk.format;
  layout_ = {chunk.separator, begins_in_quotes(chunk, line), false};
  layout_.header =
      format_ == InputFormat::kCsv && line.number == 1 && names_columns(line.text, layout_);
  reopen(0);
}

void Excerpter::reopen(std::size_t begin) {
  begin_ = begin;
  tokens_ = LineTokens(line_.text.substr(begin), format_, layout_);
  recent_.clear();
  forgot_ = line_.is_cut || begin > 0;
  at_end_ = false;
}

bool Excerpter::is_known(std::string_view name) const {
  return format_ == InputFormat::kCsv ? folded_names_.contains(fold_name(name))
                                      : options_.known_names.contains(name);
}

// A file without a header begins with values: the line is one only if it names a column that is
// known, and has no cell that looks like a value.
bool Excerpter::names_columns(std::string_view line, CsvLineLayout layout) const {
  layout.header = true;
  CsvLineTokens cells(line, layout);
  bool any_known = false;
  for (LineToken token; cells.next(token);) {
    if (token.kind != TokenKind::kName) continue;
    const std::string_view name = unquoted(line.substr(token.begin, token.end - token.begin));
    if (looks_like_value(name)) return false;
    any_known = any_known || is_known(name) || is_attribute_column(name);
  }
  return any_known;
}

bool Excerpter::read_piece() {
  LineToken token;
  at_end_ = at_end_ || !tokens_.next(token);
  if (at_end_) return false;
  token.begin += begin_;
  token.end += begin_;
  recent_.push_back(token);
  return true;
}

// Reads up to the piece that holds the byte `at` of the line; gives back its index in recent_, or
// the number of pieces if the line ends there. What stands too far before it is forgotten.
std::size_t Excerpter::read_to(std::size_t at) {
  last_at_ = at;
  const auto ends_before = [&](const LineToken& token) { return token.end <= at; };
  auto found = std::partition_point(recent_.begin(), recent_.end(), ends_before);
  auto index = static_cast<std::size_t>(found - recent_.begin());
  while (index == recent_.size() && read_piece()) {
    if (ends_before(recent_.back())) ++index;
    if (index > kEnough) {
      recent_.pop_front();
      forgot_ = true;
      --index;
    }
  }
  return index;
}

std::size_t Excerpter::columns_about(const LineToken& token, bool hides_names) const noexcept {
  const std::size_t bytes = token.end - token.begin;
  switch (token.kind) {
    case TokenKind::kSpace:
      return std::min(bytes, kMaxSpace);
    case TokenKind::kPunctuation:
      return 1;
    case TokenKind::kName:
      return hides_names ? 5 : std::min(bytes, kMaxNameChars + 2);
    case TokenKind::kString:
      return 5;
    case TokenKind::kOpenString:
      return 4;
    case TokenKind::kOther:
      break;
  }
  return 3;
}

// The first byte of the line that an excerpt around `at` may show.
std::size_t Excerpter::first_shown(std::size_t at) const {
  if (format_ != InputFormat::kJson || at <= kReach) return 0;
  const std::size_t most = at - kReach;
  const std::size_t least = most - std::min(most, kFurthest);
  const std::string_view text =
      line_.text.substr(least, most - least + 2);  // its `{"`, and a letter
  const std::size_t end = behind_last_object(text);
  return end == 0 ? 0 : least + end + object_behind_comma(text.substr(end));
}

Excerpter::Around Excerpter::pieces_around(std::size_t at, std::size_t first, bool hides_names) {
  Around around;
  around.from = around.caret = read_to(at);
  const auto is_shown = [&](const LineToken& token) { return token.begin >= first; };
  for (std::size_t sum = 0; around.from > 0 && sum < kEnough && is_shown(recent_[around.from - 1]);
       --around.from) {
    sum += columns_about(recent_[around.from - 1], hides_names);
  }
  around.to = around.caret;
  for (std::size_t sum = 0; sum < kEnough && (around.to < recent_.size() || read_piece());
       ++around.to) {
    sum += columns_about(recent_[around.to], hides_names);
  }
  return around;
}

Excerpter::View Excerpter::masked_view(std::size_t at, bool broken) {
  const std::size_t first = first_shown(at);
  const std::size_t read = recent_.empty() ? begin_ : recent_.back().end;
  const bool is_behind = forgot_ && at < last_at_;
  if (is_behind || first > read || (first > begin_ && tokens_.broken())) reopen(first);
  const bool hides = broken || options_.mask_keys;
  Around around = pieces_around(at, first, hides || tokens_.broken());
  if (first > begin_ && tokens_.broken()) {
    // What broke may stand in front of all that is shown.
    reopen(first);
    around = pieces_around(at, first, hides);
  }
  // The pieces behind may have told.
  const bool hides_names = hides || tokens_.broken();
  View view{{}, around.from > 0 || forgot_, around.to < recent_.size() || !at_end_};
  for (std::size_t i = around.from; i < around.to; ++i)
    render(recent_[i], hides_names, view.glyphs);
  for (std::size_t caret = around.caret; caret > kEnough; --caret) {
    recent_.pop_front();
    forgot_ = true;
  }
  return view;
}

void Excerpter::render(const LineToken& token, bool hides_names, std::vector<Glyph>& glyphs) const {
  const std::string_view text = line_.text.substr(token.begin, token.end - token.begin);
  const auto put = [&](std::string_view shown) {
    for (const char c : shown) glyphs.push_back({std::string(1, c), 1, token.begin, token.end});
  };
  switch (token.kind) {
    case TokenKind::kSpace:
      for (std::size_t i = 0; i < std::min(text.size(), kMaxSpace); ++i) {
        const bool last = i + 1 == kMaxSpace;
        glyphs.push_back({" ", 1, token.begin + i, last ? token.end : token.begin + i + 1});
      }
      break;
    case TokenKind::kPunctuation:
      put(text == "\t" ? "\\t" : text);
      break;
    case TokenKind::kName:
      if (!hides_names || is_known(unquoted(text))) {
        render_name(token, glyphs);
        break;
      }
      put(text.front() == '"' ? "\"***\"" : "***");
      break;
    case TokenKind::kString:
      put("\"***\"");
      break;
    case TokenKind::kOpenString:
      put("\"***");
      break;
    case TokenKind::kOther:
      put("***");
      break;
  }
}

void Excerpter::render_name(const LineToken& token, std::vector<Glyph>& glyphs) const {
  const bool quoted = line_.text[token.begin] == '"';
  const std::size_t end = token.end - (quoted ? 1 : 0);
  std::size_t at = token.begin;
  if (quoted) {
    glyphs.push_back({"\"", 1, at, at + 1});
    ++at;
  }
  for (std::size_t count = 0; at < end; ++count) {
    const std::size_t begin = at;
    if (count == kMaxNameChars) {
      glyphs.push_back({std::string(kEllipsis), 1, begin, end});
      break;
    }
    Printed printed = next_printed(line_.text.substr(0, end), at);
    glyphs.push_back({std::move(printed.text), printed.columns, begin, at});
  }
  if (quoted) glyphs.push_back({"\"", 1, end, token.end});
}

Excerpt Excerpter::cut(const View& view, std::size_t begin, std::size_t end) {
  const std::vector<Glyph>& glyphs = view.glyphs;
  const auto columns = [&](std::size_t from, std::size_t to) {
    int sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += glyphs[i].columns;
    return sum;
  };
  const auto found = std::find_if(glyphs.begin(), glyphs.end(),
                                  [&](const Glyph& glyph) { return glyph.end > begin; });
  const auto caret = static_cast<std::size_t>(found - glyphs.begin());
  const int behind = std::min(columns(caret, glyphs.size()), kColumns - kColumnsBefore);
  int room = kColumns - behind;
  std::size_t from = caret;
  while (from > 0 && glyphs[from - 1].columns <= room) room -= glyphs[--from].columns;
  room += behind;
  std::size_t to = caret;
  while (to < glyphs.size() && glyphs[to].columns <= room) room -= glyphs[to++].columns;

  Excerpt excerpt;
  const bool cut_before = from > 0 || view.more_before;
  if (cut_before) excerpt.text = kEllipsis;
  for (std::size_t i = from; i < to; ++i) excerpt.text += glyphs[i].text;
  if (to < glyphs.size() || view.more_behind) excerpt.text += kEllipsis;

  std::size_t last = caret;
  while (last < to && glyphs[last].begin < end) ++last;
  const int marked = std::max(columns(caret, last), 1);
  excerpt.underline.assign(static_cast<std::size_t>(columns(from, caret)) + (cut_before ? 1 : 0),
                           ' ');
  excerpt.underline += '^';
  excerpt.underline.append(static_cast<std::size_t>(marked) - 1, '~');
  return excerpt;
}

}  // namespace diallint
