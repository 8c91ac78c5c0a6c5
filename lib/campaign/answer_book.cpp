#include "campaign/answer_book.h"

#include <algorithm>
#include <tuple>

#include "base/ascii.h"

namespace diallint {
namespace {

constexpr std::size_t kMostCodes = 200;  // the service has a handful
constexpr std::size_t kLongestCode = 64;

bool is_code(std::string_view text) {
  return text.size() <= kLongestCode &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

// What has to be done first comes first.
int urgency(std::string_view code) noexcept {
  switch (remedy_of(code)) {
    case Remedy::kMend:
      return 0;
    case Remedy::kWaitThenRetry:
      return 1;
    case Remedy::kRetry:
      break;
  }
  return 2;
}

}  // namespace

Remedy remedy_of(std::string_view code) noexcept {
  const Guidance* guidance = guidance_for(kCampaignsService, code);
  const bool known = guidance != nullptr && guidance->http_status == 0;
  return known ? guidance->remedy : Remedy::kMend;
}

bool AnswerBook::add_request(std::string_view token) {
  const auto ordinal = static_cast<std::uint32_t>(states_.size());
  if (tokens_.insert(keyed_hash(token, secret_), ordinal)) return false;
  states_.emplace_back();
  return true;
}

bool AnswerBook::add_answer(const Answer& answer) {
  const auto request = tokens_.find(keyed_hash(answer.token, secret_));
  if (!request) return false;
  State& state = states_[*request];
  if (state.flags != 0) state.flags |= kSeveral;
  if (!answer.failed) {
    state.flags |= kTaken;
    return true;
  }
  const std::uint8_t code = number_of(answer.code);
  const auto rank = [&](std::uint8_t number) {
    return std::tuple(urgency(codes_[number]), std::string_view(codes_[number]));
  };
  if ((state.flags & kFailed) == 0 || rank(code) < rank(state.code)) state.code = code;
  state.flags |= kFailed;
  return true;
}

bool AnswerBook::has_token(std::uint64_t request, std::string_view token) const noexcept {
  const auto found = tokens_.find(keyed_hash(token, secret_));
  return found && *found == request;
}

std::uint8_t AnswerBook::number_of(std::string_view code) {
  if (code.empty()) return 0;
  if (!is_code(code)) code = kOtherCode;
  auto found = std::find(codes_.begin(), codes_.end(), code);
  if (found == codes_.end() && codes_.size() == kMostCodes) found = codes_.begin() + 1;
  if (found == codes_.end()) found = codes_.insert(codes_.end(), std::string(code));
  return static_cast<std::uint8_t>(found - codes_.begin());
}

}  // namespace diallint
