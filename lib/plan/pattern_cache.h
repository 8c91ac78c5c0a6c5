// The patterns of one plan: each is compiled once, and all together are no larger than a process
// that reads a stranger's schema can bear.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>

#include "plan/pattern.h"

namespace diallint {

class PatternSet {
 public:
  /// An ECMA-262 pattern, compiled, or what is wrong with it.
  std::variant<std::shared_ptr<const Pattern>, std::string> compiled(const std::string& ecma);

 private:
  std::unordered_map<std::string, std::shared_ptr<const Pattern>> known_;
  std::size_t memory_ = 0;
};

}  // namespace diallint
