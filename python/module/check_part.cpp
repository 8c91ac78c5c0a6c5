#include "module/check_part.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "base/secret_hash.h"
#include "context/value_handover.h"
#include "module/result_values.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

/// What values have in common, in words.
struct Words {
  std::string_view rule;
  Severity severity;
  std::string path, subject;
  std::string_view source;
  TellFn tell;
};

class HandedColumns final : public ValueHandover {
 public:
  explicit HandedColumns(std::string_view key) : hmac_(key) {}

  Hash128 hash_of(std::uint32_t set, std::string_view value) const override {
    return secret_hash(value, hmac_, static_cast<char>(set));
  }

  void take(const HandedValue& value) override {
    append(hashes_, value.hash);
    append(entries_, entry_of(value));
    append(records_, value.record);
    append(lines_, value.place.number);
    sound_ += value.is_sound ? '\1' : '\0';
  }

  nb::tuple as_tuple() const {
    return nb::make_tuple(sound_.size(), bytes(hashes_), bytes(entries_), bytes(records_),
                          bytes(lines_), bytes(sound_), words_as_list());
  }

 private:
  template <typename T>
  static void append(std::string& column, const T& value) {
    column.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  static nb::bytes bytes(const std::string& column) {
    return nb::bytes(column.data(), column.size());
  }

  std::uint32_t entry_of(const HandedValue& value) {
    std::string key(value.rule);
    key += '\0';
    key += value.path;
    const auto [at, is_new] =
        entries_by_key_.try_emplace(std::move(key), static_cast<std::uint32_t>(words_.size()));
    if (is_new)
      words_.push_back(
          {value.rule, value.severity, value.path, value.subject, value.source, value.tell});
    return at->second;
  }

  nb::list words_as_list() const {
    // Stands for the first place, which another part may know; no subject has it.
    constexpr std::string_view kPlace = "\x01";
    nb::list list;
    for (const Words& words : words_) {
      const std::string message = words.tell(words.subject, kPlace);
      const std::size_t place = message.find(kPlace);
      list.append(nb::make_tuple(text_of(words.rule), text_of(to_string(words.severity)),
                                 text_of(words.path), text_of(message.substr(0, place)),
                                 text_of(message.substr(place + kPlace.size())),
                                 text_or_none(words.source)));
    }
    return list;
  }

  HmacSha256 hmac_;
  std::string hashes_, entries_, records_, lines_, sound_;
  std::unordered_map<std::string, std::uint32_t> entries_by_key_;
  std::vector<Words> words_;
};

}  // namespace

nb::tuple check_part(Rules& rules, nb::object capsule, const CheckWords& words, nb::bytes key) {
  HandedColumns columns({key.c_str(), key.size()});
  nb::tuple made = rules.check_part(std::move(capsule), words, columns);
  return nb::make_tuple(made[0], made[1], made[2], made[3], columns.as_tuple());
}

}  // namespace diallint::python
