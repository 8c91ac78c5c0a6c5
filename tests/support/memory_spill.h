// Stores for what a run has no memory for, which count and fail as a test says.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "context/spill_store.h"

namespace diallint::test {

/// What has been asked of the stores of a test.
struct SpillUse {
  std::uint64_t stores = 0;
  std::uint64_t calls_left = UINT64_MAX;  ///< before all of them fail

  void call() {
    if (calls_left-- == 0) {
      calls_left = 0;
      throw SpillError{"no space"};
    }
  }
};

class MemorySpill final : public SpillStore {
 public:
  explicit MemorySpill(SpillUse& use) : use_(use) {}
  void append(std::string_view bytes) override {
    use_.call();
    bytes_ += bytes;
  }
  void read(std::uint64_t place, char* out, std::size_t size) override {
    use_.call();
    bytes_.copy(out, size, static_cast<std::size_t>(place));
  }

 private:
  SpillUse& use_;
  std::string bytes_;
};

inline MakeSpillStore memory_spill(SpillUse& use) {
  return [&use] {
    use.call();
    ++use.stores;
    return std::make_unique<MemorySpill>(use);
  };
}

}  // namespace diallint::test
