#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "diallint/commands.h"
#include "diallint/history_options.h"
#include "diallint/input_files.h"
#include "diallint/input_text.h"
#include "diallint/library_calls.h"
#include "diallint/prepare.h"
#include "diallint/prepare_summary.h"
#include "diallint/progress.h"
#include "shared/failure.h"
#include "shared/output_folder.h"

namespace diallint {
namespace {

/// The name by which manifest and tokens know a list: wherever it stands, they stay the same.
std::string name_of_list(const std::string& path, const PrepareCall& call) {
  if (!call.list_name.empty()) return call.list_name;
  return path == "-" ? "stdin" : path.substr(path.rfind('/') + 1);
}

/// Reads lists into a folder.
class Preparation {
 public:
  explicit Preparation(const Options& options)
      : options_(options),
        call_(options.prepare),
        history_(begin_history(options)),
        rules_(rules_for(options, history_ ? calls_.noted(history_->look_ups()) : History{})),
        folder_(call_.folder),
        manifest_(folder_, "manifest.ndjson"),
        rejected_(folder_, "rejected.csv"),
        preparer_(make()) {}

  void read(const std::string& path) {
    const std::string shown = path == "-" ? std::string("standard input") : printable(path);
    try {
      ByteSource& source = open(path, shown);
      ProgressSource told(source, shown, ::isatty(STDERR_FILENO) == 1);
      const Error error =
          preparer_.read([&](char* out, std::size_t size) { return piece(told, out, size); },
                         name_of_list(path, call_), call_.format);
      expect_whole(source);
      calls_.expect_no(error, shown + ": ");
    } catch (const ReadError& error) {
      throw FatalError{fmt::format("{}: {}", shown, error.what)};
    }
  }

  const PrepareSummary& finish() {
    calls_.expect_no(preparer_.finish(), "");
    for (const List& list : lists_) expect_unchanged(list);
    manifest_.finish();
    rejected_.finish();
    // First: where the folder then fails, tokens are known that nobody has, and none the other way.
    if (history_) history_->commit(earlier_of(call_.options.start, current_time()));
    folder_.finish();
    return preparer_.summary();
  }

 private:
  /// Open to the end: what was read of one may have been changed while others were.
  struct List {
    std::unique_ptr<Input> input;
    std::unique_ptr<InputText> text;
    std::string shown;
  };

  static void expect_unchanged(const List& list) {
    try {
      list.text->expect_unchanged();
    } catch (const ReadError&) {
      throw FatalError{fmt::format(
          "{} has changed while it was read; nothing was written, so start again", list.shown)};
    }
  }

  ByteSource& open(const std::string& path, const std::string& shown) {
    struct stat status {};
    if (path != "-" && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
      throw FatalError{fmt::format("{} is a directory; name the lists in it", shown)};
    auto input =
        std::make_unique<Input>(path == "-" ? Input{{}, "standard input"} : Input{path, path});
    auto text = std::make_unique<InputText>(*input, options_);
    lists_.push_back({std::move(input), std::move(text), shown});
    return lists_.back().text->source();
  }

  Preparer make() {
    PrepareSink sink;
    sink.on_batch = [this](const PreparedBatch& batch) {
      calls_.noted([&] {
        folder_.write(batch.name, batch.json);
        manifest_.write(batch.manifest);
      });
    };
    sink.on_rejected = [this](std::string_view csv) {
      calls_.noted([&] { rejected_.write(csv); });
    };
    if (history_) {
      sink.on_request = [this](const SentRequest& sent) {
        calls_.noted([&] { history_->note(sent); });
      };
    }
    Result<Preparer> preparer = Preparer::make(call_.options, std::move(sink), rules_);
    if (preparer) return *std::move(preparer);
    calls_.fail(preparer.error(), "");
  }

  std::ptrdiff_t piece(ByteSource& source, char* out, std::size_t size) {
    std::ptrdiff_t got = 0;
    calls_.noted([&] { got = static_cast<std::ptrdiff_t>(source.read(out, size)); });
    return got;
  }

  const Options& options_;
  const PrepareCall& call_;
  LibraryCalls calls_;
  std::unique_ptr<HistoryFile> history_;
  Ruleset rules_;
  std::vector<List> lists_;
  OutputFolder folder_;
  FolderFile manifest_;
  FolderFile rejected_;
  Preparer preparer_;
};

}  // namespace

int prepare_lists(const Options& options) {
  Preparation preparation(options);
  for (const std::string& path : options.arguments) preparation.read(path);
  const PrepareSummary& summary = preparation.finish();
  const std::string& folder = options.prepare.folder;
  if (options.outputs.front().format == "json")
    print_json(summary_in_json(summary, folder));
  else
    print(summary_in_words(summary, folder));
  return summary.rejected > 0 ? kExitFindings : kExitOk;
}

}  // namespace diallint
