// Which client token stands where in a request and in the service's responses to it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "context/response_counts.h"
#include "plan/check_parameters.h"

namespace diallint {

/// Filled while a request and its responses are read for the first time, asked while they are
/// judged. A request that was sent again has more than one response. Memory in proportion to the
/// tokens in them. One thread.
class ResponseIndex {
 public:
  using Side = DocumentSide;

  /// The names of the documents, for messages. `failing_lists` are the names (see fold_name()) of
  /// the lists in which a response has the requests that failed.
  ResponseIndex(std::string request_name, std::vector<std::string> response_names,
                std::set<std::string> failing_lists)
      : request_name_(std::move(request_name)),
        response_names_(std::move(response_names)),
        failing_lists_(std::move(failing_lists)) {}

  // --- what the readers say ------------------------------------------------------------------
  /// What is read from here on is the request.
  void read_request() noexcept { side_ = Side::kRequest; }
  /// What is read from here on is a response, counted from 0.
  void read_response(std::size_t response) noexcept;
  bool reads_response() const noexcept { return side_ == Side::kResponse; }
  /// The request's shapes and how many requests there are, once they are known. `listed` says
  /// whether a response lists them by their tokens; otherwise it is about all of them.
  void set_request(std::set<std::string> shapes, std::uint64_t requests, bool listed);
  const std::set<std::string>& request_shapes() const noexcept { return request_shapes_; }
  /// Everything has been noted: what is said of it counts from now on.
  void seal() noexcept { state_ = State::kSealed; }
  /// The documents cannot be compared (one is broken): nothing is said of tokens any more.
  void disable() noexcept { state_ = State::kDisabled; }

  /// How much is noted, and back to less: what a unit noted goes when the unit does.
  std::size_t noted() const noexcept { return notes_.size(); }
  void go_back(std::size_t noted);

  // --- what the rules say and ask ------------------------------------------------------------
  /// A well-formed token at a place (its byte offset and its pointer). While collecting it is
  /// noted, once a place, and nothing is said; afterwards: what is wrong with it, to follow the
  /// member's name, or nothing.
  std::string lookup(Side side, std::string_view token, std::uint64_t place,
                     const std::string& pointer);

  /// The response at hand names an exception, which the operation documents or not.
  void name_exception(bool documented) noexcept {
    naming_ = documented ? Naming::kDocumented : Naming::kOther;
  }
  /// The response at hand, or the item of it at `pointer`, is a call that failed: what that means
  /// for the requests. Nothing while collecting, and where another response has taken them.
  std::string fail_call(std::string_view pointer);

  /// Where the request stands that an entry of a response is about, given a value inside that
  /// entry: "/dialRequests/3 of batch.json"; empty if nothing is known.
  std::string request_of(std::string_view pointer_in_response) const;

  // --- what is asked in the end --------------------------------------------------------------
  /// The tokens that were noted on one side.
  std::set<std::string> tokens(Side side) const;
  bool has_failed_call() const noexcept { return !failed_calls_.empty(); }
  /// What became of the requests; nothing where the documents could not be compared.
  ResponseCounts counts() const;

 private:
  enum class State : std::uint8_t { kCollecting, kSealed, kDisabled };
  enum class Naming : std::uint8_t { kNone, kOther, kDocumented };
  using Places = std::map<std::uint64_t, std::string>;  // pointers by offset

  struct Answered {
    std::string pointer;
    bool failed = false;
  };
  using ResponsePlace = std::pair<std::size_t, std::uint64_t>;  // response, offset
  struct Entry {
    Places requests;
    std::map<ResponsePlace, Answered> responses;
  };

  using Entries = std::map<std::string, Entry, std::less<>>;  // by token

  // What one call has added.
  struct Note {
    Entries::iterator entry;  // end(): the response is a failed call
    Side side;
    std::uint64_t place;
    std::size_t response;
    std::optional<std::string> item;  // of the response, if it is new
  };

  static std::string_view words_for(Naming naming) noexcept;
  void note(Side side, std::string_view token, std::uint64_t place, const std::string& pointer);
  bool stands_in_failing_list(std::string_view pointer) const;
  std::string check_request(const Entry& entry, std::uint64_t place) const;
  std::string check_response(const Entry& entry, std::uint64_t place) const;
  bool every_call_failed() const noexcept { return failed_calls_.size() == response_names_.size(); }

  std::string request_name_;
  std::vector<std::string> response_names_;
  std::set<std::string> failing_lists_;
  std::set<std::string> request_shapes_;
  std::uint64_t requests_ = 0;
  bool unlisted_ = false;
  State state_ = State::kCollecting;
  Side side_ = Side::kRequest;
  std::size_t response_ = 0;
  Naming naming_ = Naming::kNone;
  std::set<std::size_t> failed_calls_;  // responses that are nothing else
  // Ordered, so that no choice of tokens makes it slow.
  Entries entries_;
  std::vector<Note> notes_;
  // By response and the pointer of the entry in it.
  std::map<std::pair<std::size_t, std::string>, const Entry*, std::less<>> by_response_;
};

}  // namespace diallint
