#include "input/value_tree.h"

#include <algorithm>

#include "base/json_number.h"

namespace diallint {
namespace {

void append(std::string& out, const ValueTree& value);

void append_members(std::string& out, const ValueTree& object,
                    std::span<const std::string> without = {}) {
  std::vector<const TreeMember*> members;
  for (const TreeMember& member : object.members)
    if (std::find(without.begin(), without.end(), member.name) == without.end())
      members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const TreeMember* a, const TreeMember* b) { return a->name < b->name; });
  out += '{';
  for (const TreeMember* member : members) {
    append_json_string(out, member->name);
    append(out, member->value);
  }
  out += '}';
}

void append(std::string& out, const ValueTree& value) {
  switch (value.kind) {
    case Kind::kObject:
      return append_members(out, value);
    case Kind::kArray:
      out += '[';
      for (const ValueTree& item : value.items) append(out, item);
      out += ']';
      return;
    case Kind::kString:
      return append_json_string(out, value.text);
    case Kind::kNumber:
      out += canonical_number(value.text);
      break;
    default:
      out += value.text;
  }
  out += ' ';
}

}  // namespace

const ValueTree* ValueTree::find(std::string_view name) const noexcept {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const TreeMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

std::string ValueTree::canonical() const {
  std::string out;
  append(out, *this);
  return out;
}

std::string ValueTree::canonical_without(std::span<const std::string> names) const {
  std::string out;
  append_members(out, *this, names);
  return out;
}

}  // namespace diallint
