// What files of responses say, answer by answer, and how many there are.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "campaign/response_answers.h"
#include "campaign/response_texts.h"
#include "diallint/reconcile.h"
#include "input/byte_source.h"

namespace diallint {

/// One thread.
class ResponseNotes {
 public:
  /// Notes an answer. False: it names no row.
  using NoteAnswer = std::function<bool(const Answer& answer)>;

  /// The summary outlives it.
  ResponseNotes(NoteAnswer note, ReconcileSummary& summary)
      : note_(std::move(note)), summary_(summary) {}

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

  NoteAnswer note_;
  ReconcileSummary& summary_;
  ResponseAnswers reader_;
  ResponseAnswers::Reading reading_ = ResponseAnswers::Reading::kNothing;
  std::optional<std::string> head_;  // the exception of an HTTP head whose body is to come
};

}  // namespace diallint
