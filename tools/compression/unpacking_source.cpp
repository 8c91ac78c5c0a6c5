#include "compression/unpacking_source.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <system_error>
#include <utility>

namespace diallint {
namespace {

// Signals are for the thread that knows what is unfinished: another one starts without any.
class SignalsBlocked {
 public:
  SignalsBlocked() noexcept {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

UnpackingSource::UnpackingSource(ByteSource& packed, Unpacking how)
    : packed_(packed), how_(std::move(how)), input_(packed) {}

UnpackingSource::~UnpackingSource() {
  if (!thread_.joinable()) return;
  ring_.close();
  packed_.cancel();
  thread_.join();
}

// Of what is unpacked on another thread nobody waits for a line.
bool UnpackingSource::is_idle() const noexcept {
  return begun_ && decoder_ == nullptr && input_.held().empty() && packed_.is_idle();
}

std::size_t UnpackingSource::read(char* out, std::size_t size) {
  if (!begun_) begin();
  if (decoder_ != nullptr) {
    const std::string_view text = ring_.front();
    const std::size_t count = std::min(size, text.size());
    text.copy(out, count);
    if (count > 0) ring_.drop(count);
    return count;
  }
  const std::string_view held = input_.held();
  if (held.empty()) return packed_.read(out, size);
  const std::size_t count = std::min(size, held.size());
  held.copy(out, count);
  input_.take(count);
  return count;
}

const BreakOff* UnpackingSource::break_off() const noexcept {
  return break_off_ ? &*break_off_ : nullptr;
}

std::string_view UnpackingSource::inner_name() const noexcept {
  if (decoder_ == nullptr) return {};
  const std::string_view inner = decoder_->inner_name();
  return inner.empty() ? without_compression(how_.name) : inner;
}

// The first bytes. A line that others are to follow is not waited for with: it is no archive.
std::string_view UnpackingSource::head() {
  std::size_t wanted = 1;
  while (input_.peek(wanted).size() == wanted && wanted < kCompressedHead) {
    const std::string_view held = input_.held();
    if (held.ends_with('\n') && packed_.is_idle()) break;
    wanted = std::min(held.size() + 1, kCompressedHead);
  }
  return input_.held().substr(0, kCompressedHead);
}

void UnpackingSource::begin() {
  begun_ = true;
  format_ = compressed_format(head());
  if (format_ == nullptr) return;
  decoder_ = format_->make(input_, how_.tail);
  start_thread();
}

void UnpackingSource::start_thread() {
  const SignalsBlocked blocked;
  try {
    thread_ = std::thread([this] { unpack(); });
  } catch (const std::system_error& error) {
    throw ReadError{fmt::format("it is compressed, and no thread can be started to unpack it ({})",
                                error.code().message())};
  }
}

void UnpackingSource::unpack() noexcept {
  try {
    unpack_all();
    ring_.finish();
  } catch (BreakOff& why) {
    break_off_ = std::move(why);
    ring_.finish();
  } catch (...) {
    ring_.finish(std::current_exception());
  }
}

void UnpackingSource::unpack_all() {
  std::uint64_t given = 0;
  while (char* block = ring_.begin_block()) {
    std::size_t size = decoder_->decode(block, BlockRing::kBlockBytes);
    if (size == 0) return;
    const bool too_large = how_.max_bytes != 0 && size > how_.max_bytes - given;
    if (too_large) size = how_.max_bytes - given;
    given += size;
    if (size > 0) ring_.end_block(size);
    if (too_large)
      throw BreakOff{BreakOff::Kind::kTooLarge,
                     fmt::format("more than {} of text are in the {}, and no more was checked",
                                 how_.max_in_words, format_->name),
                     "where that is right, raise --max-expanded"};
  }
}

}  // namespace diallint
