// Edits, packed; and those of two rounds as one.
#include "diallint/edits.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace diallint {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10;
constexpr unsigned kBits = 7;  // of a number in a byte
constexpr unsigned kMore = 1U << kBits;

void put_number(std::string& out, std::uint64_t number) {
  for (; number >= kMore; number >>= kBits) out += static_cast<char>(number % kMore | kMore);
  out += static_cast<char>(number);
}

/// Takes what a text consists of, in order, and makes edits of it.
class EditsMade {
 public:
  /// Bytes of the first text, behind those that were kept before.
  void keep(std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return;
    if (begin > done_ || !text_.empty()) edits_.push_back({{done_, begin}, text_});
    text_.clear();
    done_ = end;
  }
  void put(std::string_view text) { text_ += text; }
  Edits taken() { return std::move(edits_); }

 private:
  Edits edits_;
  std::uint64_t done_ = 0;  // in the first text
  std::string text_;        // that comes behind it
};

/// Goes through the text that edits make, and hands on what is kept of it. The edits are freed
/// meanwhile.
class EditedPieces {
 public:
  EditedPieces(Edits edits, EditsMade& out)
      : edits_(std::move(edits)), at_(edits_.begin()), out_(out) {
    begin_piece(0);
  }
  EditedPieces(const EditedPieces&) = delete;
  EditedPieces& operator=(const EditedPieces&) = delete;

  /// Up to that place of the text.
  void pass(std::uint64_t place, bool kept) {
    while (place_ < place) {
      const std::uint64_t most = place - place_;
      if (begin_ < end_)
        pass_bytes(std::min(most, end_ - begin_), kept);
      else if (!text_.empty())
        pass_text(std::min<std::uint64_t>(most, text_.size()), kept);
      else
        next();
    }
  }

  void keep_the_rest() {
    for (; at_ != edits_.end(); next()) {
      out_.keep(begin_, end_);
      out_.put(text_);
    }
    out_.keep(begin_, end_);
  }

 private:
  void pass_bytes(std::uint64_t count, bool kept) {
    if (kept) out_.keep(begin_, begin_ + count);
    begin_ += count;
    place_ += count;
  }

  void pass_text(std::size_t count, bool kept) {
    if (kept) out_.put(text_.substr(0, count));
    text_.remove_prefix(count);
    place_ += count;
  }

  void next() {
    const std::uint64_t behind = at_->span.end;
    ++at_;
    edits_.free_before(at_);
    begin_piece(behind);
  }

  // The last one goes to the end of the text, wherever that is.
  void begin_piece(std::uint64_t begin) {
    const bool is_last = at_ == edits_.end();
    begin_ = begin;
    end_ = is_last ? UINT64_MAX : at_->span.begin;
    text_ = is_last ? std::string_view() : at_->text;
  }

  Edits edits_;
  Edits::Iterator at_;  // the edit at the end of the piece
  EditsMade& out_;
  std::uint64_t begin_ = 0;  // bytes of the first text,
  std::uint64_t end_ = 0;
  std::string_view text_;    // and what was put in behind them
  std::uint64_t place_ = 0;  // in the text that the edits make
};

}  // namespace

Edits::Iterator::Iterator(const Edits& edits) : edits_(&edits), left_(edits.size_) {
  if (left_ > 0) unpack();
}

Edits::Iterator& Edits::Iterator::operator++() {
  --left_;
  if (left_ > 0) unpack();
  return *this;
}

std::uint64_t Edits::Iterator::number() {
  const std::string& block = edits_->blocks_[block_];
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += kBits) {
    const auto byte = static_cast<unsigned char>(block[at_++]);
    number |= std::uint64_t{byte % kMore} << shift;
    if (byte < kMore) return number;
  }
}

void Edits::Iterator::unpack() {
  if (at_ == edits_->blocks_[block_].size()) {
    ++block_;
    at_ = 0;
  }
  edit_.span.begin = edit_.span.end + number();
  edit_.span.end = edit_.span.begin + number();
  const std::uint64_t size = number();
  edit_.text.assign(edits_->blocks_[block_], at_, size);
  at_ += size;
}

Edits::Edits(std::initializer_list<Edit> edits) {
  for (const Edit& edit : edits) push_back(edit);
}

void Edits::swap(Edits& other) noexcept {
  blocks_.swap(other.blocks_);
  std::swap(freed_, other.freed_);
  std::swap(size_, other.size_);
  std::swap(end_, other.end_);
}

void Edits::push_back(const Edit& edit) {
  if (blocks_.empty() || blocks_.back().size() >= kBlock) {
    // Of most texts there is one, and a small one.
    const std::size_t room = blocks_.empty() ? 0 : kBlock + kBlock / 16;
    blocks_.emplace_back().reserve(room);
  }
  std::string& block = blocks_.back();
  put_number(block, edit.span.begin - end_);
  put_number(block, edit.span.end - edit.span.begin);
  put_number(block, edit.text.size());
  block += edit.text;
  end_ = edit.span.end;
  ++size_;
}

void Edits::free_before(const Iterator& place) noexcept {
  for (; freed_ < place.block_; ++freed_) std::string().swap(blocks_[freed_]);
}

void Edits::then(Edits later) {
  EditsMade made;
  EditedPieces text(std::exchange(*this, {}), made);
  for (Iterator at = later.begin(); at != later.end(); ++at) {
    later.free_before(at);
    text.pass(at->span.begin, true);
    made.put(at->text);
    text.pass(at->span.end, false);
  }
  text.keep_the_rest();
  *this = made.taken();
}

}  // namespace diallint
