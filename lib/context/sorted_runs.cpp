#include "context/sorted_runs.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace diallint {
namespace {

/// What is read of a run at once, where there is memory for so much: less, and the disk waits for
/// its head.
constexpr std::size_t kBlock = (std::size_t{32} << 10) / sizeof(SortedRuns::Entry);

}  // namespace

SortedRuns::SortedRuns(std::uint64_t bytes, MakeSpillStore make_store)
    : most_(static_cast<std::size_t>(std::max<std::uint64_t>(bytes / sizeof(Entry), 2))),
      make_store_(std::move(make_store)) {}

void SortedRuns::add(const Entry& entry) {
  // Never more than there may be, as growing by itself would take; and not all at once.
  if (buffer_.size() == buffer_.capacity())
    buffer_.reserve(std::min(most_, std::max(buffer_.size() * 2, kBlock)));
  buffer_.push_back(entry);
  if (buffer_.size() == most_) write_run();
}

void SortedRuns::end() {
  if (runs_.empty()) return std::sort(buffer_.begin(), buffer_.end());
  if (!buffer_.empty()) write_run();
  buffer_ = {};
  // As many at once as have blocks of a good size, and one block for what is written.
  const std::size_t at_once = std::max<std::size_t>(most_ / kBlock, 3) - 1;
  while (runs_.size() > at_once) {
    open(std::span(runs_).first(at_once));
    runs_.erase(runs_.begin(), runs_.begin() + static_cast<std::ptrdiff_t>(at_once));
    merge_group();
  }
  open(runs_);
}

const SortedRuns::Entry* SortedRuns::next() {
  if (!runs_.empty()) return next_merged();
  return taken_ == buffer_.size() ? nullptr : &buffer_[taken_++];
}

void SortedRuns::write_run() {
  std::sort(buffer_.begin(), buffer_.end());
  const std::uint64_t at = stored_;
  append(buffer_);
  runs_.push_back({at, stored_});
  buffer_.clear();
}

void SortedRuns::append(std::span<const Entry> entries) {
  if (store_ == nullptr) store_ = make_store_();
  store_->append({reinterpret_cast<const char*>(entries.data()), entries.size_bytes()});
  stored_ += entries.size();
}

// --- merging -------------------------------------------------------------------------------------

namespace {

constexpr auto kLeastFirst = [](const auto& a, const auto& b) {
  return a.block[a.taken] > b.block[b.taken];
};

}  // namespace

void SortedRuns::open(std::span<const Run> runs) {
  sources_.clear();
  block_ = std::clamp<std::size_t>(most_ / (runs.size() + 1), 1, kBlock);
  for (const Run& run : runs) {
    Source source{run, {}, 0};
    fill(source);  // no run is empty
    sources_.push_back(std::move(source));
  }
  std::make_heap(sources_.begin(), sources_.end(), kLeastFirst);
}

bool SortedRuns::fill(Source& source) {
  const std::uint64_t count = std::min<std::uint64_t>(block_, source.left.end - source.left.at);
  source.block.resize(static_cast<std::size_t>(count));
  source.taken = 0;
  if (count == 0) return false;
  store_->read(source.left.at * sizeof(Entry), reinterpret_cast<char*>(source.block.data()),
               source.block.size() * sizeof(Entry));
  source.left.at += count;
  return true;
}

const SortedRuns::Entry* SortedRuns::next_merged() {
  if (sources_.empty()) return nullptr;
  std::pop_heap(sources_.begin(), sources_.end(), kLeastFirst);
  Source& least = sources_.back();
  current_ = least.block[least.taken++];
  if (least.taken < least.block.size() || fill(least))
    std::push_heap(sources_.begin(), sources_.end(), kLeastFirst);
  else
    sources_.pop_back();
  return &current_;
}

// What is open becomes one run more.
void SortedRuns::merge_group() {
  const std::uint64_t at = stored_;
  std::vector<Entry> block;
  while (const Entry* entry = next_merged()) {
    block.push_back(*entry);
    if (block.size() < block_) continue;
    append(block);
    block.clear();
  }
  append(block);
  runs_.push_back({at, stored_});
}

}  // namespace diallint
