// Numbers and texts one behind the other, as they are kept in a store.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace diallint {

/// Appends to bytes of its own. Texts may hold any byte.
class RecordWriter {
 public:
  RecordWriter& put(std::uint64_t number);
  RecordWriter& put(std::int64_t number) { return put(static_cast<std::uint64_t>(number)); }
  RecordWriter& put(std::string_view text);

  std::string take() noexcept { return std::move(out_); }

 private:
  std::string out_;
};

/// Takes them back in the same order. Whoever reads beyond the end gets 0 and "", and is told by
/// is_whole().
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) noexcept : rest_(bytes) {}

  std::uint64_t number() noexcept;
  std::int64_t signed_number() noexcept { return static_cast<std::int64_t>(number()); }
  std::string_view text() noexcept;
  /// Whether all was there, and nothing is left.
  bool is_whole() const noexcept { return !is_short_ && rest_.empty(); }

 private:
  std::string_view take(std::uint64_t size) noexcept;

  std::string_view rest_;
  bool is_short_ = false;
};

/// Eight bytes that are ordered as the numbers are.
std::string ordered_bytes(std::uint64_t number);

}  // namespace diallint
