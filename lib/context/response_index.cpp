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

std::string ResponseIndex::lookup(Side side, std::string_view token, std::uint64_t place,
                                  const std::string& pointer) {
  if (state_ == State::kDisabled) return {};
  if (state_ == State::kCollecting) {
    Entry& entry = entries_.try_emplace(std::string(token)).first->second;
    (side == Side::kRequest ? entry.requests : entry.responses).emplace(place, pointer);
    if (side == Side::kResponse) by_response_.emplace(parent(pointer), &entry);
    return {};
  }
  const auto found = entries_.find(token);
  if (found == entries_.end()) return {};
  return side == Side::kRequest ? check_request(found->second, place)
                                : check_response(found->second, place);
}

// A token that stands in the batch twice is another rule's to report.
std::string ResponseIndex::check_request(const Entry& entry, std::uint64_t place) const {
  if (!entry.responses.empty() || place != entry.requests.begin()->first) return {};
  return fmt::format(
      "appears in neither list of {}; whether the service accepted this request is unknown, so "
      "send it again with the same token",
      response_name_);
}

std::string ResponseIndex::check_response(const Entry& entry, std::uint64_t place) const {
  if (entry.requests.empty()) {
    return fmt::format("does not match any request in {}; this is the response to another call",
                       request_name_);
  }
  const auto at = entry.responses.find(place);
  const auto earlier = std::distance(entry.responses.begin(), at);
  if (at == entry.responses.end() || earlier < static_cast<std::ptrdiff_t>(entry.requests.size())) {
    return {};
  }
  return fmt::format("already has an answer at {}; a request appears in one of the two lists, once",
                     entry.responses.begin()->second);
}

std::string ResponseIndex::request_of(std::string_view pointer_in_response) const {
  if (state_ != State::kSealed) return {};
  const auto found = by_response_.find(parent(pointer_in_response));
  if (found == by_response_.end() || found->second->requests.empty()) return {};
  return fmt::format("{} of {}", parent(found->second->requests.begin()->second), request_name_);
}

}  // namespace diallint
