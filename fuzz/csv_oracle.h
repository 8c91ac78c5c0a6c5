// CSV as RFC 4180 puts it, read without any thought of speed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diallint::fuzz {

using Row = std::vector<std::string>;

/// One character after the other; says nothing where RFC 4180 knows no such text.
class SlowReader {
 public:
  SlowReader(std::string_view text, char separator) : left_(text), separator_(separator) {}

  std::optional<std::vector<Row>> read() {
    if (left_.starts_with("\xEF\xBB\xBF")) left_.remove_prefix(3);
    std::vector<Row> rows;
    while (!left_.empty()) {
      if (take_line_end()) continue;  // a blank line
      std::optional<Row> row = read_row();
      if (!row) return std::nullopt;
      rows.push_back(std::move(*row));
    }
    return rows;
  }

 private:
  bool take(char c) {
    if (left_.empty() || left_.front() != c) return false;
    left_.remove_prefix(1);
    return true;
  }
  char take_any() {
    const char c = left_.front();
    left_.remove_prefix(1);
    return c;
  }
  bool take_line_end() {
    const bool carriage = take('\r');
    return take('\n') || carriage;
  }

  std::optional<Row> read_row() {
    Row row;
    do {
      std::optional<std::string> field = take('"') ? quoted() : plain();
      if (!field) return std::nullopt;
      row.push_back(std::move(*field));
    } while (take(separator_));
    if (!left_.empty() && !take_line_end()) return std::nullopt;
    return row;
  }

  std::optional<std::string> quoted() {
    std::string value;
    while (!left_.empty()) {
      const char c = take_any();
      if (c == '"' && !take('"')) return value;
      value += c;
    }
    return std::nullopt;
  }

  std::optional<std::string> plain() {
    std::string value;
    while (!left_.empty() && left_.front() != separator_ && left_.front() != '\n' &&
           left_.front() != '\r') {
      value += take_any();
      if (value.back() == '"') return std::nullopt;
    }
    return value;
  }

  std::string_view left_;
  char separator_;
};

}  // namespace diallint::fuzz
