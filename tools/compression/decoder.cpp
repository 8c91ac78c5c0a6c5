#include "compression/decoder.h"

#include <fmt/format.h>

namespace diallint {
namespace {

constexpr const char* kFetchAgain = "what is missing was not checked; fetch the file again";

BreakOff broken(std::string what) {
  return {BreakOff::Kind::kDamaged, std::move(what), kFetchAgain};
}

}  // namespace

BreakOff cut_off(std::string_view data, std::uint64_t after) {
  return broken(fmt::format("{} ends in the middle, after {} bytes", data, after));
}

BreakOff damaged(std::string_view data, std::uint64_t after, std::string_view how) {
  return broken(fmt::format("{} is damaged after {} bytes ({})", data, after, how));
}

BreakOff followed_by_other(std::string_view data, std::uint64_t after) {
  return {BreakOff::Kind::kDamaged,
          fmt::format("{} ends after {} bytes, and something else follows", data, after),
          "that was not checked; fetch the file again, or cut it off there"};
}

}  // namespace diallint
