#include "compression/zip_decoder.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "compression/inflater.h"
#include "compression/zip_headers.h"

namespace diallint {
namespace {

constexpr std::string_view kData = "the zip archive";
constexpr const char* kUnpack = "unpack it, and check the files in it";
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;

BreakOff not_read(std::string name, const char* remedy = kUnpack) {
  return {BreakOff::Kind::kForeign, std::move(name), remedy};
}

std::string files_in_words(std::optional<std::uint64_t> files) {
  if (!files || *files < 2) return "more than one file";
  return fmt::format("{} files", *files);
}

class ZipDecoder final : public Decoder {
 public:
  ZipDecoder(PackedInput& input, TailOf tail) : input_(input), tail_(std::move(tail)) {}

  std::size_t decode(char* out, std::size_t size) override {
    if (state_ == State::kBegin) begin();
    while (state_ == State::kInFile) {
      const std::size_t given =
          entry_.method == kStored ? copy_stored(out, size) : inflate(out, size);
      if (given == 0) continue;
      checksum_ = ::crc32_z(checksum_, reinterpret_cast<const Bytef*>(out), given);
      given_ += given;
      return given;
    }
    if (state_ == State::kBehind) end();
    return 0;
  }

  std::string_view inner_name() const noexcept override { return entry_.name; }

 private:
  enum class State : std::uint8_t { kBegin, kInFile, kBehind, kEnd };

  // --- the file ----------------------------------------------------------------------------------
  void begin() {
    const std::optional<std::uint64_t> files =
        tail_ ? zip_files(tail_(kZipTailBytes)) : std::nullopt;
    if (files == 0U) throw not_read("a zip archive without a file");
    if (files && *files != 1) throw not_read(fmt::format("a zip archive of {} files", *files));
    do entry_ = local_entry();
    while (entry_.is_folder() && skip_folder());
    expect_readable();
    state_ = State::kInFile;
  }

  ZipEntry local_entry() {
    const std::string fixed(need(kZipLocalBytes));
    if (!fixed.starts_with(kZipLocalHeader)) {
      if (folders_ > 0) throw not_read("a zip archive without a file");
      throw bad("no header of a file");
    }
    input_.take(kZipLocalBytes);
    const std::size_t name = zip_u16(fixed, 26);
    const std::size_t extra = zip_u16(fixed, 28);
    const std::string_view texts = need(name + extra);
    ZipEntry entry = zip_local_entry(fixed, texts.substr(0, name), texts.substr(name));
    input_.take(name + extra);
    return entry;
  }

  bool skip_folder() {
    if (entry_.packed > 0 || entry_.has_descriptor()) return false;
    ++folders_;
    return true;
  }

  void expect_readable() const {
    if (entry_.is_encrypted())
      throw not_read("an encrypted zip archive",
                     "unpack it on the way: unzip -p FILE | diallint -");
    if (entry_.method != kStored && entry_.method != kDeflated)
      throw not_read(fmt::format("a zip archive packed by method {}", entry_.method));
    if (entry_.method == kStored && entry_.has_descriptor())
      throw not_read("a zip archive that does not say how long its file is",
                     "unpack it on the way: unzip -p FILE | diallint -");
  }

  std::size_t copy_stored(char* out, std::size_t size) {
    if (taken_ == entry_.packed) return end_data();
    const std::string_view packed = within_entry(input_.some());
    const std::size_t count = std::min(size, packed.size());
    packed.copy(out, count);
    take(count);
    return count;
  }

  std::size_t inflate(char* out, std::size_t size) {
    if (inflated_) return end_data();
    if (fault_ != nullptr) throw bad(fault_);
    const Inflater::Step step = inflater_.step(within_entry(input_.some()), out, size);
    take(step.taken);
    fault_ = step.fault;
    is_full_ = step.is_full;
    inflated_ = step.ended;
    return step.given;
  }

  // Of the bytes at hand, those of the file's data.
  std::string_view within_entry(std::string_view packed) const {
    if (packed.empty() && !is_full_) throw cut_off(kData, input_.offset());
    if (entry_.has_descriptor()) return packed;
    if (taken_ == entry_.packed && !is_full_) throw bad("the data goes on behind its end");
    return packed.substr(0, entry_.packed - taken_);
  }

  void take(std::size_t size) noexcept {
    input_.take(size);
    taken_ += size;
  }

  std::size_t end_data() {
    if (entry_.has_descriptor()) {
      take_descriptor();
    } else if (checksum_ != entry_.checksum) {
      throw bad("wrong checksum");
    } else if (taken_ != entry_.packed || given_ != entry_.size) {
      throw bad("wrong size");
    }
    state_ = State::kBehind;
    return 0;
  }

