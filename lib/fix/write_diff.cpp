// The difference that fixes make, in the unified form: gone through once to count the lines of each
// hunk, and once more to hand them on.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/reader_source.h"
#include "base/printable.h"
#include "campaign/call_errors.h"
#include "diallint/fix.h"
#include "fix/masked_line.h"

namespace diallint {
namespace {

constexpr std::size_t kContext = 3;

// Lines of a text with their line ends, one after the other.
class Lines {
 public:
  explicit Lines(ByteSource& source) : source_(source) {}

  // The last line may lack its line end.
  bool next(std::string& line) {
    line.clear();
    for (;;) {
      const std::size_t feed = held_.find('\n', at_);
      const std::size_t end = feed == std::string::npos ? held_.size() : feed + 1;
      line.append(held_, at_, end - at_);
      at_ = end;
      if (feed != std::string::npos) return true;
      if (!fill()) return !line.empty();
    }
  }

 private:
  bool fill() {
    constexpr std::size_t kPiece = std::size_t{64} << 10;
    held_.resize(kPiece);
    held_.resize(source_.read(held_.data(), kPiece));
    at_ = 0;
    return !held_.empty();
  }

  ByteSource& source_;
  std::string held_;
  std::size_t at_ = 0;
};

// Lines that change together, and what comes of them.
struct Change {
  std::string before;
  std::string after;
  std::vector<Span> replaced;     // of the bytes before, those in whose place others come
  std::vector<Span> replacement;  // of those after
};

struct Hunk {
  std::uint64_t old_line = 0;
  std::uint64_t old_count = 0;
  std::uint64_t new_line = 0;
  std::uint64_t new_count = 0;
};

// Goes through a text and tells what changes in it, with the lines around.
class DiffPass {
 public:
  DiffPass(ByteSource& source, const Edits& edits)
      : lines_(source), edit_(edits.begin()), end_(edits.end()) {}
  virtual ~DiffPass() = default;

  void run() {
    for (std::string line; next(line);) {
      if (touches(place_)) {
        take_change(line);
      } else {
        take_context(line);
      }
    }
    end_hunk();
  }

 protected:
  virtual void begin_hunk(std::uint64_t old_line, std::uint64_t new_line) = 0;
  virtual void context(std::string_view line, std::uint64_t old_line) = 0;
  virtual void change(const Change& change, std::uint64_t old_line) = 0;

  static std::uint64_t count_lines(std::string_view text) {
    const auto feeds = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    return feeds + (text.empty() || text.ends_with('\n') ? 0 : 1);
  }

 private:
  bool next(std::string& line) {
    begin_ = place_;
    if (!lines_.next(line)) return false;
    place_ += line.size();
    return true;
  }

  // Whether an edit begins in front of that place.
  bool touches(std::uint64_t place) const { return edit_ != end_ && edit_->span.begin < place; }

  void take_change(std::string& line) {
    Change found;
    const std::uint64_t origin = begin_;
    std::uint64_t done = origin;
    found.before = std::move(line);
    while (touches(place_)) {
      const Edit& edit = *edit_;
      while (edit.span.end > place_ || (edit.span.end == place_ && found.before.ends_with('\n') &&
                                        edit.span.end > edit.span.begin)) {
        if (!next(line)) break;
        found.before += line;
      }
      make(edit, origin, done, found);
      ++edit_;
    }
    found.after.append(found.before, done - origin);
    if (!in_hunk_) start_hunk();
    for (const std::string& kept : held_) put_context(kept);
    held_.clear();
    change(found, old_line_);
    old_line_ += count_lines(found.before);
    new_line_ += count_lines(found.after);
  }

  static void make(const Edit& edit, std::uint64_t origin, std::uint64_t& done, Change& out) {
    out.after.append(out.before, done - origin, edit.span.begin - done);
    if (!edit.text.empty()) {
      out.replaced.push_back({edit.span.begin - origin, edit.span.end - origin});
      out.replacement.push_back({out.after.size(), out.after.size() + edit.text.size()});
    }
    out.after += edit.text;
    done = edit.span.end;
  }

  // Lines behind a change belong to its hunk, and those in front of the next one to that.
  void take_context(const std::string& line) {
    held_.push_back(line);
    if (in_hunk_ && held_.size() > 2 * kContext) {
      end_hunk();
    }
    if (!in_hunk_ && held_.size() > kContext) {
      held_.pop_front();
      ++old_line_;
      ++new_line_;
    }
  }

  void start_hunk() {
    in_hunk_ = true;
    begin_hunk(old_line_, new_line_);
  }

