#include "diallint/check_reading.h"

#include <fmt/format.h>

#include <utility>

#include "base/plural.h"
#include "base/printable.h"
#include "diallint/input_text.h"
#include "diallint/progress.h"
#include "shared/interruption.h"
#include "shared/program.h"

namespace diallint {
namespace {

/// Has the rules ask the history, and told what is sound where that is to be remembered.
std::unique_ptr<HistoryFile> history_of(const Options& options, History& look_ups) {
  look_ups = options.settings.history;
  if (options.history.empty()) return nullptr;
  auto history = std::make_unique<HistoryFile>(
      options.history, options.remember ? HistoryFile::Use::kWrite : HistoryFile::Use::kLookUp);
  look_ups = history->look_ups();
  if (options.remember)
    look_ups.on_sound = [to = history.get()](const SentRequest& sent) { to->note(sent); };
  return history;
}

/// An input that the run has counted before and that cannot be read now.
class LostSource final : public ByteSource {
 public:
  explicit LostSource(ReadError error) : error_(std::move(error)) {}
  std::size_t read(char* /*out*/, std::size_t /*size*/) override { throw error_; }

 private:
  ReadError error_;
};

}  // namespace

CheckReading::CheckReading(CheckParts& parts)
    : parts_(parts),
      options_(parts.options),
      is_second_(!parts.first_facts.empty()),
      history_(history_of(parts.options, look_ups_)) {
  Sink* findings = &parts.findings;
  if (options_.split.any())
    findings = &split_.emplace(options_.split, printable(parts.inputs.front().name), *findings);
  Settings settings = options_.settings;
  settings.history = look_ups_;
  RunOptions run = options_.run;
  run.max_findings = parts.max_findings;
  run.value_limit = parts.value_limit;
  run_.emplace(parts.plan, std::move(settings), std::move(run), *findings);
  parts_.first_facts.resize(parts.inputs.size());
}

void CheckReading::discard() {
  split_.reset();
  history_.reset();
}

void CheckReading::check_all(std::vector<UnreadInput>& unread) {
  std::uint64_t not_begun = 0;
  for (std::size_t i = 0; i < parts_.inputs.size(); ++i) {
    const Input& input = parts_.inputs[i];
    if (was_interrupted()) {
      unread.push_back({input.name, "the run was interrupted in front of it; check it again"});
      ++not_begun;
      continue;
    }
    configure(input);
    try {
      check_one(i);
    } catch (const ReadError& error) {
      unread.push_back({input.name, error.what});
      const std::string line = fmt::format("{}: {}", printable(input.name), printable(error.what));
      if (parts_.told.insert(line).second) print_error(line);
    }
  }
  if (not_begun > 0)
    print_error(fmt::format("the run was interrupted in front of {}; check {} again",
                            counted(not_begun, "input"), not_begun == 1 ? "it" : "them"));
}

ResponseCounts CheckReading::check_exchanges(const Exchanges& exchanges) {
  ResponseCounts counts;
  for (const Exchange& exchange : exchanges.exchanges) {
    std::vector<NamedText> responses;
    for (const std::size_t i : exchange.responses)
      responses.push_back(exchanges.responses.texts[i]);
    counts += check_exchange(parts_.plan, *run_, exchanges.requests.texts[exchange.request],
                             responses, [&](const NamedText& text, bool is_response) {
                               // SDKs write the names of a response in the way of their language.
                               configure(exchanges.input_of(text), is_response);
                             });
  }
  return counts;
}

void CheckReading::configure(const Input& input, bool accept_sdk_names) {
  const InputSettings::Place& place = parts_.settings.place_of(input);
  Settings settings = place.options.settings;
  settings.accept_sdk_names = settings.accept_sdk_names || accept_sdk_names;
  settings.now = options_.settings.now;
  settings.clock = options_.settings.clock;
  settings.unique_within = options_.settings.unique_within;
  settings.history = look_ups_;
  settings.mask_keys = options_.settings.mask_keys;
  settings.severity = parts_.settings.severities_of(input);
  // What holds for the input before holds for most.
  if (last_ == &place && settings.severity == severities_ &&
      settings.accept_sdk_names == accepts_sdk_names_)
    return;
  last_ = &place;
  accepts_sdk_names_ = settings.accept_sdk_names;
  severities_ = settings.severity;
  run_->configure(std::move(settings), place.options.run);
}

void CheckReading::check_one(std::size_t number) {
  const Input& input = parts_.inputs[number];
  std::optional<InputText> text;
  try {
    text.emplace(input, parts_.settings.place_of(input).options);
    expect_as_before(number, text->facts());
  } catch (const ReadError& error) {
    lose(number, error);
  }
  if (parts_.value_limit != nullptr) parts_.value_limit->begin_input(number);
  parts_.reports.hold_nothing(text->is_stream());
  ProgressSource watched(text->source(), input.name, parts_.with_progress);
  run_->check(watched, input.name);
  text->expect_unchanged();
}

/// What the second reading is told of values holds for the content of the first one.
void CheckReading::expect_as_before(std::size_t number, const FileSource::Facts& facts) {
  std::optional<FileSource::Facts>& first = parts_.first_facts[number];
  if (!is_second_) {
    first = facts;
  } else if (first != facts) {
    throw ReadError{
        "it was changed between the two readings that --memory-limit takes; check it again"};
  }
}

void CheckReading::lose(std::size_t number, const ReadError& error) {
  if (is_second_ && parts_.first_facts[number]) {
    // The run numbers its inputs, and those behind this one keep theirs.
    parts_.value_limit->begin_input(number);
    LostSource lost(error);
    run_->check(lost, parts_.inputs[number].name);
  }
  throw error;
}

}  // namespace diallint
