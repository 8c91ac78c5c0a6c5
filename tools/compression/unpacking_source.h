// The text of an input that may be compressed.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "compression/block_ring.h"
#include "compression/compressed_format.h"
#include "compression/packed_input.h"
#include "input/byte_source.h"

namespace diallint {

/// How an input is unpacked.
struct Unpacking {
  std::string_view name;          ///< of the input; outlives the source
  std::uint64_t max_bytes = 0;    ///< of text; 0: as much as comes
  std::string max_in_words = {};  ///< the same for messages, printable: "1G"
  TailOf tail = nullptr;          ///< called on the other thread; may be null
};

/// Gives the text of gzip, zstd or a zip archive of one file, which the first bytes tell, and any
/// other input as it is. What is compressed is read and unpacked on a thread of its own, a few
/// blocks ahead. Reading throws what the packed source throws, behind the text that came before
/// that.
class UnpackingSource final : public ByteSource {
 public:
  /// The packed source outlives this; once the first bytes are read, the other thread reads from
  /// it.
  UnpackingSource(ByteSource& packed, Unpacking how);
  /// Waits for the thread, after ByteSource::cancel().
  ~UnpackingSource() override;
  UnpackingSource(const UnpackingSource&) = delete;
  UnpackingSource& operator=(const UnpackingSource&) = delete;

  std::size_t read(char* out, std::size_t size) override;
  /// Of a compressed input too few.
  std::uint64_t expected_bytes() const noexcept override { return packed_.expected_bytes(); }
  bool may_break_off() const noexcept override { return decoder_ != nullptr; }
  const BreakOff* break_off() const noexcept override;
  std::string_view inner_name() const noexcept override;
  bool is_idle() const noexcept override;
  void cancel() noexcept override { packed_.cancel(); }

 private:
  void begin();
  std::string_view head();
  void start_thread();
  void unpack() noexcept;
  void unpack_all();

  ByteSource& packed_;
  Unpacking how_;
  PackedInput input_;
  const CompressedFormat* format_ = nullptr;
  std::unique_ptr<Decoder> decoder_;
  BlockRing ring_;
  std::optional<BreakOff> break_off_;  // written before the ring is finished
  bool begun_ = false;
  std::thread thread_;
};

}  // namespace diallint
