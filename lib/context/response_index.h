// Which client token stands where in a batch of requests and in the service's answer to it.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plan/check_parameters.h"

namespace diallint {

/// Filled while both documents are read for the first time, asked while they are judged. Memory in
/// proportion to the tokens in them. One thread.
class ResponseIndex {
 public:
  using Side = DocumentSide;

  /// The names of the two documents, for messages.
  ResponseIndex(std::string request_name, std::string response_name)
      : request_name_(std::move(request_name)), response_name_(std::move(response_name)) {}

  /// A well-formed token at a place (its byte offset and its pointer). While collecting it is
  /// noted, once a place, and nothing is said; afterwards: what is wrong with it, to follow the
  /// member's name, or nothing.
  std::string lookup(Side side, std::string_view token, std::uint64_t place,
                     const std::string& pointer);

  /// Everything has been noted: what lookup() says counts from now on.
  void seal() noexcept { state_ = State::kSealed; }
  /// The two cannot be compared (one of them is broken, or an error): nothing is said any more.
  void disable() noexcept { state_ = State::kDisabled; }

  /// Where the request stands that an entry of the answer is about, given a value inside that
  /// entry:
  /// "/dialRequests/3 of batch.json"; empty if nothing is known.
  std::string request_of(std::string_view pointer_in_response) const;

 private:
  enum class State : std::uint8_t { kCollecting, kSealed, kDisabled };
  using Places = std::map<std::uint64_t, std::string>;  // pointers by offset

  struct Entry {
    Places requests;
    Places responses;
  };

  std::string check_request(const Entry& entry, std::uint64_t place) const;
  std::string check_response(const Entry& entry, std::uint64_t place) const;

  std::string request_name_;
  std::string response_name_;
  State state_ = State::kCollecting;
  // Ordered, so that no choice of tokens makes it slow.
  std::map<std::string, Entry, std::less<>> entries_;
  std::map<std::string, const Entry*, std::less<>> by_response_;  // by the pointer of the entry
};

}  // namespace diallint
