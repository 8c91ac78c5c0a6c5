#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "base/printable.h"
#include "diallint/child_process.h"
#include "diallint/commands.h"
#include "diallint/pack_comparison.h"
#include "shared/failure.h"
#include "shared/pack_folder.h"

namespace diallint {
namespace {

constexpr std::size_t kShown = 20;

/// Runs the command on one file after the other, on several threads.
class Trial {
 public:
  Trial(const Pack& pack, const Options& options)
      : pack_(pack),
        folder_(options.arguments.front()),
        command_(options.arguments.begin() + 1, options.arguments.end()),
        verbose_(options.verbose),
        verdicts_(pack.files.size()) {
    for (const std::string& word : command_) {
      takes_request_ = takes_request_ || word.find("{request}") != std::string::npos;
    }
  }

  std::vector<Verdict> run() {
    const std::size_t count = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 16);
    std::vector<std::thread> threads;
    threads.reserve(count);
    try {
      while (threads.size() + 1 < count) threads.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      // The system gives no more of them; those that there are do all of the work.
    }
    work();
    for (std::thread& thread : threads) thread.join();
    if (trouble_) std::rethrow_exception(trouble_);
    return std::move(verdicts_);
  }

 private:
  void work() {
    try {
      for (std::size_t i = next_++; i < pack_.files.size(); i = next_++) judge(i);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      trouble_ = std::current_exception();
      next_ = pack_.files.size();
    }
  }

  void judge(std::size_t index) {
    const PackFile& file = pack_.files[index];
    if (file.request.empty() == takes_request_) return;
    const ChildResult result = run_child(command_for(command_, folder_, file, pack_.now), verbose_);
    verdicts_[index] = judge_output(file, pack_.ignored, result.exit_code, result.output);
  }

  const Pack& pack_;
  std::string folder_;
  std::vector<std::string> command_;
  bool verbose_;
  bool takes_request_ = false;
  std::vector<Verdict> verdicts_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::exception_ptr trouble_;
};

std::string differences(const Pack& pack, const std::vector<Verdict>& verdicts, bool all) {
  std::string text;
  std::size_t count = 0;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (!verdicts[i].ran || verdicts[i].agrees) continue;
    if (all || count < kShown) {
      text += fmt::format("{}: {}\n", printable(pack.files[i].file), verdicts[i].difference);
    }
    ++count;
  }
  if (!all && count > kShown) text += fmt::format("and {} more; -v shows all\n", count - kShown);
  return text.empty() ? text : text + "\n";
}

}  // namespace

int check_conformance(const Options& options) {
  const Pack pack = open_pack(options.arguments.front());
  const std::vector<Verdict> verdicts = Trial(pack, options).run();
  const bool any = std::any_of(verdicts.begin(), verdicts.end(),
                               [](const Verdict& verdict) { return verdict.ran; });
  if (!any) {
    throw FatalError{
        "no file of the pack was tried; packs of responses need {request} in the command, and "
        "other packs must not have it"};
  }
  const bool all = std::all_of(verdicts.begin(), verdicts.end(), [](const Verdict& verdict) {
    return verdict.agrees || !verdict.ran;
  });
  print(differences(pack, verdicts, options.verbose) + agreement_table(pack, verdicts));
  return all ? kExitOk : kExitFindings;
}

}  // namespace diallint
