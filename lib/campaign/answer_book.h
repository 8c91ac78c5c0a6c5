// The requests of a prepared list, and what the answers so far say of each. The order of the
// answers makes no difference, and neither does one that comes twice.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/keyed_hash.h"
#include "campaign/response_answers.h"
#include "context/seen_set.h"
#include "diallint/guidance.h"

namespace diallint {

/// What a failure code asks for. One that is not known is mended: nobody knows what a retry does.
Remedy remedy_of(std::string_view code) noexcept;

/// Some 26 bytes a request. One thread.
class AnswerBook {
 public:
  AnswerBook() : secret_(HashSecret::random()) {}

  /// Notes a request; they are counted from 0. False: one before it has the same token.
  bool add_request(std::string_view token);
  /// Notes an answer. False: no request has this token.
  bool add_answer(const Answer& answer);

  std::uint64_t requests() const noexcept { return states_.size(); }
  /// Whether the request of that number has this token.
  bool has_token(std::uint64_t request, std::string_view token) const noexcept;

  /// Some answer says so: a request that failed first may have been sent again.
  bool taken(std::uint64_t request) const noexcept {
    return (states_[request].flags & kTaken) != 0;
  }
  bool failed(std::uint64_t request) const noexcept {
    return states_[request].flags != 0 && !taken(request);
  }
  /// More than one answer names it.
  bool several(std::uint64_t request) const noexcept {
    return (states_[request].flags & kSeveral) != 0;
  }
  /// Of a request that has failed; where answers have different ones, the one that asks for the
  /// most care. kOtherCode for what is no code, kNoCode where there is none.
  const std::string& code(std::uint64_t request) const noexcept {
    return codes_[states_[request].code];
  }

  static constexpr std::string_view kOtherCode = "other";
  static constexpr std::string_view kNoCode = "none";

 private:
  static constexpr std::uint8_t kTaken = 1;
  static constexpr std::uint8_t kFailed = 2;
  static constexpr std::uint8_t kSeveral = 4;

  struct State {
    std::uint8_t flags = 0;
    std::uint8_t code = 0;  // of codes_
  };

  std::uint8_t number_of(std::string_view code);

  HashSecret secret_;
  SeenSet tokens_;
  std::vector<State> states_;
  std::vector<std::string> codes_ = {std::string(kNoCode), std::string(kOtherCode)};
};

}  // namespace diallint
