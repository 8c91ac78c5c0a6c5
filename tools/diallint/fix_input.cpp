#include "diallint/fix_input.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "diallint/progress.h"

namespace diallint {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;

/// Where it cannot be kept the input is at fault, and the others are fixed.
template <typename Body>
void keeping(const Body& body) {
  try {
    body();
  } catch (const SpillError& error) {
    throw ReadError{"what it gives cannot be kept to be read again: " + error.what};
  }
}

bool is_regular(const std::string& path) {
  struct stat status {};
  return !path.empty() && ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

FixInput::FixInput(const Input& input, const Options& options, LibraryCalls& calls,
                   bool with_progress)
    : input_(input), options_(options), calls_(calls), with_progress_(with_progress) {
  if (is_regular(input.path)) {
    file_.emplace(FileToRead{input.path});
    return;
  }
  const std::unique_ptr<InputText> text = opened();
  keep(*text);
}

std::unique_ptr<InputText> FixInput::opened() {
  return std::make_unique<InputText>(input_, options_);
}

void FixInput::keep(InputText& text) {
  keeping([&] { kept_.emplace("write it to a file first, and fix that"); });
  ProgressSource shown(text.source(), input_.name, with_progress_);
  const auto piece = std::make_unique_for_overwrite<char[]>(kPiece);
  while (const std::size_t got = shown.read(piece.get(), kPiece)) {
    keeping([&] { kept_->append({piece.get(), got}); });
    kept_size_ += got;
  }
  expect_whole(text.source());
}

ByteReader FixInput::open() {
  if (kept_) {
    return [this, place = std::uint64_t{0}](char* out, std::size_t size) mutable {
      const std::size_t got = std::min<std::uint64_t>(size, kept_size_ - place);
      calls_.noted([&] { keeping([&] { kept_->read(place, out, got); }); });
      place += got;
      return static_cast<std::ptrdiff_t>(got);
    };
  }
  calls_.noted([&] {
    shown_.reset();
    text_ = opened();
    shown_ = std::make_unique<ProgressSource>(text_->source(), input_.name, with_progress_);
  });
  return [this](char* out, std::size_t size) {
    std::size_t got = 0;
    calls_.noted([&] { got = read_file(*text_, out, size); });
    return static_cast<std::ptrdiff_t>(got);
  };
}

std::size_t FixInput::read_file(InputText& text, char* out, std::size_t size) {
  const std::size_t got = shown_->read(out, size);
  is_compressed_ = text.source().may_break_off();
  if (got > 0) return got;
  shown_.reset();
  expect_whole(text.source());
  text.expect_unchanged();
  expect_unchanged();
  shown_ = std::make_unique<ProgressSource>(text.source(), input_.name, false);
  return 0;
}

}  // namespace diallint
