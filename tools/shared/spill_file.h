// A file without a name for what a run has no memory for.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "context/spill_store.h"

namespace diallint {

/// In the folder that TMPDIR names, or /tmp: readable for this user alone, and gone with this
/// object or with the process, however that ends.
class SpillFile final : public SpillStore {
 public:
  /// `way_out`: what else a message has the user do where there is no room. Throws SpillError.
  explicit SpillFile(std::string way_out);
  ~SpillFile() override;
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  void append(std::string_view bytes) override;
  void read(std::uint64_t place, char* out, std::size_t size) override;

 private:
  [[noreturn]] void fail(int error) const;

  std::string way_out_;
  std::string folder_;
  int descriptor_ = -1;
};

}  // namespace diallint
