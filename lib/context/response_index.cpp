#include "context/response_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace diallint {
namespace {

std::string_view parent(std::string_view pointer) {
  const std::size_t slash = pointer.rfind('/');
  return slash == std::string_view::npos ? pointer : pointer.substr(0, slash);
}

}  // namespace

std::string AnswerBook::meet(Side side, std::string_view token, std::uint64_t place,
                             const std::string& pointer) {
  if (state_ == State::kSilent) return {};
  if (state_ == State::kCollecting) {
    Entry& entry = entries_.try_emplace(std::string(token)).first->second;
    (side == Side::kRequest ? entry.requests : entry.answers).emplace(place, pointer);
    if (side == Side::kAnswer) by_answer_.emplace(parent(pointer), &entry);
    return {};
  }
  const auto found = entries_.find(token);
  if (found == entries_.end()) return {};
  return side == Side::kRequest ? judge_request(found->second, place)
                                : judge_answer(found->second, place);
}

// A token that stands in the batch twice is another rule's to report.
std::string AnswerBook::judge_request(const Entry& entry, std::uint64_t place) const {
  if (!entry.answers.empty() || place != entry.requests.begin()->first) return {};
  return fmt::format(
      "appears in neither list of {}; whether the service accepted this request is unknown, so "
      "send it again with the same token",
      answer_name_);
}

std::string AnswerBook::judge_answer(const Entry& entry, std::uint64_t place) const {
  if (entry.requests.empty()) {
    return fmt::format("does not match any request in {}; this is the response to another call",
                       request_name_);
  }
  const auto at = entry.answers.find(place);
  const auto earlier = std::distance(entry.answers.begin(), at);
  if (at == entry.answers.end() || earlier < static_cast<std::ptrdiff_t>(entry.requests.size())) {
    return {};
  }
  return fmt::format("already has an answer at {}; a request appears in one of the two lists, once",
                     entry.answers.begin()->second);
}

std::string AnswerBook::request_of(std::string_view pointer_in_answer) const {
  if (state_ != State::kJudging) return {};
  const auto found = by_answer_.find(parent(pointer_in_answer));
  if (found == by_answer_.end() || found->second->requests.empty()) return {};
  return fmt::format("{} of {}", parent(found->second->requests.begin()->second), request_name_);
}

}  // namespace diallint
