// A store of a service's state in memory, which outlives the service and may fail.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "diallint/local_service.h"

namespace diallint::test {

class MemoryStore : public ServiceStore {
 public:
  std::map<std::string, std::string> entries;
  std::size_t writes = 0;
  bool fails = false;

  std::string name() const override { return "memory"; }
  Error read(
      const std::function<void(std::string_view, std::string_view)>& take) noexcept override {
    if (fails) return {ErrorCode::kInput, "memory: it has gone"};
    for (const auto& [key, value] : entries) take(key, value);
    return {};
  }
  Error write(std::span<const ServiceEntry> changes) noexcept override {
    if (fails) return {ErrorCode::kInput, "memory: it is full"};
    ++writes;
    for (const ServiceEntry& change : changes) {
      if (change.value)
        entries[change.key] = *change.value;
      else
        entries.erase(change.key);
    }
    return {};
  }
};

}  // namespace diallint::test
