#include "compression/gzip_decoder.h"

#include "compression/inflater.h"

namespace diallint {
namespace {

constexpr std::string_view kData = "the gzip data";

class GzipDecoder final : public Decoder {
 public:
  explicit GzipDecoder(PackedInput& input) : input_(input) {}

  std::size_t decode(char* out, std::size_t size) override {
    for (;;) {
      if (fault_ != nullptr) throw damaged(kData, input_.offset(), fault_);
      if (between_members_ && !begin_member()) return 0;
      const std::string_view packed = input_.some();
      if (packed.empty() && !is_full_) throw cut_off(kData, input_.offset());
      const Inflater::Step step = inflater_.step(packed, out, size);
      input_.take(step.taken);
      fault_ = step.fault;
      is_full_ = step.is_full;
      if (step.ended) end_member();
      if (step.given > 0) return step.given;
    }
  }

 private:
  bool begin_member() {
    if (input_.peek(kGzipMagic.size()) == kGzipMagic) {
      between_members_ = false;
      return true;
    }
    const std::uint64_t end = input_.offset();
    for (std::string_view rest = input_.some(); !rest.empty(); rest = input_.some()) {
      if (rest.find_first_not_of('\0') != std::string_view::npos)
        throw followed_by_other(kData, end);
      input_.take(rest.size());
    }
    return false;
  }

  void end_member() {
    between_members_ = true;
    inflater_.reset();
  }

  PackedInput& input_;
  Inflater inflater_{Inflater::Form::kGzip};
  const char* fault_ = nullptr;
  bool is_full_ = false;
  bool between_members_ = true;
};

}  // namespace

std::unique_ptr<Decoder> make_gzip_decoder(PackedInput& input) {
  return std::make_unique<GzipDecoder>(input);
}

}  // namespace diallint
