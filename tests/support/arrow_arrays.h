// Arrow arrays made by hand, byte by byte, so that tests can also make them wrong.
#pragma once
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "diallint/arrow.h"

namespace diallint::test {

/// One array with its type. Buffers have exactly the bytes that they need, so that a sanitizer
/// sees what is read behind them.
struct ArrowNode {
  std::string format;
  std::string name;
  std::int64_t length = 0;
  std::int64_t null_count = -1;
  std::int64_t offset = 0;
  std::vector<std::optional<std::vector<char>>> buffers;
  std::vector<ArrowNode> children = {};
  std::vector<ArrowNode> dictionary = {};  // one, or none

  // What the structs point to.
  std::vector<const void*> buffer_pointers = {};
  std::vector<ArrowSchema> schemas = {};
  std::vector<ArrowArray> arrays = {};
  std::vector<ArrowSchema*> schema_pointers = {};
  std::vector<ArrowArray*> array_pointers = {};
};

using Bytes = std::vector<char>;

template <typename T>
Bytes bytes_of(const std::vector<T>& values) {
  Bytes bytes(values.size() * sizeof(T));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// A bit for each; nothing where all are set.
inline std::optional<Bytes> bitmap(const std::vector<bool>& bits, bool always = false) {
  Bytes bytes((bits.size() + 7) / 8);
  bool all = !always;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    all = all && bits[i];
    if (bits[i]) bytes[i / 8] = static_cast<char>(bytes[i / 8] | 1 << i % 8);
  }
  if (all) return std::nullopt;
  return bytes;
}

template <typename T>
std::optional<Bytes> validity_of(const std::vector<std::optional<T>>& values) {
  std::vector<bool> bits;
  for (const auto& value : values) bits.push_back(value.has_value());
  return bitmap(bits);
}

using Texts = std::vector<std::optional<std::string>>;

template <typename Offset>
ArrowNode offset_texts(std::string name, const Texts& texts) {
  std::vector<Offset> offsets = {0};
  Bytes bytes;
  for (const auto& text : texts) {
    if (text) bytes.insert(bytes.end(), text->begin(), text->end());
    offsets.push_back(static_cast<Offset>(bytes.size()));
  }
  return {sizeof(Offset) == 8 ? "U" : "u",
          std::move(name),
          static_cast<std::int64_t>(texts.size()),
          -1,
          0,
          {validity_of(texts), bytes_of(offsets), bytes}};
}
inline ArrowNode texts(std::string name, const Texts& values) {
  return offset_texts<std::int32_t>(std::move(name), values);
}

/// Texts as views: short ones in themselves, others in one of two buffers.
inline ArrowNode text_views(std::string name, const Texts& texts) {
  Bytes views;
  std::vector<Bytes> held(2);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string text = texts[i].value_or("");
    char view[16] = {};
    const auto size = static_cast<std::int32_t>(text.size());
    std::memcpy(view, &size, 4);
    if (size <= 12) {
      std::memcpy(view + 4, text.data(), text.size());
    } else {
      const auto buffer = static_cast<std::int32_t>(i % 2);
      const auto begin = static_cast<std::int32_t>(held[i % 2].size());
      std::memcpy(view + 4, text.data(), 4);
      std::memcpy(view + 8, &buffer, 4);
      std::memcpy(view + 12, &begin, 4);
      held[i % 2].insert(held[i % 2].end(), text.begin(), text.end());
    }
    views.insert(views.end(), view, view + 16);
  }
  const std::vector<std::int64_t> sizes = {static_cast<std::int64_t>(held[0].size()),
                                           static_cast<std::int64_t>(held[1].size())};
  return {"vu",
          std::move(name),
          static_cast<std::int64_t>(texts.size()),
          -1,
          0,
          {validity_of(texts), views, held[0], held[1], bytes_of(sizes)}};
}

template <typename T>
ArrowNode numbers(std::string format, std::string name,
                  const std::vector<std::optional<T>>& values) {
  std::vector<T> plain;
  for (const auto& value : values) plain.push_back(value.value_or(T{}));
  return {std::move(format),
          std::move(name),
          static_cast<std::int64_t>(values.size()),
          -1,
          0,
          {validity_of(values), bytes_of(plain)}};
}

inline ArrowNode flags(std::string name, const std::vector<bool>& values) {
  return {"b",
          std::move(name),
          static_cast<std::int64_t>(values.size()),
          0,
          0,
          {std::nullopt, bitmap(values, /*always=*/true)}};
}

inline ArrowNode nulls(std::string name, std::int64_t length) {
  return {"n", std::move(name), length, length, 0, {}};
}

