// One object on the way through its members, and the quick way through the entries of a map.
#pragma once
#include <cstdint>
#include <span>

#include "context/key_set.h"
#include "engine/check_session.h"
#include "engine/walk_memory.h"
#include "input/source_text.h"
#include "plan/plan.h"

namespace diallint {

/// One object on the way through its members. A constructor, because g++ clears the whole of an
/// aggregate first.
struct ObjectState {
  ObjectState(const Node& of, NodeId its_id, CheckSession& session) noexcept
      : node(of),
        members(of.members),
        id(its_id),
        order(session.memory.order(its_id)),
        others(session.run.secret) {
    if (of.additional != Additional::kMap) return;
    use_dictionary = session.memory.dictionary(its_id).pays();
    const Node& entry = session.plan.node(of.map_value);
    if (use_dictionary && of.members.empty() && entry.takes_text && entry.fast_path_complete) {
      fast_entries = &*entry.fast_accept;
    }
  }

  /// Passes over an entry that is as nearly all are: the key that followed the last one before, and
  /// a text that is sound at a glance. False where anything else stands, to be looked at in full.
  template <class C>
  [[gnu::always_inline]] bool pass_entry(C& cursor, WalkMemory& memory, Totals& totals) {
    if constexpr (requires(C c, ShortText key, FastAccept fast_accept) {
                    c.pass_entry(key, fast_accept);
                  }) {
      if (fast_entries == nullptr) return false;
      KeyDictionary& dictionary = memory.dictionary(id);
      const std::uint32_t next = dictionary.successor(last_key);
      if (!dictionary.has(next) || (known_keys >> next & 1) != 0) return false;
      const ShortText& key = dictionary.key(next);
      const auto value_bytes = cursor.pass_entry(key, *fast_entries);
      if (!value_bytes) return false;
      dictionary.count_hit();
      known_keys |= std::uint64_t{1} << next;
      last_key = next;
      ++totals.count;
      totals.key_bytes += key.size();
      totals.map_bytes += key.size() + *value_bytes;
      return true;
    } else {
      return false;
    }
  }

  /// A key that earlier records have held, for the first time in this one.
  bool known_key(WalkMemory& memory, const SourceText& key) {
    if (!use_dictionary) return false;
    KeyDictionary& dictionary = memory.dictionary(id);
    const std::uint32_t entry = dictionary.find(key.bytes, dictionary.successor(last_key));
    return entry != KeyDictionary::kNone && take_entry(dictionary, entry);
  }

  /// Notes an entry of the dictionary. False if it has been in this object before.
  bool take_entry(KeyDictionary& dictionary, std::uint32_t entry) {
    const std::uint64_t bit = std::uint64_t{1} << entry;
    if ((known_keys & bit) != 0) return false;
    known_keys |= bit;
    dictionary.follow(last_key, entry);
    last_key = entry;
    return true;
  }

  const Node& node;
  std::span<const Member> members;  // the node's
  NodeId id;
  std::uint64_t seen = 0;        // bit i: members[i] has stood here
  std::uint64_t looked_for = 0;  // bit i: whether its right spelling stands here is known
  std::uint64_t stands = 0;      // bit i: it does
  std::uint64_t aliased = 0;     // bit i: a name that people give members[i] has stood here
  MemberOrder& order;
  std::uint8_t last = MemberOrder::kNone;
  std::uint8_t expected = 0;
  KeySet others;
  std::uint64_t known_keys = 0;  // bit i: entry i of the map's dictionary has stood here
  std::uint32_t last_key = KeyDictionary::kNone;
  bool use_dictionary = false;
  const FastAccept* fast_entries = nullptr;  // a map's, if they need no other check
};

}  // namespace diallint
