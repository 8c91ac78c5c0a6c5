// What files of responses say, noted in the book of answers and counted.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "campaign/answer_book.h"
#include "campaign/response_answers.h"
#include "campaign/response_texts.h"
#include "diallint/reconcile.h"
#include "input/byte_source.h"

namespace diallint {

/// Both outlive it. One thread.
class ResponseNotes {
 public:
  ResponseNotes(AnswerBook& book, ReconcileSummary& summary) : book_(book), summary_(summary) {}

  /// Reads a file to its end; an object of more than `most` bytes is counted as not read. Throws
  /// ReadError where the source fails.
  void read(ByteSource& source, std::string_view name, std::size_t most);

 private:
  void take(const ResponseTextPart& part, std::string_view name);
  void take_head(std::string_view text);
  void end_head();
  void take_answers();
  std::optional<std::string> exception_in(const ResponseTextPart& part);
  void note_call(const std::string& exception);

  AnswerBook& book_;
  ReconcileSummary& summary_;
  ResponseAnswers reader_;
  ResponseAnswers::Reading reading_ = ResponseAnswers::Reading::kNothing;
  std::optional<std::string> head_;  // the exception of an HTTP head whose body is to come
};

}  // namespace diallint
