// Contact lists in NDJSON: an object on each line, whose members are the columns. Those of an inner
// object are called outer.inner; of a list its only item counts.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/json_string.h"
#include "base/padding.h"
#include "campaign/list_rows.h"
#include "context/value_path.h"
#include "input/format_detection.h"
#include "input/json_cursor.h"
#include "input/json_index.h"

namespace diallint {
namespace {

constexpr std::string_view kRecordColumn[] = {"record"};

// Lines of a source, in memory for the longest one that is read.
class Lines {
 public:
  Lines(ByteSource& source, std::size_t longest) : source_(source), longest_(longest) {}

  struct Line {
    std::string_view text;  // without its end; empty where it is too long
    std::uint64_t number = 0;
    bool too_long = false;
  };

  // The next line that holds anything.
  bool next(Line& line) {
    while (read(line)) {
      if (line.number == 1 && line.text.starts_with(kByteOrderMark))
        line.text.remove_prefix(kByteOrderMark.size());
      if (line.text.ends_with('\r')) line.text.remove_suffix(1);
      if (line.too_long || !is_json_blank(line.text)) return true;
    }
    return false;
  }

 private:
  bool read(Line& line) {
    line.too_long = false;
    std::size_t searched = at_;
    std::size_t end = std::string::npos;
    while ((end = buffer_.find('\n', searched)) == std::string::npos && fill()) {
      searched = buffer_.size() - got_;
      if (buffer_.size() - at_ - got_ <= longest_) continue;
      line.too_long = true;
      buffer_.erase(0, searched);
      at_ = searched = 0;
    }
    if (end == std::string::npos) end = buffer_.size();
    if (at_ == buffer_.size()) return false;
    line.text = std::string_view(buffer_).substr(at_, end - at_);
    line.too_long = line.too_long || line.text.size() > longest_;
    if (line.too_long) line.text = {};
    line.number = ++number_;
    at_ = std::min(end + 1, buffer_.size());
    return true;
  }

  // Drops what was read and reads on behind the rest. False at the end.
  bool fill() {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t held = buffer_.size();
    buffer_.resize(held + kChunkBytes);
    got_ = source_.read(buffer_.data() + held, kChunkBytes);
    buffer_.resize(held + got_);
    return got_ > 0;
  }

  ByteSource& source_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t got_ = 0;
  std::uint64_t number_ = 0;
};

class NdjsonList final : public ListRows {
 public:
  NdjsonList(ByteSource& source, std::size_t max_row) : lines_(source, max_row), max_(max_row) {}

  bool next(ListRow& out) override {
    Lines::Line line;
    if (!lines_.next(line)) return false;
    out = {};
    out.line = line.number;
    out.raw = line.text;
    fault_ = {};
    if (line.too_long) {
      reason_ = fmt::format("the line is longer than {} bytes and was not read", max_);
      return out.rule = "input-limit", out.reason = reason_, true;
    }
    take_apart(line.text);
    if (fault_.rule.empty()) {
      show(out);
    } else {
      out.rule = fault_.rule;
      out.reason = fault_.reason;
    }
    return true;
  }

  std::span<const std::string_view> original_columns() override { return kRecordColumn; }
  InputFormat format() const noexcept override { return InputFormat::kNdjson; }

 private:
  struct Fault {
    std::string_view rule;
    std::string_view reason;
  };

  void fail(std::string_view rule, std::string_view reason) { fault_ = {rule, reason}; }
  bool failed() const noexcept { return !fault_.rule.empty(); }

  void take_apart(std::string_view text) {
    count_ = 0;
    padded_.assign(text);
    padded_.append(kPadding, '\0');
    const std::string_view line(padded_.data(), text.size());
    if (!index_.build(line)) return fail("json-syntax", "the line is not valid JSON text in UTF-8");
    JsonCursor cursor(line, index_, 0);
    if (cursor.kind() != Kind::kObject) return fail("json-syntax", "the line is no JSON object");
    object(cursor, 1);
    if (!failed() && (cursor.failed() || !cursor.at_end()))
      fail("json-syntax", "the line is not one JSON object");
  }

