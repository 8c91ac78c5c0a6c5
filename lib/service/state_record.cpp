#include "service/state_record.h"

namespace diallint {
namespace {

constexpr std::size_t kNumberBytes = 8;
constexpr unsigned kByteBits = 8;

}  // namespace

std::string ordered_bytes(std::uint64_t number) {
  std::string out;
  for (std::size_t i = kNumberBytes; i-- > 0;)
    out += static_cast<char>(static_cast<unsigned char>(number >> (i * kByteBits)));
  return out;
}

RecordWriter& RecordWriter::put(std::uint64_t number) {
  out_ += ordered_bytes(number);
  return *this;
}

RecordWriter& RecordWriter::put(std::string_view text) {
  put(std::uint64_t{text.size()});
  out_ += text;
  return *this;
}

std::string_view RecordReader::take(std::uint64_t size) noexcept {
  if (size > rest_.size()) {
    is_short_ = true;
    rest_ = {};
    return {};
  }
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

std::uint64_t RecordReader::number() noexcept {
  std::uint64_t number = 0;
  for (const char byte : take(kNumberBytes))
    number = number << kByteBits | static_cast<unsigned char>(byte);
  return number;
}

std::string_view RecordReader::text() noexcept { return take(number()); }

}  // namespace diallint
