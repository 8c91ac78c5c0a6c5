// Inputs as readers take them: bytes in order, a stretch at a time.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// What is read at once. The fuzz harnesses are built with little, so that short inputs have the
/// ends of chunks inside, and so that no time goes into empty buffers.
#ifdef DIALLINT_CHUNK_BYTES
inline constexpr std::size_t kChunkBytes = DIALLINT_CHUNK_BYTES;
inline constexpr std::size_t kStretchBytes = kChunkBytes / 2;
#else
inline constexpr std::size_t kChunkBytes = std::size_t{256} << 10;
/// What is held of a JSON text to begin with. A value of its own that is larger, or a break with
/// nothing sound behind it, has more held.
inline constexpr std::size_t kStretchBytes = kChunkBytes * 4;
#endif

/// Why a source has ended where its text has not.
struct BreakOff {
  enum class Kind : std::uint8_t {
    kForeign,   ///< what is packed is nothing that is read; there was no text
    kDamaged,   ///< what is packed is not whole
    kTooLarge,  ///< more would come than is wanted
  };
  Kind kind = Kind::kDamaged;
  std::string what;    ///< one line, printable; of kForeign its name: "a zip archive of 3 files"
  std::string remedy;  ///< what to do: "unpack it, and check the files in it"
};

/// Bytes of one input in order.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Puts up to `size` bytes into `out`; 0 at the end. Throws ReadError.
  virtual std::size_t read(char* out, std::size_t size) = 0;
  /// Bytes that it will give in all, where that is known beforehand: a hint, 0 if it is not.
  virtual std::uint64_t expected_bytes() const noexcept { return 0; }
  /// Whether break_off() may ever have something to say. After the first read().
  virtual bool may_break_off() const noexcept { return false; }
  /// After read() has returned 0: why the text goes no further, or null where it has ended. The
  /// source owns it.
  virtual const BreakOff* break_off() const noexcept { return nullptr; }
  /// What the text is called within the input, by which its format is told: of an archive the name
  /// of the file in it. Empty: as the input is. After the first read(); the source owns it.
  virtual std::string_view inner_name() const noexcept { return {}; }
  /// Whether a read() now would wait for bytes: what has been read is then not to wait with it.
  virtual bool is_idle() const noexcept { return false; }
  /// From another thread: a read() that waits for bytes, now or later, gives up and throws. A
  /// source that never waits for long does nothing.
  virtual void cancel() noexcept {}
};

/// How much room to begin with for bytes of a source, of which nothing has been read: for all of it
/// and one byte more, so that a read() says that it had no more, but at most `most`. To clear a
/// whole buffer takes as long as to check a small file.
std::size_t room_for(const ByteSource& source, std::size_t most) noexcept;

/// An input that cannot be read; what() is one line for the user, without the input's name.
struct ReadError {
  std::string what;
};

/// Reads behind what the buffer holds until it is full. True where the input has ended before that.
/// Throws ReadError, with all held that was read until then.
bool fill_up(ByteSource& source, std::span<char> buffer, std::size_t& held);

/// Appends what is left of the input, or so much that the text is longer than `most` bytes. Throws
/// ReadError.
void append_all(ByteSource& source, std::string& text, std::size_t most = SIZE_MAX);

/// Reads a text, which it does not own, at most `step` bytes at a time.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text, std::size_t step = SIZE_MAX)
      : left_(text), step_(step), size_(text.size()) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t count = std::min({size, step_, left_.size()});
    left_.copy(out, count);
    left_.remove_prefix(count);
    return count;
  }
  std::uint64_t expected_bytes() const noexcept override { return size_; }

 private:
  std::string_view left_;
  std::size_t step_;
  std::size_t size_;
};

/// Bytes of an input with a look ahead at its beginning.
class Peekable final : public ByteSource {
 public:
  explicit Peekable(ByteSource& source) : source_(source) {}
  /// The first `size` bytes of the input, or all of them if it has fewer, or whole lines of it if
  /// more would have to be waited for. Before the first read().
  std::string_view head(std::size_t size);
  /// Whether the input may go on behind head() in less than `size` bytes.
  bool is_waiting() const noexcept { return waiting_; }
  std::size_t read(char* out, std::size_t size) override;
  const BreakOff* break_off() const noexcept override { return source_.break_off(); }
  bool is_idle() const noexcept override { return taken_ == head_.size() && source_.is_idle(); }

 private:
  ByteSource& source_;
  std::string head_;
  std::size_t taken_ = 0;
  bool ended_ = false;
  bool waiting_ = false;
};

}  // namespace diallint
