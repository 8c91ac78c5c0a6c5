#include "generate/template_writer.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace diallint {
namespace {

bool has_clause(const Node& node) {
  return std::any_of(node.whole.begin(), node.whole.end(),
                     [](const Check& check) { return check.clause != nullptr; });
}

// Texts of a map may be exchanged for short ones, if even then its bytes cannot become too many.
bool may_exchange(const Node& map, const Sample& value) {
  if (has_clause(map)) return false;
  std::size_t bytes = 0;
  for (const auto& [key, text] : value.members) {
    bytes += key.size() + text.text.size() + RecipeValues::kPoolBytes;
  }
  return static_cast<std::int64_t>(bytes) <= tightest_maximum(map.whole);
}

}  // namespace

void TemplateWriter::value(NodeId id, const Sample& sample, bool exchange, std::string_view key) {
  switch (sample.kind) {
    case Kind::kObject:
      return object(plan_.node(id), sample);
    case Kind::kArray:
      return array(id, sample);
    case Kind::kString:
      return string(id, sample.text, exchange, key);
    case Kind::kNull:
      text_ += "null";
      return;
    default:
      text_ += sample.text;
  }
}

Template TemplateWriter::take() {
  place(TemplatePiece::Kind::kEnd, 0);
  return {std::move(text_), std::move(pieces_)};
}

void TemplateWriter::place(TemplatePiece::Kind kind, std::uint32_t source) {
  pieces_.push_back({static_cast<std::uint32_t>(text_.size()), source, kind});
}

void TemplateWriter::quote() {
  if (writing_ == Writing::kJson) text_ += '"';
}

void TemplateWriter::string(NodeId id, const std::string& text, bool exchange,
                            std::string_view key) {
  if (const auto token = sources_.token(id)) {
    quote();
    text_ += token->before;
    place(TemplatePiece::Kind::kToken, token->source);
    text_ += token->behind;
    quote();
  } else if (const auto number = sources_.number(id)) {
    quoted_place(TemplatePiece::Kind::kNumber, *number);
  } else if (const auto time = sources_.time(id)) {
    quoted_place(TemplatePiece::Kind::kTime, *time);
  } else if (const auto pool = exchange && text.size() <= RecipeValues::kPoolBytes
                                   ? sources_.text(id, key)
                                   : std::nullopt) {
    place(TemplatePiece::Kind::kText, *pool);  // written with its quotes
  } else {
    append_written(text_, text, writing_);
  }
}

void TemplateWriter::quoted_place(TemplatePiece::Kind kind, std::uint32_t source) {
  quote();
  place(kind, source);
  quote();
}

void TemplateWriter::object(const Node& node, const Sample& sample) {
  const bool exchange = node.additional == Additional::kMap && may_exchange(node, sample);
  text_ += '{';
  const char* separator = "\"";
  for (const auto& [key, value_of_key] : sample.members) {
    text_ += separator;
    text_.pop_back();  // append_written() brings the quotes
    append_written(text_, key, Writing::kJson);
    text_ += ':';
    const auto member = std::find_if(node.members.begin(), node.members.end(),
                                     [&key = key](const Member& m) { return m.name == key; });
    if (member == node.members.end()) {
      value(node.map_value, value_of_key, exchange, key);
    } else {
      // What another member's check looks at stays what it is.
      value(member->node, value_of_key, member->capture == kNoCapture);
    }
    separator = ",\"";
  }
  text_ += '}';
}

void TemplateWriter::array(NodeId id, const Sample& sample) {
  const Node& node = plan_.node(id);
  if (list_ != nullptr && node.items != kNoNode && plan_.node(node.items).record) {
    text_ += '[';
    place(TemplatePiece::Kind::kList, list_(context_, id));
    text_ += ']';
    return;
  }
  text_ += '[';
  for (std::size_t i = 0; i < sample.items.size(); ++i) {
    if (i > 0) text_ += ',';
    value(node.items, sample.items[i], false);
  }
  text_ += ']';
}

}  // namespace diallint
