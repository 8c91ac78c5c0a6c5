// Where a run puts what it has no memory for.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace diallint {

/// A store that fails; `what` is one line for the user that says what is wrong and what to do.
struct SpillError {
  std::string what;
};

/// Bytes that are added at the end and read anywhere. One thread. Functions throw SpillError.
class SpillStore {
 public:
  virtual ~SpillStore() = default;
  virtual void append(std::string_view bytes) = 0;
  /// Bytes that have been appended, from `place` on.
  virtual void read(std::uint64_t place, char* out, std::size_t size) = 0;
};

using MakeSpillStore = std::function<std::unique_ptr<SpillStore>()>;

}  // namespace diallint
