// Answers of the service to a batch of requests: as it gives them, and as it never should.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "generate/pack.h"
#include "generate/value_maker.h"
#include "plan/plan.h"

namespace diallint {

/// What an answer does that no answer should.
enum class ResponseFault : std::uint8_t {
  kNone,
  kMissing,  ///< one request has no answer
  kTwice,    ///< one request stands in the answer twice
  kForeign,  ///< one answer is for a request that was never made
};

/// How a batch is answered.
struct AnswerChoice {
  std::uint64_t failed_percent = 0;     ///< of the requests, rounded up
  std::vector<std::string> codes = {};  ///< of those that failed, in turn; empty: all there are
  ResponseFault fault = ResponseFault::kNone;
};

/// Makes answers to one request. Throws GeneratorError where the request holds no token that is
/// answered, or the schemas have no shape for answers.
class ResponseMaker {
 public:
  /// `request` is JSON. `plan` has its answer checks enabled (response_check.h), and outlives this.
  ResponseMaker(const Plan& plan, std::string_view request, std::uint64_t seed, const Instant& now);

  /// An answer of the service.
  std::string answer(const AnswerChoice& choice);
  /// The body of an error in its place, with its status. `exception` is one of exceptions().
  std::string error(std::string_view exception);

  /// What the schemas know of: codes of requests that failed, and exceptions.
  const std::vector<std::string>& codes() const noexcept { return codes_; }
  const std::vector<std::string>& exceptions() const noexcept { return exceptions_; }

  /// An answer of every kind, for a pack that holds `request_name` as its first file.
  std::vector<PackFile> all(const std::string& request_name);

 private:
  struct List {
    std::string member;
    NodeId items = kNoNode;
    std::string token;  ///< members of an item
    std::string code;   ///< empty: these are the requests that were taken
  };

  void find_request_tokens(std::string_view request);
  void find_answer_shape();
  void find_error_shape();
  std::string token_never_sent() const;
  Sample item_of(const List& list, const std::string& token, const std::string& code);
  PackFile file(const std::string& name, const char* rule, const char* about, std::string text);

  const Plan& plan_;
  Instant now_;
  std::string request_;
  ValueMaker maker_;
  std::vector<std::string> tokens_;
  std::set<std::string> request_shapes_;
  const Shape* answer_ = nullptr;
  const Shape* error_ = nullptr;
  std::vector<List> lists_;
  std::string exception_member_;
  std::vector<std::string> codes_;
  std::vector<std::string> exceptions_;
};

/// What diallint finds in a request and its answer, checked together; sorted, the ignored rule left
/// out. The plan has its answer checks enabled (response_check.h).
std::vector<PackFinding> findings_in_pair(const Plan& plan, std::string_view request,
                                          std::string_view answer, const Instant& now);

}  // namespace diallint