  void end_hunk() {
    if (!in_hunk_) return;
    for (std::size_t i = 0; i < kContext && !held_.empty(); ++i) {
      put_context(held_.front());
      held_.pop_front();
    }
    in_hunk_ = false;
    while (held_.size() > kContext) {
      held_.pop_front();
      ++old_line_;
      ++new_line_;
    }
  }

  void put_context(const std::string& line) {
    context(line, old_line_);
    ++old_line_;
    ++new_line_;
  }

  Lines lines_;
  Edits::Iterator edit_;  // the next one
  Edits::Iterator end_;
  std::uint64_t begin_ = 0;       // of the line at hand
  std::uint64_t place_ = 0;       // behind it
  std::deque<std::string> held_;  // lines that are not told yet
  std::uint64_t old_line_ = 1;    // of the first of them, or of what follows
  std::uint64_t new_line_ = 1;
  bool in_hunk_ = false;
};

class HunkCounter final : public DiffPass {
 public:
  using DiffPass::DiffPass;
  const std::vector<Hunk>& hunks() const noexcept { return hunks_; }

 private:
  void begin_hunk(std::uint64_t old_line, std::uint64_t new_line) override {
    hunks_.push_back({old_line, 0, new_line, 0});
  }
  void context(std::string_view, std::uint64_t) override {
    ++hunks_.back().old_count;
    ++hunks_.back().new_count;
  }
  void change(const Change& change, std::uint64_t) override {
    hunks_.back().old_count += count_lines(change.before);
    hunks_.back().new_count += count_lines(change.after);
  }

  std::vector<Hunk> hunks_;
};

class DiffWriter final : public DiffPass {
 public:
  DiffWriter(ByteSource& source, const Fixes& fixes, const DiffOptions& options,
             std::vector<Hunk> hunks, const TakeBytes& take)
      : DiffPass(source, fixes.edits),
        fixes_(fixes),
        options_(options),
        hunks_(std::move(hunks)),
        take_(take) {
    const std::string name = printable(options.name);
    put(fmt::format("--- {}\n+++ {}\n", name, name));
  }

 private:
  void begin_hunk(std::uint64_t, std::uint64_t) override {
    const Hunk& hunk = hunks_[next_++];
    // Of no lines the one in front is told.
    const auto first = [](std::uint64_t line, std::uint64_t count) {
      return count == 0 ? line - 1 : line;
    };
    put(fmt::format("@@ -{},{} +{},{} @@\n", first(hunk.old_line, hunk.old_count), hunk.old_count,
                    first(hunk.new_line, hunk.new_count), hunk.new_count));
  }

  void context(std::string_view line, std::uint64_t old_line) override {
    put_lines(' ', line, {}, old_line);
  }

  void change(const Change& change, std::uint64_t old_line) override {
    put_lines('-', change.before, change.replaced, old_line);
    put_lines('+', change.after, change.replacement, old_line);
  }

  void put_lines(char sign, std::string_view text, std::span<const Span> replaced,
                 std::uint64_t first_line) {
    for (std::size_t begin = 0; begin < text.size(); ++first_line) {
      const std::size_t feed = text.find('\n', begin);
      const std::size_t end = std::min(feed, text.size());
      put(sign + shown(text, begin, end, replaced, first_line == 1) + "\n");
      if (feed == std::string_view::npos) put("\\ No newline at end of file\n");
      begin = end + 1;
    }
  }

  std::string shown(std::string_view text, std::size_t begin, std::size_t end,
                    std::span<const Span> replaced, bool is_first) const {
    const std::string_view line = text.substr(begin, end - begin);
    if (options_.show_values) return options_.printable ? printable(line) : std::string(line);
    std::vector<Span> spans;
    for (const Span& span : replaced) {
      if (span.end <= begin || span.begin >= end) continue;
      spans.push_back({std::max<std::uint64_t>(span.begin, begin) - begin, span.end - begin});
    }
    return masked_line({line, spans, is_first}, fixes_, options_);
  }

  void put(std::string_view text) {
    guarded([&] { take_(text); });
  }

  const Fixes& fixes_;
  const DiffOptions& options_;
  std::vector<Hunk> hunks_;
  std::size_t next_ = 0;
  const TakeBytes& take_;
};

}  // namespace

Error write_diff(const OpenText& open, const Fixes& fixes, const DiffOptions& options,
                 const TakeBytes& take) noexcept {
  return as_error([&] {
    if (fixes.edits.empty()) return;
    const auto opened = [&] {
      ByteReader read;
      guarded([&] { read = open(); });
      return read;
    };
    const ByteReader first = opened();
    ReaderSource counted(first);
    HunkCounter counter(counted, fixes.edits);
    counter.run();
    const ByteReader second = opened();
    ReaderSource written(second);
    DiffWriter(written, fixes, options, counter.hunks(), take).run();
  });
}

}  // namespace diallint
