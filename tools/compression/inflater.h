// DEFLATE (RFC 1951), as it is or within a gzip member (RFC 1952), by zlib.
#pragma once
#include <zlib.h>

#include <cstddef>
#include <string_view>

namespace diallint {

/// One thread at a time.
class Inflater {
 public:
  enum class Form { kRaw, kGzip };
  /// Throws std::bad_alloc.
  explicit Inflater(Form form);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  struct Step {
    std::size_t taken = 0;
    std::size_t given = 0;
    bool ended = false;
    bool is_full = false;         ///< more may come out, even of nothing further
    const char* fault = nullptr;  ///< in words; nothing may follow but reset()
  };
  /// Takes bytes of `packed`, which may be empty, and gives up to `size` of text. Throws
  /// std::bad_alloc.
  Step step(std::string_view packed, char* out, std::size_t size);
  /// Another stream follows.
  void reset() noexcept;

 private:
  z_stream stream_{};
};

}  // namespace diallint
