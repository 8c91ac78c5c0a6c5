#include "campaign/response_notes.h"

#include <algorithm>

#include "base/ascii.h"
#include "diallint/guidance.h"
#include "engine/failed_call_forms.h"

namespace diallint {
namespace {

using Part = ResponseTextPart::Kind;
using Reading = ResponseAnswers::Reading;

constexpr std::size_t kMostShown = 10;
constexpr std::size_t kMostNames = 100;
constexpr std::size_t kLongestName = 64;
constexpr std::string_view kUnknown = "unknown";

// The name without package and address, if an operation of campaigns documents such an exception.
std::optional<std::string> documented(std::string_view name) {
  const Guidance* guidance = guidance_for(kCampaignsService, name);
  if (guidance == nullptr || guidance->http_status == 0) return std::nullopt;
  return std::string(guidance->name);
}

std::string_view why_unread(Part kind, Reading reading) noexcept {
  if (kind == Part::kBroken)
    return "a response begins here that does not end, or is too large to be one; save it again";
  if (kind == Part::kOther)
    return "this is no response and no error of a call; save responses as JSON";
  if (reading == Reading::kBroken)
    return "this is no valid JSON; save the response again, with the JSON writer of the SDK's "
           "language";
  return "the object has neither successfulRequests nor failedRequests, and is no error of a call";
}

}  // namespace

void ResponseNotes::read(ByteSource& source, std::string_view name, std::size_t most) {
  ResponseTexts texts(source, most);
  for (ResponseTextPart part; texts.next(part);) take(part, name);
  end_head();
}

void ResponseNotes::take(const ResponseTextPart& part, std::string_view name) {
  if (part.kind == Part::kOther && part.text.starts_with("HTTP/")) return take_head(part.text);
  reading_ = part.kind == Part::kObject ? reader_.read(part.text) : Reading::kBroken;
  if (reading_ == Reading::kAnswers) return take_answers();
  if (const std::optional<std::string> exception = exception_in(part)) {
    // The head names it where the body does not, and the two are one call.
    const std::string head = std::exchange(head_, std::nullopt).value_or("");
    return note_call(exception->empty() ? head : *exception);
  }
  end_head();
  ++summary_.unread;
  if (summary_.first_unread.size() < kMostShown)
    summary_.first_unread.push_back(
        {std::string(name), part.line, why_unread(part.kind, reading_)});
}

void ResponseNotes::take_head(std::string_view text) {
  end_head();
  if (const auto call = take_response_apart(text).failed) head_ = call->name;
}

void ResponseNotes::end_head() {
  if (head_) note_call(*std::exchange(head_, std::nullopt));
}

void ResponseNotes::take_answers() {
  end_head();
  ++summary_.responses;
  for (const Answer& answer : reader_.answers()) {
    ++summary_.answers;
    if (!note_(answer)) ++summary_.foreign;
  }
}

std::optional<std::string> ResponseNotes::exception_in(const ResponseTextPart& part) {
  if (part.kind == Part::kBroken) return std::nullopt;
  if (reading_ == Reading::kNothing)
    if (auto name = documented(reader_.exception())) return name;
  auto call = take_response_apart(part.text).failed;
  // Behind a head that says so, any object is the body of an error.
  if (!call && head_ && reading_ == Reading::kNothing) return "";
  return call ? std::optional(std::move(call->name)) : std::nullopt;
}

// The name is text of the input; one that is none is not shown.
void ResponseNotes::note_call(const std::string& exception) {
  const bool word = !exception.empty() && exception.size() <= kLongestName &&
                    std::all_of(exception.begin(), exception.end(),
                                [](char c) { return is_letter(c) || is_digit(c); });
  auto& calls = summary_.failed_calls;
  const bool room = calls.size() < kMostNames || calls.contains(exception);
  ++calls[word && room ? exception : std::string(kUnknown)];
}

}  // namespace diallint
