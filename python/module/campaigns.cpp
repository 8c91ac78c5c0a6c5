#include "module/campaigns.h"

#include <fmt/format.h>
#include <nanobind/stl/string.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "diallint/outcome_advice.h"
#include "diallint/prepare_summary.h"
#include "diallint/reconcile_summary.h"
#include "module/python_sources.h"
#include "module/result_values.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

/// Files on their way to Python. Those that grow bit by bit go in large pieces.
class FilesOut {
 public:
  FilesOut(const nb::callable& take, PythonCalls& calls) : take_(take), calls_(calls) {}

  void hand_over(std::string_view name, std::string_view bytes) {
    calls_.run([&] { take_(text_of(name), nb::bytes(bytes.data(), bytes.size())); });
  }
  void append(std::string_view name, std::string_view bytes) {
    std::string& held = held_[name];
    held += bytes;
    if (held.size() >= kHeld) flush(name, held);
  }
  void finish() {
    for (auto& [name, held] : held_) flush(name, held);
  }

 private:
  static constexpr std::size_t kHeld = std::size_t{1} << 20;

  void flush(std::string_view name, std::string& held) {
    hand_over(name, held);
    held.clear();
  }

  const nb::callable& take_;
  PythonCalls& calls_;
  std::map<std::string_view, std::string> held_;  // by static names
};

/// A source of Python's with its name. The list that it comes from holds it.
struct NamedSource {
  PythonSource* source;
  std::string name;
  InputFormat format = InputFormat::kAuto;
};

ByteReader reader_of(PythonSource& source) {
  return [&source](char* out, std::size_t size) {
    return static_cast<std::ptrdiff_t>(source.read(out, size));
  };
}

/// Behind a call that has read the source: what Python raised in it, or else the error.
void expect_read(const Error& error, const NamedSource& input) {
  input.source->raise_if_raised();
  if (error.code != ErrorCode::kInput || input.name.empty()) return bindings::expect_none(error);
  bindings::expect_none({error.code, fmt::format("{}: {}", input.name, error.message)});
}

std::vector<NamedSource> sources_of(const nb::list& tuples, bool with_format) {
  std::vector<NamedSource> sources;
  for (const nb::handle one : tuples) {
    const nb::tuple parts = nb::cast<nb::tuple>(one);
    NamedSource& named = sources.emplace_back();
    named.source = nb::cast<PythonSource*>(parts[0]);
    named.name = nb::cast<std::string>(parts[1]);
    if (with_format) {
      bindings::CheckWords words;
      words.format = nb::cast<std::string>(parts[2]);
      named.format = bindings::run_options(words).format;
    }
  }
  return sources;
}

/// A call of a member of Preparer or Reconciler, without the GIL.
template <typename Call>
Error unlocked(const Call& call) {
  const nb::gil_scoped_release free;
  return call();
}

PrepareSink sink_into(FilesOut& files, SentBefore* sent) {
  PrepareSink sink;
  sink.on_batch = [&](const PreparedBatch& batch) {
    files.hand_over(batch.name, batch.json);
    files.append("manifest.ndjson", batch.manifest);
  };
  sink.on_rejected = [&](std::string_view csv) { files.append("rejected.csv", csv); };
  if (sent != nullptr) sink.on_request = [sent](const SentRequest& one) { sent->note(one); };
  return sink;
}

ReconcileSink outcome_into(FilesOut& files, SentBefore* sent) {
  ReconcileSink sink;
  sink.on_outcome = [&](std::string_view csv) { files.append("outcome.csv", csv); };
  sink.on_repair = [&](std::string_view csv) { files.append("repair.csv", csv); };
  if (sent != nullptr) sink.on_taken = [sent](const SentRequest& one) { sent->note(one); };
  sink.on_retry = [&](const PreparedBatch& batch) {
    files.hand_over(fmt::format("retry/{}", batch.name), batch.json);
    files.append("retry/manifest.ndjson", batch.manifest);
  };
  return sink;
}

/// Files of the prepared folder, which Python gives.
class PreparedFiles {
 public:
  PreparedFiles(const nb::callable& open, PythonCalls& calls) : open_(open), calls_(calls) {}

  /// Of the library's own: the reader may go while another thread has the GIL.
  ByteReader open(std::string_view name) {
    std::shared_ptr<std::string> text;
    calls_.run([&] {
      const nb::object given = open_(text_of(name));
      if (given.is_none()) return;
      const nb::bytes bytes = nb::cast<nb::bytes>(given);
      text = std::make_shared<std::string>(bytes.c_str(), bytes.size());
    });
    if (!text) return {};
    return [this, text, begin = std::size_t{0}](char* out, std::size_t size) mutable {
      calls_.look_for_signals();
      const std::size_t count = text->copy(out, size, begin);
      begin += count;
      return static_cast<std::ptrdiff_t>(count);
    };
  }

 private:
  const nb::callable& open_;
  PythonCalls& calls_;
};

}  // namespace

nb::object prepare_lists(const Rules& rules, const PrepareOptions& options, nb::list lists,
                         nb::callable take, SentBefore* sent) {
  const std::vector<NamedSource> sources = sources_of(lists, /*with_format=*/true);
  PythonCalls calls;
  FilesOut files(take, calls);
  Result<Preparer> preparer = Preparer::make(options, sink_into(files, sent), rules.ruleset());
  if (!preparer) bindings::expect_none(preparer.error());
  for (const NamedSource& list : sources) {
    const Error error =
        unlocked([&] { return preparer->read(reader_of(*list.source), list.name, list.format); });
    calls.raise_if_raised();
    expect_read(error, list);
  }
  const Error error = unlocked([&] { return preparer->finish(); });
  calls.raise_if_raised();
  bindings::expect_none(error);
  files.finish();
  return text_of(summary_in_json(preparer->summary(), ""));
}

nb::object reconcile_responses(const Rules& rules, const ReconcileOptions& options,
                               nb::callable open, nb::list responses, nb::callable take, bool page,
                               SentBefore* sent) {
  const std::vector<NamedSource> sources = sources_of(responses, /*with_format=*/false);
  PythonCalls calls;
  FilesOut files(take, calls);
  PreparedFiles prepared(open, calls);
  std::optional<Result<Reconciler>> reconciler;
  {
    const nb::gil_scoped_release free;
    reconciler.emplace(Reconciler::make(
        options, [&](std::string_view name) { return prepared.open(name); },
        outcome_into(files, sent), rules.ruleset()));
  }
  calls.raise_if_raised();
  if (!*reconciler) bindings::expect_none(reconciler->error());
  Reconciler& joined = **reconciler;
  for (const NamedSource& response : sources) {
    const Error error =
        unlocked([&] { return joined.read(reader_of(*response.source), response.name); });
    calls.raise_if_raised();
    expect_read(error, response);
  }
  const Error error = unlocked([&] { return joined.finish(); });
  calls.raise_if_raised();
  bindings::expect_none(error);
  if (page) files.append("outcome.html", page_of(joined.summary()));
  files.finish();
  return text_of(summary_in_json(joined.summary(), ""));
}

}  // namespace diallint::python
