#include "compression/inflater.h"

#include <algorithm>
#include <limits>
#include <new>

namespace diallint {
namespace {

// As inflateInit2() takes them: the largest window, 32 KiB; with 16 added a gzip member around it.
constexpr int kWindowBits = 15;
constexpr int kInGzip = 16;

uInt at_once(std::size_t size) noexcept {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

}  // namespace

Inflater::Inflater(Form form) {
  const int bits = form == Form::kGzip ? kWindowBits + kInGzip : -kWindowBits;
  if (inflateInit2(&stream_, bits) != Z_OK) throw std::bad_alloc();
}

Inflater::~Inflater() { inflateEnd(&stream_); }

void Inflater::reset() noexcept { inflateReset(&stream_); }

Inflater::Step Inflater::step(std::string_view packed, char* out, std::size_t size) {
  // zlib does not write to what it reads; its interface is older than const.
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream_.avail_in = at_once(packed.size());
  stream_.next_out = reinterpret_cast<Bytef*>(out);
  stream_.avail_out = at_once(size);
  const int result = ::inflate(&stream_, Z_NO_FLUSH);
  if (result == Z_MEM_ERROR) throw std::bad_alloc();
  Step step;
  step.taken = at_once(packed.size()) - stream_.avail_in;
  step.given = at_once(size) - stream_.avail_out;
  step.is_full = stream_.avail_out == 0;
  step.ended = result == Z_STREAM_END;
  if (!step.ended && result != Z_OK && result != Z_BUF_ERROR)
    step.fault = stream_.msg != nullptr ? stream_.msg : "no such stream";
  return step;
}

}  // namespace diallint