  // It may have a signature, and sizes of 4 bytes or 8: that which says what was read is meant.
  void take_descriptor() {
    const std::string_view next = input_.peek(24);
    const std::size_t at = next.starts_with(kZipDescriptor) ? kZipDescriptor.size() : 0;
    if (next.size() < at + 12) throw cut_off(kData, input_.offset() + next.size());
    if (zip_u32(next, at) != checksum_) throw bad("wrong checksum");
    if (next.size() >= at + 20 && zip_u64(next, at + 4) == taken_ &&
        zip_u64(next, at + 12) == given_) {
      input_.take(at + 20);
    } else if (zip_u32(next, at + 4) == static_cast<std::uint32_t>(taken_) &&
               zip_u32(next, at + 8) == static_cast<std::uint32_t>(given_)) {
      input_.take(at + 12);
    } else if (next.size() < at + 20) {
      throw cut_off(kData, input_.offset() + next.size());
    } else {
      throw bad("wrong size");
    }
  }

  // --- what stands behind it ---------------------------------------------------------------------
  void end() {
    state_ = State::kEnd;
    std::string_view signature = need(4);
    while (signature == kZipLocalHeader) {
      if (const ZipEntry entry = local_entry(); !entry.is_folder() || entry.packed > 0)
        throw several();
      ++folders_;
      signature = need(4);
    }
    for (; signature == kZipDirectoryHeader; signature = need(4)) take_directory_entry();
    if (directory_entries_ != folders_ + 1) throw bad("wrong directory");
    if (signature == kZip64End) input_.take(need(kZip64EndBytes).size());
    if (need(4) == kZip64Locator) input_.take(need(kZip64LocatorBytes).size());
    take_end();
  }

  void take_directory_entry() {
    const std::string fixed(need(kZipDirectoryBytes));
    input_.take(fixed.size());
    const std::size_t name = zip_u16(fixed, 28);
    const std::size_t extra = zip_u16(fixed, 30);
    const std::size_t size = name + extra + zip_u16(fixed, 32);
    const std::string_view texts = need(size);
    const ZipEntry entry =
        zip_directory_entry(fixed, texts.substr(0, name), texts.substr(name, extra));
    input_.take(size);
    ++directory_entries_;
    if (entry.is_folder()) return;
    if (entry.name != entry_.name || entry.method != entry_.method || entry.checksum != checksum_ ||
        entry.packed != taken_ || entry.size != given_)
      throw bad("its directory says something else of the file");
  }

  void take_end() {
    const std::string_view fixed = need(kZipEndBytes);
    if (!fixed.starts_with(kZipEnd)) throw bad("wrong end");
    const std::uint16_t entries = zip_u16(fixed, 10);
    constexpr std::uint16_t kElsewhere = 0xFFFF;
    if (entries != kElsewhere && entries != directory_entries_) throw bad("wrong directory");
    const std::size_t size = kZipEndBytes + zip_u16(fixed, 20);
    need(size);
    input_.take(size);
    if (!input_.some().empty()) throw followed_by_other(kData, input_.offset());
  }

  // The first file has been read, and the number of all stands at the end.
  BreakOff several() {
    std::string tail;
    for (std::string_view rest = input_.some(); !rest.empty(); rest = input_.some()) {
      tail += rest;
      input_.take(rest.size());
      if (tail.size() > 2 * kZipTailBytes) tail.erase(0, tail.size() - kZipTailBytes);
    }
    return {BreakOff::Kind::kDamaged,
            fmt::format("{} holds {}, and the first alone was read", kData,
                        files_in_words(zip_files(tail))),
            kUnpack};
  }

  std::string_view need(std::size_t size) {
    const std::string_view bytes = input_.peek(size);
    if (bytes.size() < size) throw cut_off(kData, input_.offset() + bytes.size());
    return bytes;
  }

  BreakOff bad(std::string_view how) const { return damaged(kData, input_.offset(), how); }

  PackedInput& input_;
  TailOf tail_;
  Inflater inflater_{Inflater::Form::kRaw};
  State state_ = State::kBegin;
  ZipEntry entry_;
  std::uint64_t taken_ = 0;
  std::uint64_t given_ = 0;
  uLong checksum_ = 0;
  std::uint64_t folders_ = 0;
  std::uint64_t directory_entries_ = 0;
  const char* fault_ = nullptr;
  bool is_full_ = false;
  bool inflated_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_zip_decoder(PackedInput& input, const TailOf& tail) {
  return std::make_unique<ZipDecoder>(input, tail);
}

}  // namespace diallint
