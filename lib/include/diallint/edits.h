/// @file
/// Edits of a text: many of them, in little memory.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <vector>

#include "diallint/export.h"
#include "diallint/finding.h"

namespace diallint {

/// Edits of one text: they ascend, and none overlaps another. Each takes some four bytes and its
/// text. They are gone through from the first to the last. One thread, or many that change nothing.
class DIALLINT_API Edits {
 public:
  /// Goes through them; what it shows is gone when it goes on. No edit may be added meanwhile.
  class DIALLINT_API Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Edit;
    using difference_type = std::ptrdiff_t;
    using pointer = const Edit*;
    using reference = const Edit&;

    Iterator() = default;  ///< behind the last one
    const Edit& operator*() const noexcept { return edit_; }
    const Edit* operator->() const noexcept { return &edit_; }
    Iterator& operator++();
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator& other) const noexcept { return left_ == other.left_; }

   private:
    friend class Edits;
    explicit Iterator(const Edits& edits);
    void unpack();
    std::uint64_t number();

    const Edits* edits_ = nullptr;
    std::size_t block_ = 0;
    std::size_t at_ = 0;  // in that block, behind the edit that is shown
    std::uint64_t left_ = 0;
    Edit edit_ = {};
  };

  Edits() = default;
  Edits(std::initializer_list<Edit> edits);
  Edits(const Edits& other) = default;
  Edits(Edits&& other) noexcept { swap(other); }  ///< the other one has none then
  Edits& operator=(Edits other) noexcept {
    swap(other);
    return *this;
  }
  ~Edits() = default;

  /// Behind the others: it begins where the last one ends, or later.
  void push_back(const Edit& edit);
  bool empty() const noexcept { return size_ == 0; }
  std::uint64_t size() const noexcept { return size_; }
  Iterator begin() const { return Iterator(*this); }
  Iterator end() const noexcept { return {}; }

  /// Frees those in front of that place, to which nobody goes back.
  void free_before(const Iterator& place) noexcept;

  /// `later` are edits of the text that these make: now these are all of them, as edits of the
  /// first text, apart from each other.
  void then(Edits later);

 private:
  void swap(Edits& other) noexcept;

  // For each edit three numbers, and its text: bytes kept since the last one, bytes replaced, and
  // the text's size. Seven bits a byte, the lowest ones first.
  std::vector<std::string> blocks_;
  std::size_t freed_ = 0;  // of them
  std::uint64_t size_ = 0;
  std::uint64_t end_ = 0;  // of the last one, in the text
};

}  // namespace diallint
