#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "base/printable.h"
#include "diallint/commands.h"
#include "diallint/history_options.h"
#include "diallint/input_files.h"
#include "diallint/input_text.h"
#include "diallint/library_calls.h"
#include "diallint/outcome_advice.h"
#include "diallint/progress.h"
#include "diallint/reconcile.h"
#include "diallint/reconcile_summary.h"
#include "shared/failure.h"
#include "shared/output_folder.h"

namespace diallint {
namespace {

constexpr std::string_view kCommand = "reconcile";
constexpr std::string_view kRetryFolder = "retry";

/// A file that the library reads.
class OpenFile {
 public:
  OpenFile(Input input, const Options& options)
      : input_(std::move(input)),
        text_(open(options)),
        source_(text_->source(), input_.name, ::isatty(STDERR_FILENO) == 1) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  /// Throws FatalError: nobody is to go on with a part of it.
  std::ptrdiff_t read(char* out, std::size_t size) {
    try {
      const std::size_t got = source_.read(out, size);
      if (got == 0) expect_whole(text_->source());
      if (got == 0) text_->expect_unchanged();
      return static_cast<std::ptrdiff_t>(got);
    } catch (const ReadError& error) {
      refuse(error);
    }
  }

 private:
  std::unique_ptr<InputText> open(const Options& options) const {
    try {
      return std::make_unique<InputText>(input_, options);
    } catch (const ReadError& error) {
      refuse(error);
    }
  }

  [[noreturn]] void refuse(const ReadError& error) const {
    throw FatalError{fmt::format("{}: {}", printable(input_.name), error.what)};
  }

  Input input_;
  std::unique_ptr<InputText> text_;
  ProgressSource source_;
};

/// Reads a prepared folder and responses into a folder of outcomes.
class Reconciliation {
 public:
  explicit Reconciliation(const Options& options)
      : options_(options),
        call_(options.reconcile),
        history_(begin_history(options)),
        rules_(rules_for(options, history_ ? calls_.noted(history_->look_ups()) : History{})),
        folder_(call_.folder, kRetryFolder, kCommand),
        outcome_(folder_, "outcome.csv"),
        repair_(folder_, "repair.csv"),
        manifest_(folder_, "retry/manifest.ndjson"),
        reconciler_(make()) {}

  void read(const Input& input) {
    OpenFile file(input, options_);
    const Error error = reconciler_.read(
        [&](char* out, std::size_t size) {
          std::ptrdiff_t got = 0;
          calls_.noted([&] { got = file.read(out, size); });
          return got;
        },
        input.name);
    calls_.expect_no(error, printable(input.name) + ": ");
  }

  const ReconcileSummary& finish() {
    calls_.expect_no(reconciler_.finish(), place());
    for (FolderFile* file : {&outcome_, &repair_, &manifest_}) file->finish();
    folder_.write("outcome.html", page_of(reconciler_.summary()));
    if (history_) history_->commit(earlier_of(call_.options.start, current_time()));
    folder_.finish();
    return reconciler_.summary();
  }

 private:
  std::string place() const { return printable(call_.prepared) + ": "; }

  Reconciler make() {
    ReconcileSink sink;
    sink.on_outcome = [this](std::string_view csv) { calls_.noted([&] { outcome_.write(csv); }); };
    sink.on_repair = [this](std::string_view csv) { calls_.noted([&] { repair_.write(csv); }); };
    sink.on_retry = [this](const PreparedBatch& batch) {
      calls_.noted([&] {
        folder_.write(fmt::format("{}/{}", kRetryFolder, batch.name), batch.json);
        manifest_.write(batch.manifest);
      });
    };
    if (history_) {
      sink.on_taken = [this](const SentRequest& sent) {
        calls_.noted([&] { history_->note(sent); });
      };
    }
    const auto open = [this](std::string_view name) { return opened(name); };
    Result<Reconciler> made = Reconciler::make(call_.options, open, std::move(sink), rules_);
    if (made) return *std::move(made);
    calls_.fail(made.error(), made.error().code == ErrorCode::kInput ? place() : "");
  }

  /// A file of the prepared folder; empty where there is none.
  ByteReader opened(std::string_view name) {
    const std::string path = fmt::format("{}/{}", call_.prepared, name);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) return {};
    std::shared_ptr<OpenFile> file;
    calls_.noted([&] { file = std::make_shared<OpenFile>(Input{path, path}, options_); });
    return [this, file](char* out, std::size_t size) {
      std::ptrdiff_t got = 0;
      calls_.noted([&] { got = file->read(out, size); });
      return got;
    };
  }

  const Options& options_;
  const ReconcileCall& call_;
  LibraryCalls calls_;
  std::unique_ptr<HistoryFile> history_;
  Ruleset rules_;
  OutputFolder folder_;
  FolderFile outcome_;
  FolderFile repair_;
  FolderFile manifest_;
  Reconciler reconciler_;
};

/// Throws FatalError where one of them cannot be looked into.
std::vector<Input> responses_of(const ReconcileCall& call) {
  InputList found = find_inputs(call.responses, "standard input", {});
  if (found.unread.empty()) return std::move(found.inputs);
  const UnreadInput& first = found.unread.front();
  throw FatalError{fmt::format("{}: {}", printable(first.file), printable(first.reason))};
}

}  // namespace

int reconcile_answers(const Options& options) {
  const std::vector<Input> responses = responses_of(options.reconcile);
  Reconciliation reconciliation(options);
  for (const Input& input : responses) reconciliation.read(input);
  const ReconcileSummary& summary = reconciliation.finish();
  const std::string& folder = options.reconcile.folder;
  if (options.outputs.front().format == "json")
    print_json(summary_in_json(summary, folder));
  else
    print(summary_in_words(summary, folder));
  return summary.failed + summary.unanswered + summary.unread > 0 ? kExitFindings : kExitOk;
}

}  // namespace diallint
