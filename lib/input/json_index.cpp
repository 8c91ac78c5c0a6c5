#include "input/json_index.h"

#include <simdjson.h>

#include <new>

#include "base/ascii.h"
#include "base/utf8.h"
#include "input/byte_source.h"

namespace diallint {

// simdjson marks this class as internal, although it is public and virtual: its On-Demand interface
// hides the token positions, reports no duplicate members and cannot go on after a broken line.
struct JsonIndex::Stage1 {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> implementation;
  std::size_t capacity = 0;

  void reserve(std::size_t size) {
    if (size < capacity && implementation) return;
    constexpr std::size_t kMinCapacity = kChunkBytes / 4;
    constexpr std::size_t kUnusedDepth = 4;  // stage 1 does not nest
    capacity = size < kMinCapacity ? kMinCapacity : size + size / 4 + 1;
    if (capacity > kMaxText) capacity = kMaxText;
    implementation.reset();
    const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
        capacity, kUnusedDepth, implementation);
    if (error) throw std::bad_alloc();
  }
};

JsonIndex::JsonIndex() : stage1_(std::make_unique<Stage1>()) {}
JsonIndex::~JsonIndex() = default;

bool JsonIndex::build(std::string_view text) {
  faults_.clear();
  stage1_->reserve(text.size());
  auto& parser = *stage1_->implementation;
  const auto error = parser.stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                   simdjson::stage1_mode::regular);
  if (error == simdjson::EMPTY) {
    own_.assign(3, static_cast<std::uint32_t>(text.size()));
    tokens_ = own_.data();
    count_ = 0;
    return true;
  }
  if (error) return false;
  // The first stage leaves the length behind the last token twice, then a zero.
  tokens_ = parser.structural_indexes.get();
  count_ = parser.n_structural_indexes;
  return true;
}

namespace {

bool is_operator(char c) noexcept {
  return c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',';
}

// End of the string that opens at `open`: behind its closing quote, or npos if it has none on this
// side of a line end (no JSON string spans lines, and a lost quote must not swallow what follows).
std::size_t end_of_string(std::string_view text, std::size_t open, std::vector<FaultAt>& faults) {
  for (std::size_t at = open + 1; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') return at + 1;
    if (c == '\n' || c == '\r') return std::string_view::npos;
    if (static_cast<unsigned char>(c) < 0x20) {
      faults.push_back({TextError::kControl, static_cast<std::uint32_t>(at)});
    }
    if (c == '\\') {
      // An escape hides a quote, but neither the end of the line or text nor a control character.
      if (at + 1 >= text.size() || text[at + 1] == '\n' || text[at + 1] == '\r') {
        return std::string_view::npos;
      }
      ++at;
      if (static_cast<unsigned char>(text[at]) < 0x20) {
        faults.push_back({TextError::kControl, static_cast<std::uint32_t>(at)});
      }
    }
  }
  return std::string_view::npos;
}

// A scalar runs to the next space or operator. A quote inside one opens a string all the same, as
// the first stage sees it, which ends the scalar with it; an escaped quote does not.
std::size_t end_of_scalar(std::string_view text, std::size_t at, std::vector<FaultAt>& faults) {
  while (at < text.size() && !is_json_space(text[at]) && !is_operator(text[at])) {
    if (text[at] == '"') {
      const std::size_t next = end_of_string(text, at, faults);
      if (next == std::string_view::npos) {
        faults.push_back({TextError::kOpenString, static_cast<std::uint32_t>(at)});
      }
      return next;
    }
    const bool hides =
        text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
    at += hides ? 2 : 1;
  }
  return at;
}

// Puts the places of invalid UTF-8 in front of `end` between the other faults.
std::vector<FaultAt> with_utf8_faults(std::string_view text, std::size_t end,
                                      const std::vector<FaultAt>& others) {
  std::vector<FaultAt> all;
  auto other = others.begin();
  const std::string_view head = text.substr(0, end);
  for (std::size_t from = 0; from <= head.size();) {
    const std::size_t bad = find_invalid_utf8(head.substr(from));
    const std::size_t at = bad == std::string_view::npos ? text.size() + 1 : from + bad;
    for (; other != others.end() && other->at < at; ++other) all.push_back(*other);
    if (bad == std::string_view::npos) break;
    all.push_back({TextError::kUtf8, static_cast<std::uint32_t>(at)});
    from = at + 1;
  }
  return all;
}

}  // namespace