  void object(JsonCursor& cursor, unsigned depth) {
    if (depth > kMaxDepth) return fail("json-syntax", "the object is nested too deep");
    const std::size_t outer = name_.size();
    for (bool more = cursor.enter_object(); more && !failed(); more = cursor.next_member()) {
      if (outer > 0) name_ += '.';
      name_ += text_of(cursor.key());
      if (!cursor.failed()) value(cursor, depth);
      name_.resize(outer);
    }
  }

  void value(JsonCursor& cursor, unsigned depth) {
    switch (cursor.kind()) {
      case Kind::kObject:
        return object(cursor, depth + 1);
      case Kind::kArray:
        return list(cursor, depth);
      case Kind::kString:
        return add(text_of(cursor.string()));
      case Kind::kNull:
        cursor.scalar();
        return;
      default:
        return add(cursor.scalar().bytes);
    }
  }

  // Of several items nobody can say which one is meant.
  void list(JsonCursor& cursor, unsigned depth) {
    if (!cursor.enter_array()) return;
    const bool scalar = cursor.kind() != Kind::kObject && cursor.kind() != Kind::kArray;
    const std::size_t before = count_;
    scalar ? value(cursor, depth) : skip(cursor);
    while (!failed() && cursor.next_element()) {
      count_ = before;
      skip(cursor);
    }
  }

  static void skip(JsonCursor& cursor) { cursor.skip(kMaxDepth); }

  // Valid until the next call.
  std::string_view text_of(const SourceText& text) {
    if (!text.has_escape()) return text.bytes;
    if (unescape_json(text.bytes, unescaped_).fault != EscapeErrorCode::kNone)
      fail("encoding", "a text of the line has an escape that stands for no character");
    return unescaped_;
  }

  void add(std::string_view cell) {
    if (count_ == now_.size()) now_.emplace_back();
    now_[count_].name = name_;
    now_[count_].cell = cell;
    ++count_;
  }

  void show(ListRow& out) {
    const bool same =
        names_.size() == count_ && std::equal(names_.begin(), names_.end(), now_.begin(),
                                              [](const std::string& name, const Member& member) {
                                                return name == member.name;
                                              });
    cells_.clear();
    for (std::size_t i = 0; i < count_; ++i) cells_.push_back(now_[i].cell);
    if (!same) {
      names_.clear();
      for (std::size_t i = 0; i < count_; ++i) names_.push_back(now_[i].name);
      views_.assign(names_.begin(), names_.end());
      std::vector<std::string_view> sorted = views_;
      std::sort(sorted.begin(), sorted.end());
      repeated_ = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
      changed_ = true;
    }
    if (repeated_) {
      out.rule = "duplicate-member";
      out.reason = "a member stands twice in the object; readers differ in which one they take";
      return;
    }
    out.new_names = changed_;
    changed_ = false;
    out.names = views_;
    out.cells = cells_;
  }

  struct Member {
    std::string name;
    std::string cell;
  };

  Lines lines_;
  std::size_t max_;
  JsonIndex index_;
  std::string padded_;
  std::string name_;
  std::string unescaped_;
  std::vector<Member> now_;  // the first count_ of them; what they hold is used again
  std::size_t count_ = 0;
  std::vector<std::string> names_;
  std::vector<std::string_view> views_;
  std::vector<std::string_view> cells_;
  std::string reason_;
  Fault fault_;
  bool repeated_ = false;
  bool changed_ = false;
};

}  // namespace

std::unique_ptr<ListRows> open_ndjson_list(ByteSource& source, std::size_t max_row) {
  return std::make_unique<NdjsonList>(source, max_row);
}

}  // namespace diallint
