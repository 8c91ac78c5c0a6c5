#include "context/response_index.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/plural.h"
#include "plan/plan.h"

namespace diallint {
namespace {

std::string_view parent(std::string_view pointer) {
  const std::size_t slash = pointer.rfind('/');
  return slash == std::string_view::npos ? pointer : pointer.substr(0, slash);
}

}  // namespace

void ResponseIndex::read_response(std::size_t response) noexcept {
  side_ = Side::kResponse;
  response_ = response;
  naming_ = Naming::kNone;
}

void ResponseIndex::set_request(std::set<std::string> shapes, std::uint64_t requests, bool listed) {
  request_shapes_ = std::move(shapes);
  requests_ = requests;
  unlisted_ = !listed;
}

std::string ResponseIndex::lookup(Side side, std::string_view token, std::uint64_t place,
                                  const std::string& pointer) {
  if (state_ == State::kDisabled) return {};
  if (state_ == State::kCollecting) {
    note(side, token, place, pointer);
    return {};
  }
  const auto found = entries_.find(token);
  if (found == entries_.end()) return {};
  return side == Side::kRequest ? check_request(found->second, place)
                                : check_response(found->second, place);
}

void ResponseIndex::note(Side side, std::string_view token, std::uint64_t place,
                         const std::string& pointer) {
  const auto at = entries_.try_emplace(std::string(token)).first;
  Entry& entry = at->second;
  if (side == Side::kRequest) {
    if (entry.requests.emplace(place, pointer).second) {
      notes_.push_back({at, side, place, 0, std::nullopt});
    }
    return;
  }
  const Answered answered{pointer, stands_in_failing_list(pointer)};
  if (!entry.responses.emplace(ResponsePlace{response_, place}, answered).second) return;
  std::string item(parent(pointer));
  const bool is_new = by_response_.emplace(std::pair{response_, item}, &entry).second;
  notes_.push_back(
      {at, side, place, response_, is_new ? std::optional(std::move(item)) : std::nullopt});
}

void ResponseIndex::go_back(std::size_t noted) {
  for (; notes_.size() > noted; notes_.pop_back()) {
    const Note& last = notes_.back();
    if (last.entry == entries_.end()) {
      failed_calls_.erase(last.response);
      continue;
    }
    Entry& entry = last.entry->second;
    if (last.side == Side::kRequest) {
      entry.requests.erase(last.place);
    } else {
      entry.responses.erase({last.response, last.place});
    }
    if (last.item) by_response_.erase(std::pair{last.response, *last.item});
    if (entry.requests.empty() && entry.responses.empty()) entries_.erase(last.entry);
  }
}

// "/failedRequests/0/clientToken"
bool ResponseIndex::stands_in_failing_list(std::string_view pointer) const {
  const std::string_view list = parent(parent(pointer));
  return failing_lists_.contains(fold_name(list.substr(list.rfind('/') + 1)));
}

// A token that stands in the batch twice is another rule's to report.
std::string ResponseIndex::check_request(const Entry& entry, std::uint64_t place) const {
  if (!entry.responses.empty() || place != entry.requests.begin()->first) return {};
  if (every_call_failed()) return {};
  return fmt::format(
      "appears in neither list of {}; whether the service accepted this request is unknown, so "
      "send it again with the same token",
      fmt::join(response_names_, " or "));
}

std::string ResponseIndex::check_response(const Entry& entry, std::uint64_t place) const {
  if (entry.requests.empty()) {
    return fmt::format("does not match any request in {}; this is the response to another call",
                       request_name_);
  }
  // Another response to the same request is a second try.
  const auto first = entry.responses.lower_bound({response_, 0});
  const auto earlier = std::distance(first, entry.responses.find({response_, place}));
  if (earlier < static_cast<std::ptrdiff_t>(entry.requests.size())) return {};
  return fmt::format("already has an answer at {}; a request appears in one of the two lists, once",
                     first->second.pointer);
}

std::string ResponseIndex::fail_call(std::string_view pointer) {
  const Naming naming = std::exchange(naming_, Naming::kNone);
  const bool whole = pointer.empty();
  if (state_ == State::kCollecting && whole && failed_calls_.insert(response_).second) {
    notes_.push_back({entries_.end(), Side::kResponse, 0, response_, std::nullopt});
  }
  if (state_ == State::kCollecting || (whole && !every_call_failed())) return {};
  const std::string nobody = !whole || requests_ == 0 ? "none of its requests was taken"
                             : requests_ == 1
                                 ? fmt::format("the request in {} was not taken", request_name_)
                                 : fmt::format("none of the {} in {} was taken",
                                               counted(requests_, "request"), request_name_);
  return fmt::format("the call failed: {}; {}", nobody, words_for(naming));
}

std::string_view ResponseIndex::words_for(Naming naming) noexcept {
  switch (naming) {
    case Naming::kNone:
      return "the body does not name the exception, the header x-amzn-ErrorType does: keep the "
             "head of a response as well (curl -i)";
    case Naming::kOther:
      return "the operation documents no such exception: credentials, the signature and the "
             "network are the usual causes; once the cause is removed, send again with the same "
             "tokens";
    case Naming::kDocumented:
      break;
  }
  return "once the cause is removed, send again with the same tokens";
}

std::string ResponseIndex::request_of(std::string_view pointer_in_response) const {
  if (state_ != State::kSealed) return {};
  const auto found =
      by_response_.find(std::pair{response_, std::string(parent(pointer_in_response))});
  if (found == by_response_.end() || found->second->requests.empty()) return {};
  return fmt::format("{} of {}", parent(found->second->requests.begin()->second), request_name_);
}

std::set<std::string> ResponseIndex::tokens(Side side) const {
  std::set<std::string> tokens;
  for (const auto& [token, entry] : entries_)
    if (side == Side::kRequest ? !entry.requests.empty() : !entry.responses.empty())
      tokens.insert(token);
  return tokens;
}

ResponseCounts ResponseIndex::counts() const {
  ResponseCounts counts;
  if (state_ != State::kSealed) return counts;
  if (unlisted_ && !every_call_failed()) counts.taken = requests_;
  for (const auto& [token, entry] : entries_) {
    const auto failed = static_cast<std::uint64_t>(
        std::count_if(entry.responses.begin(), entry.responses.end(),
                      [](const auto& answer) { return answer.second.failed; }));
    const std::uint64_t taken =
        std::min<std::uint64_t>(entry.requests.size(), entry.responses.size() - failed);
    counts.taken += taken;
    counts.failed += std::min(entry.requests.size() - taken, failed);
  }
  const std::uint64_t rest = requests_ - std::min(requests_, counts.taken + counts.failed);
  (every_call_failed() ? counts.failed : counts.unanswered) += rest;
  return counts;
}

}  // namespace diallint
