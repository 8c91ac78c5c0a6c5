#include "campaign/filling_batches.h"

#include <fmt/format.h>

#include "base/milliseconds.h"
#include "campaign/request_judge.h"
#include "campaign/sending_times.h"

namespace diallint {

void FillingBatches::use(std::string_view head, std::uint64_t most) {
  if (head_ == head) return;
  end();
  head_ = head;
  most_ = most;
}

std::int64_t FillingBatches::next_submission() {
  if (held_ == 0) submission_ = time_(requests_, batches_);
  return submission_;
}

void FillingBatches::add(std::string_view request, ManifestRow row) {
  if (held_ == 0) {
    text_ = head_;
    manifest_.clear();
    name_ = fmt::format("{}-{:06}.json", prefix_, batches_ + 1);
  } else {
    text_ += ',';
  }
  text_ += '\n';
  text_ += request;
  row.batch = name_;
  row.position = held_;
  row.submission = submission_;
  append_manifest_line(manifest_, row);
  ++requests_;
  if (++held_ == most_) end();
}

void FillingBatches::end() {
  if (held_ == 0) return;
  text_ += '\n';
  text_ += RequestJudge::kTail;
  text_ += '\n';
  ++batches_;
  hand_on_({batches_, name_, text_, manifest_, held_, instant_of(submission_)});
  held_ = 0;
}

}  // namespace diallint
