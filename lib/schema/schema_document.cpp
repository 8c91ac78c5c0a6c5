#include "schema/schema_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/json_pointer.h"
#include "plan/node_compiler.h"

namespace diallint {
namespace {

// Fills a value from the events of nlohmann's parser. In the way of its own, what has been read so
// far ends where memory runs out, by asking for more; and of two members of one name the last one
// holds.
template <class Json>
class Filler final : public nlohmann::json_sax<Json> {
 public:
  Filler(Json& root, std::string_view text) : root_(root), text_(text) {}

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(std::int64_t value) override { return put(value); }
  bool number_unsigned(std::uint64_t value) override { return put(value); }
  bool number_float(double value, const std::string& /*text*/) override { return put(value); }
  bool string(std::string& value) override { return put(std::move(value)); }
  // GCOVR_EXCL_START: JSON has none
  bool binary(typename Json::binary_t& /*value*/) override { return false; }
  // GCOVR_EXCL_STOP

  bool start_object(std::size_t /*size*/) override { return open(Json::value_t::object); }
  bool start_array(std::size_t /*size*/) override { return open(Json::value_t::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    Level& level = open_.back();
    level.name = name;
    if (!level.names.insert(name).second) {
      throw SchemaError{pointer(), "this member appears twice; keep the intended one"};
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) override {
    const std::string_view before = text_.substr(0, position > 0 ? position - 1 : 0);
    const std::size_t line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t column = before.size() - (before.rfind('\n') + 1);
    throw SchemaError{
        "",
        fmt::format(
            "this is not valid JSON at line {}, byte {}; name a file that holds one JSON Schema",
            line, column + 1)};
  }

 private:
  struct Level {
    Json* value;            // the last of the level above, so that it stays where it is
    std::string name = {};  // the member at work
    std::unordered_set<std::string> names = {};  // of all members so far
  };

  template <class Value>
  bool put(Value&& value) {
    place() = std::forward<Value>(value);
    return true;
  }

  bool open(typename Json::value_t kind) {
    if (open_.size() == kMaxSchemaDepth) {
      open_.resize(1);  // to be named by where it begins: all of it can be long
      throw SchemaError{
          pointer(),
          fmt::format("a schema may be nested at most {} levels deep; no document is deeper",
                      kMaxSchemaDepth)};
    }
    Json& value = place();
    value = Json(kind);
    open_.push_back({&value});
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  // Where the next value goes: a null, for now.
  Json& place() {
    if (open_.empty()) return root_;
    Json& around = *open_.back().value;
    if (around.is_array()) return around.emplace_back();
    using Object = typename Json::object_t;
    auto& object = around.template get_ref<Object&>();
    if constexpr (requires { object.emplace_back(open_.back().name, nullptr); }) {
      // An ordered one, which by the name would look at all of those before.
      return object.emplace_back(open_.back().name, nullptr).second;
    } else {
      return object.emplace(open_.back().name, nullptr).first->second;
    }
  }

  // Of the value at work, which is the last of its array.
  std::string pointer() const {
    std::string out;
    for (const Level& level : open_) {
      const bool in_list = level.value->is_array();
      append_name(out, in_list ? std::to_string(level.value->size() - 1) : level.name);
    }
    return out;
  }

  Json& root_;
  std::string_view text_;
  std::vector<Level> open_;
};

// From the inside out: a value without items ends without memory.
template <class Json>
void take_apart(Json& value) noexcept {
  if (!value.is_structured()) return;
  for (Json& item : value) take_apart(item);
  value.clear();
}

}  // namespace

template <class Json>
SchemaJson<Json>::SchemaJson(std::string_view text) {
  Filler<Json> filler(root_, text);
  try {
    Json::sax_parse(text, &filler);
  } catch (...) {
    take_apart(root_);
    throw;
  }
}

template <class Json>
SchemaJson<Json>::~SchemaJson() {
  take_apart(root_);
}

template class SchemaJson<nlohmann::json>;
template class SchemaJson<nlohmann::ordered_json>;

}  // namespace diallint
