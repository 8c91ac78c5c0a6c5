// Compressed input: what zlib and libzstd have packed comes out as it was, whatever pieces it comes
// in; of what has been changed since, no other text passes for whole; and arbitrary bytes end in
// text or in one line that says why not, within the bound.
#include <algorithm>
#include <string>

#include "harness.h"
#include "support/packed.h"
#include "support/unpack.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

constexpr std::uint64_t kMost = 1 << 16;

struct Decoded {
  std::string text;
  std::optional<BreakOff> why;
};

bool begins_packed(std::string_view bytes) {
  return compressed_format(bytes.substr(0, kCompressedHead)) != nullptr;
}

/// Without the second thread, which takes longer to start than all of this.
Decoded decode(std::string_view bytes, std::size_t step, bool has_tail) {
  Decoded decoded;
  TextSource source(bytes, step);
  PackedInput input(source);
  const CompressedFormat* format = compressed_format(input.peek(kCompressedHead));
  expect(format != nullptr, "what is decoded begins like something that is");
  TailOf tail;
  if (has_tail)
    tail = [bytes](std::size_t size) {
      return std::string(bytes.substr(bytes.size() - std::min(size, bytes.size())));
    };
  const std::unique_ptr<Decoder> decoder = format->make(input, tail);
  try {
    std::string piece(1 + step % 500, '\0');
    while (decoded.text.size() < kMost) {
      const std::size_t got = decoder->decode(piece.data(), piece.size());
      expect(got <= piece.size(), "no more is given than there is room for");
      if (got == 0) break;
      decoded.text.append(piece, 0, got);
    }
  } catch (BreakOff& why) {
    decoded.why = std::move(why);
  }
  if (decoded.why) expect(is_one_line(decoded.why->what), "what breaks off is said in one line");
  return decoded;
}

std::string packed(std::size_t form, const std::string& text) {
  constexpr std::size_t kWays = 6;
  if (form == 0) return test::gzip_of(text);
  if (form == 1) return test::zstd_of(text);
  return test::zip_of({{.text = text, .way = static_cast<test::ZipWay>((form - 2) % kWays)}});
}

void check_whole(std::string_view bytes, const std::string& text, std::size_t step, bool tail) {
  const Decoded whole = decode(bytes, step, tail);
  expect(!whole.why, "what is whole does not break off");
  expect(whole.text == text, "a text comes out as it was packed");
}

void check_changed(std::size_t form, std::string bytes, const std::string& text, Bytes& changes,
                   std::size_t step) {
  // Two changes may take the checksum of zstd away, so that nothing speaks against a third.
  const std::size_t most = form == 1 ? 1 : 4;
  for (std::size_t i = 0; i < most && !changes.empty(); ++i) {
    const std::size_t at = (changes.byte() << 8 | changes.byte()) % bytes.size();
    switch (changes.choose(3)) {
      case 0:
        bytes[at] = static_cast<char>(changes.byte());
        break;
      case 1:
        bytes.erase(at, 1 + changes.choose(4));
        break;
      default:
        bytes.insert(at, 1, static_cast<char>(changes.byte()));
    }
    if (bytes.empty()) return;
  }
  if (!begins_packed(bytes)) return;
  const Decoded changed = decode(bytes, step, false);
  expect(changed.why || changed.text == text, "no other text passes for whole");
}

/// With the second thread: the same comes through it.
void check_threads(std::string_view bytes, std::size_t step) {
  const test::Unpacked unpacked = test::unpack(bytes, {.step = step, .max_bytes = kMost});
  const Decoded decoded = decode(bytes, step, false);
  expect(unpacked.text.size() <= kMost, "the bound holds");
  // How much comes out in front of a fault depends on how much is asked for at once.
  const std::string text = decoded.text.substr(0, kMost);
  const std::size_t both = std::min(text.size(), unpacked.text.size());
  expect(decoded.why || unpacked.text == text, "the thread changes nothing");
  expect(unpacked.text.substr(0, both) == text.substr(0, both), "nor the text before a fault");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::size_t what = bytes.choose(16);
  const std::size_t step = 1 + bytes.byte() * 8;
  const bool has_tail = bytes.choose(2) == 0;
  if (what < 8) {
    const std::string text(bytes.until('\xFF'));
    const std::string whole = packed(what, text);
    check_whole(whole, text, step, has_tail);
    check_changed(what, whole, text, bytes, step);
    return 0;
  }
  const std::string_view raw = bytes.rest();
  if (!begins_packed(raw)) return 0;
  decode(raw, step, has_tail);
  if (what == 15) check_threads(raw, step);
  return 0;
}
