// Where in its input the value at hand is, and how findings say that.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "diallint/settings.h"
#include "input/source_text.h"

namespace diallint {

/// Deepest nesting of arrays and objects that is followed.
inline constexpr unsigned kMaxDepth = 64;

/// One step from a value to a value inside it. Points into the reader's buffer or the plan. Filled
/// field by field: it is written for every member of every record, and read for findings only.
struct Segment {
  const char* key_data = nullptr;  ///< a member's key as it is written
  std::size_t key_size = 0;
  const std::string* member = nullptr;  ///< the schema's name for it; null for a map's key
  std::uint64_t index = 0;              ///< an item's
  Encoding encoding = Encoding::kJsonEscaped;
  bool is_index = false;

  std::string_view key() const noexcept { return {key_data, key_size}; }
  void to_key(const SourceText& key) noexcept {
    key_data = key.bytes.data();
    key_size = key.bytes.size();
    member = nullptr;
    encoding = key.encoding;
    is_index = false;
  }
  /// Whether the key is not the schema's name for the member, and so points into the text.
  bool is_of_text() const noexcept {
    return !is_index && (member == nullptr || key_data != member->data());
  }
  /// To a member that does not stand in the text under a key of its own.
  void to_member(const std::string& name) noexcept {
    key_data = name.data();
    key_size = name.size();
    member = &name;
    encoding = Encoding::kRaw;
    is_index = false;
  }
  /// Whether to_member() has made it, and makes it again.
  bool is_plain_member() const noexcept {
    return !is_index && member != nullptr && key_data == member->data();
  }
  /// Has the key point into a copy of it, added to `texts`, which keep where they are.
  void keep_key(std::deque<std::string>& texts) {
    if (is_of_text()) key_data = texts.emplace_back(key()).data();
  }
  void to_item(std::uint64_t item) noexcept {
    key_data = nullptr;
    index = item;
    is_index = true;
  }
};

/// The steps from the top of the input down to the value at hand.
class ValuePath {
 public:
  /// The settings say whether keys are masked; they outlive the path.
  explicit ValuePath(const Settings& settings) : settings_(settings) {}

  /// One step down, and back.
  Segment& push() noexcept { return segments_[depth_++]; }
  Segment& top() noexcept { return segments_[depth_ - 1]; }
  void pop() noexcept { --depth_; }
  unsigned depth() const noexcept { return depth_; }
  /// Back to where the path was `depth` steps long.
  void go_back(unsigned depth) noexcept { depth_ = depth; }
  /// The steps behind the first `from` ones.
  std::span<const Segment> segments(unsigned from = 0) const noexcept {
    return std::span(segments_).subspan(from, depth_ - from);
  }

  /// The value at hand in words: "clientToken", "attributes[\"name\"]", "dialRequests[3]".
  std::string subject() const { return subject_of(segments()); }
  /// The same for what other steps lead to.
  std::string subject_of(std::span<const Segment> segments) const;
  /// The JSON Pointer of the value at hand.
  std::string pointer() const;
  void append_pointer(std::string& out, const Segment& segment) const;

 private:
  std::string key_text(const Segment& segment) const;
  std::string short_key(const Segment& segment) const;

  const Settings& settings_;
  std::array<Segment, kMaxDepth + 2> segments_;
  unsigned depth_ = 0;
};

}  // namespace diallint
