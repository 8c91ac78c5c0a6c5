#include "compression/zstd_decoder.h"

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <new>

namespace diallint {
namespace {

constexpr std::string_view kData = "the zstd data";

// What the zstd program takes if it is not asked for more: 128 MiB, which a frame can have held.
constexpr int kWindowLogMax = 27;

BreakOff fault_of(std::size_t result, std::uint64_t after) {
  switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_dictionary_wrong:
      return {BreakOff::Kind::kDamaged,
              fmt::format("{} needs a dictionary after {} bytes", kData, after),
              "unpack it on the way: zstd -D DICTIONARY -dc FILE | diallint -"};
    case ZSTD_error_frameParameter_windowTooLarge:
      return {BreakOff::Kind::kDamaged,
              fmt::format("{} needs a window of more than {} MiB after {} bytes", kData,
                          (1U << kWindowLogMax) >> 20, after),
              "unpack it on the way: zstd --long=31 -dc FILE | diallint -"};
    default:
      return damaged(kData, after, ZSTD_getErrorName(result));
  }
}

class ZstdDecoder final : public Decoder {
 public:
  explicit ZstdDecoder(PackedInput& input) : input_(input), context_(ZSTD_createDCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLogMax);
  }

  std::size_t decode(char* out, std::size_t size) override {
    for (;;) {
      if (between_frames_ && !begin_frame()) return 0;
      const std::string_view packed = input_.some();
      ZSTD_outBuffer text{out, size, 0};
      const bool moved = step(packed, text);
      if (text.pos > 0) return text.pos;
      if (!moved && packed.empty() && !between_frames_) throw cut_off(kData, input_.offset());
    }
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
  };

  bool begin_frame() {
    const std::string_view head = input_.peek(4);
    if (head.empty()) return false;
    if (!begins_zstd_frame(head)) throw followed_by_other(kData, input_.offset());
    between_frames_ = false;
    wanted_ = head.size();
    return true;
  }

  // Whether anything was taken or given.
  bool step(std::string_view packed, ZSTD_outBuffer& text) {
    // What is wanted is a block and the head of the next one. A fault of that would take the text
    // of the block along, so the head comes by itself.
    constexpr std::size_t kBlockHead = 3;
    const std::size_t feed = wanted_ > kBlockHead ? wanted_ - kBlockHead : wanted_;
    ZSTD_inBuffer in{packed.data(), std::min(packed.size(), feed), 0};
    const std::size_t result = ZSTD_decompressStream(context_.get(), &text, &in);
    if (ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation) throw std::bad_alloc();
    if (ZSTD_isError(result) != 0) throw fault_of(result, input_.offset());
    input_.take(in.pos);
    between_frames_ = result == 0;
    wanted_ = result;
    return in.pos > 0 || text.pos > 0;
  }

  PackedInput& input_;
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  std::size_t wanted_ = 0;
  bool between_frames_ = true;
};

}  // namespace

bool begins_zstd_frame(std::string_view head) noexcept {
  if (head.starts_with("\x28\xB5\x2F\xFD")) return true;
  return head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xF0) == 0x50 &&
         head.substr(1, 3) == "\x2A\x4D\x18";
}

std::unique_ptr<Decoder> make_zstd_decoder(PackedInput& input) {
  return std::make_unique<ZstdDecoder>(input);
}

}  // namespace diallint
