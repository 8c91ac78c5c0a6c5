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

class OpenedText final : public OpenInput {
 public:
  OpenedText(const Input& input, const Options& options) : text_(input, options) {}
  ByteSource& source() noexcept override { return text_.source(); }
  void expect_unchanged() const override { text_.expect_unchanged(); }
  const FileSource::Facts& facts() const noexcept { return text_.facts(); }

 private:
  InputText text_;
};

/// An input that the run has counted before and that cannot be read now.
class LostInput final : public OpenInput, private ByteSource {
 public:
  explicit LostInput(ReadError error) : error_(std::move(error)) {}
  ByteSource& source() noexcept override { return *this; }
  void expect_unchanged() const override {}

 private:
  std::size_t read(char* /*out*/, std::size_t /*size*/) override { throw error_; }

  ReadError error_;
};

/// Whether an input is read to its end at once, so that it may wait for those in front of it.
bool is_small(const Input& input) noexcept { return input.bytes && *input.bytes <= kStretchBytes; }

/// So many inputs are worth their threads.
constexpr std::size_t kManyInputs = 8;

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
  unread_ = &unread;
  not_begun_ = 0;
  for (std::size_t i = 0; i < parts_.inputs.size();) {
    const std::size_t count = range_from(i);
    if (count == 1)
      check_one(i);
    else
      check_side_by_side({i, count});
    i += count;
  }
  if (not_begun_ > 0)
    print_error(fmt::format("the run was interrupted in front of {}; check {} again",
                            counted(not_begun_, "input"), not_begun_ == 1 ? "it" : "them"));
}

/// How many inputs from this one on are checked together, with the same settings: 1, or many that
/// are small.
std::size_t CheckReading::range_from(std::size_t first) {
  const auto& inputs = parts_.inputs;
  if (options_.run.jobs == 1 || split_ || was_interrupted() || !is_small(inputs[first])) return 1;
  configure(inputs[first]);
  std::size_t end = first + 1;
  while (end < inputs.size() && is_small(inputs[end]) && is_configured_for(inputs[end])) ++end;
  return end - first < kManyInputs ? 1 : end - first;
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

/// What holds for the input before holds for most.
bool CheckReading::is_configured_for(const Input& input, bool accept_sdk_names) {
  const InputSettings::Place& place = parts_.settings.place_of(input);
  return last_ == &place &&
         accepts_sdk_names_ == (place.options.settings.accept_sdk_names || accept_sdk_names) &&
         severities_ == parts_.settings.severities_of(input);
}

void CheckReading::configure(const Input& input, bool accept_sdk_names) {
  if (is_configured_for(input, accept_sdk_names)) return;
  const InputSettings::Place& place = parts_.settings.place_of(input);
  Settings settings = place.options.settings;
  settings.accept_sdk_names = settings.accept_sdk_names || accept_sdk_names;
  settings.now = options_.settings.now;
  settings.clock = options_.settings.clock;
  settings.unique_within = options_.settings.unique_within;
  settings.history = look_ups_;
  settings.mask_keys = options_.settings.mask_keys;
  settings.severity = parts_.settings.severities_of(input);
  last_ = &place;
  accepts_sdk_names_ = settings.accept_sdk_names;
  severities_ = settings.severity;
  run_->configure(std::move(settings), place.options.run);
}

// --- inputs one by one, and side by side ---------------------------------------------------------

void CheckReading::check_one(std::size_t number) {
  const Input& input = parts_.inputs[number];
  if (was_interrupted()) return lose(number, nullptr);
  configure(input);
  try {
    const std::unique_ptr<OpenInput> opened = open(number);
    begin(number);
    ProgressSource watched(opened->source(), input.name, parts_.with_progress);
    run_->check(watched, input.name);
    opened->expect_unchanged();
  } catch (const ReadError& error) {
    lose(number, &error);
  }
}

class CheckReading::Supply final : public InputSupply {
 public:
  explicit Supply(CheckReading& reading) : reading_(reading) {}

  const std::string& name_of(std::size_t number) const override { return input(number).name; }
  std::uint64_t bytes_of(std::size_t number) const override { return *input(number).bytes; }
  std::unique_ptr<OpenInput> open(std::size_t number) override {
    return was_interrupted() ? nullptr : reading_.open(number);
  }
  void begin(std::size_t number) override { reading_.begin(number); }
  void lose(std::size_t number, const ReadError* why) override { reading_.lose(number, why); }

 private:
  const Input& input(std::size_t number) const { return reading_.parts_.inputs[number]; }

  CheckReading& reading_;
};

void CheckReading::check_side_by_side(const InputRange& inputs) {
  Supply supply(*this);
  run_->check_side_by_side(supply, inputs);
}

/// Any thread. What holds for the input is configured.
std::unique_ptr<OpenInput> CheckReading::open(std::size_t number) {
  try {
    auto text = std::make_unique<OpenedText>(parts_.inputs[number], last_->options);
    expect_as_before(number, text->facts());
    return text;
  } catch (ReadError& error) {
    // The run numbers its inputs, and those behind this one keep theirs.
    if (is_second_ && parts_.first_facts[number])
      return std::make_unique<LostInput>(std::move(error));
    throw;
  }
}

/// In the order of the inputs.
void CheckReading::begin(std::size_t number) {
  if (parts_.value_limit != nullptr) parts_.value_limit->begin_input(number);
  parts_.reports.hold_nothing(!parts_.first_facts[number]->is_file);
}

void CheckReading::lose(std::size_t number, const ReadError* why) {
  const std::string& name = parts_.inputs[number].name;
  if (why == nullptr) {
    unread_->push_back({name, "the run was interrupted in front of it; check it again"});
    ++not_begun_;
    return;
  }
  unread_->push_back({name, why->what});
  const std::string line = fmt::format("{}: {}", printable(name), printable(why->what));
  if (parts_.told.insert(line).second) print_error(line);
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

}  // namespace diallint