/// Rows, or a column of structs, whose children are as long.
inline ArrowNode structs(std::string name, std::vector<ArrowNode> children,
                         const std::vector<bool>& there = {}) {
  const std::int64_t length =
      children.empty() ? static_cast<std::int64_t>(there.size()) : children[0].length;
  return {"+s",
          std::move(name),
          length,
          -1,
          0,
          {there.empty() ? std::nullopt : bitmap(there)},
          std::move(children)};
}
inline ArrowNode rows(std::vector<ArrowNode> columns) { return structs("", std::move(columns)); }

/// A list for each size; "+l", "+L" or "+m".
inline ArrowNode lists(std::string format, std::string name, const std::vector<int>& sizes,
                       ArrowNode items, const std::vector<bool>& there = {}) {
  std::vector<std::int32_t> narrow = {0};
  std::vector<std::int64_t> wide = {0};
  for (const int size : sizes) {
    narrow.push_back(narrow.back() + size);
    wide.push_back(wide.back() + size);
  }
  Bytes offsets = format == "+L" ? bytes_of(wide) : bytes_of(narrow);
  return {std::move(format),
          std::move(name),
          static_cast<std::int64_t>(sizes.size()),
          -1,
          0,
          {there.empty() ? std::nullopt : bitmap(there), std::move(offsets)},
          {std::move(items)}};
}

inline ArrowNode maps(std::string name, const std::vector<int>& sizes, ArrowNode keys,
                      ArrowNode values) {
  return lists("+m", std::move(name), sizes,
               structs("entries", {std::move(keys), std::move(values)}));
}

/// Numbers that lead into `values`.
inline ArrowNode encoded(ArrowNode codes, ArrowNode values) {
  codes.dictionary = {std::move(values)};
  return codes;
}

/// Fills the structs in. They point into the node, which must not move while they are used.
inline void expose(ArrowNode& node, ArrowSchema& schema, ArrowArray& array) {
  node.buffer_pointers.clear();
  for (const auto& buffer : node.buffers)
    node.buffer_pointers.push_back(buffer ? buffer->data() : nullptr);
  const std::size_t below = node.children.size() + node.dictionary.size();
  node.schemas.assign(below, {});
  node.arrays.assign(below, {});
  node.schema_pointers.clear();
  node.array_pointers.clear();
  for (std::size_t i = 0; i < below; ++i) {
    const bool child = i < node.children.size();
    expose(child ? node.children[i] : node.dictionary[0], node.schemas[i], node.arrays[i]);
    node.schema_pointers.push_back(&node.schemas[i]);
    node.array_pointers.push_back(&node.arrays[i]);
  }
  const auto children = static_cast<std::int64_t>(node.children.size());
  schema = {node.format.c_str(),
            node.name.c_str(),
            nullptr,
            0,
            children,
            node.schema_pointers.data(),
            node.dictionary.empty() ? nullptr : node.schema_pointers.back(),
            [](ArrowSchema* self) { self->release = nullptr; },
            nullptr};
  array = {node.length,
           node.null_count,
           node.offset,
           static_cast<std::int64_t>(node.buffers.size()),
           children,
           node.buffer_pointers.data(),
           node.array_pointers.data(),
           node.dictionary.empty() ? nullptr : node.array_pointers.back(),
           [](ArrowArray* self) { self->release = nullptr; },
           nullptr};
}

/// Batches as a stream. `spoil` changes what is handed over, as no node can have it.
class NodeStream {
 public:
  explicit NodeStream(std::vector<ArrowNode> batches) : batches_(std::move(batches)) {
    stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
      NodeStream& of = from(self);
      expose(of.batches_.at(0), *out, of.unused_);
      if (of.spoil_schema) of.spoil_schema(*out);
      return of.schema_error;
    };
    stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
      NodeStream& of = from(self);
      if (of.at_ == of.batches_.size()) {
        *out = {};
        return of.end_error;
      }
      expose(of.batches_[of.at_++], of.schema_, *out);
      if (of.spoil) of.spoil(*out);
      return 0;
    };
    stream.get_last_error = [](ArrowArrayStream* self) { return from(self).error_text; };
    stream.release = [](ArrowArrayStream* self) { self->release = nullptr; };
    stream.private_data = this;
  }
  NodeStream(const NodeStream&) = delete;
  NodeStream& operator=(const NodeStream&) = delete;

  ArrowArrayStream stream{};
  std::function<void(ArrowSchema&)> spoil_schema;
  std::function<void(ArrowArray&)> spoil;
  int schema_error = 0;
  int end_error = 0;
  const char* error_text = "the bucket is gone";

 private:
  static NodeStream& from(ArrowArrayStream* self) {
    return *static_cast<NodeStream*>(self->private_data);
  }

  std::vector<ArrowNode> batches_;
  std::size_t at_ = 0;
  ArrowSchema schema_{};
  ArrowArray unused_{};
};

}  // namespace diallint::test