namespace {

// Whether what follows a quote would follow the end of a string.
bool ends_value(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_json_space(text[at])) ++at;
  return at == text.size() || text[at] == ',' || text[at] == ':' || text[at] == '}' ||
         text[at] == ']';
}

// The index of a text that is broken somewhere. A quote too many or too few turns all strings of
// its line inside out; here that ends at the end of the line, where a record begins, and at a quote
// that can only be a closing one.
class MendedIndex {
 public:
  MendedIndex(std::string_view text, const JsonIndex::BeginsRecord& begins_record,
              std::vector<std::uint32_t>& tokens, std::vector<FaultAt>& faults)
      : text_(text), begins_record_(begins_record), tokens_(tokens), faults_(faults) {}

  void build() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_json_space(c)) {
        ++at_;
      } else if (c == '"') {
        string();
      } else {
        tokens_.push_back(static_cast<std::uint32_t>(at_));
        after_value_ = !is_operator(c);
        is_operator(c) ? static_cast<void>(++at_) : scalar();
      }
    }
  }

 private:
  void string() {
    if (after_value_ && ends_value(text_, at_ + 1)) {
      note(TextError::kOpenString, at_++);
      return;
    }
    const std::size_t open = at_;
    if (run()) tokens_.push_back(static_cast<std::uint32_t>(open));
    after_value_ = true;
  }

  void scalar() {
    while (at_ < text_.size() && !is_json_space(text_[at_]) && !is_operator(text_[at_])) {
      if (text_[at_] == '"') {
        ends_value(text_, at_ + 1) ? static_cast<void>(++at_) : static_cast<void>(run());
        return;
      }
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      at_ += text_[at_] == '\\' && (next == '"' || next == '\\') ? 2 : 1;
    }
  }

  // From the quote in front to behind the end of its string. False if it has none, which is noted:
  // then to where the text goes on without it.
  bool run() {
    const std::size_t open = at_;
    const std::size_t held = faults_.size();
    if (to_closing_quote()) return true;
    faults_.insert(faults_.begin() + static_cast<std::ptrdiff_t>(held),
                   {TextError::kOpenString, static_cast<std::uint32_t>(open)});
    return false;
  }

  bool to_closing_quote() {
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') return ++at_ > 0;
      if (c == '\n' || c == '\r' || (c == '{' && begins_record_(at_))) return false;
      if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n' && text_[at_ + 1] != '\r') {
        ++at_;
      }
      if (static_cast<unsigned char>(text_[at_]) < 0x20) note(TextError::kControl, at_);
    }
    return false;
  }

  void note(TextError fault, std::size_t at) {
    faults_.push_back({fault, static_cast<std::uint32_t>(at)});
  }

  std::string_view text_;
  const JsonIndex::BeginsRecord& begins_record_;
  std::vector<std::uint32_t>& tokens_;
  std::vector<FaultAt>& faults_;
  std::size_t at_ = 0;
  bool after_value_ = false;
};

}  // namespace

void JsonIndex::build_mended(std::string_view text, const BeginsRecord& begins_record) {
  own_.clear();
  faults_.clear();
  MendedIndex(text, begins_record, own_, faults_).build();
  faults_ = with_utf8_faults(text, text.size(), faults_);
  count_ = own_.size();
  own_.insert(own_.end(), 3, static_cast<std::uint32_t>(text.size()));
  tokens_ = own_.data();
}

void JsonIndex::build_slowly(std::string_view text) {
  own_.clear();
  faults_.clear();
  std::size_t end = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_json_space(c)) {
      ++at;
      continue;
    }
    own_.push_back(static_cast<std::uint32_t>(at));
    if (is_operator(c)) {
      ++at;
    } else if (c == '"') {
      const std::size_t next = end_of_string(text, at, faults_);
      if (next == std::string_view::npos) {
        faults_.push_back({TextError::kOpenString, static_cast<std::uint32_t>(at)});
        own_.pop_back();
        end = at;
        break;
      }
      at = next;
    } else {
      const std::size_t next = end_of_scalar(text, at, faults_);
      if (next == std::string_view::npos) {
        end = faults_.back().at;
        break;
      }
      at = next;
    }
  }
  faults_ = with_utf8_faults(text, end, faults_);
  count_ = own_.size();
  own_.insert(own_.end(), 3, static_cast<std::uint32_t>(end));
  tokens_ = own_.data();
}

}  // namespace diallint
