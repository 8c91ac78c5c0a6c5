// One object on the way through its members, and the quick way through the entries of a map.
#pragma once
#include <cstdint>
#include <span>

#include "context/key_set.h"
#include "engine/check_session.h"
#include "engine/walk_memory.h"
#include "input/cursor.h"
#include "input/source_text.h"
#include "plan/plan.h"

namespace diallint {

/// The keys of a map, one after the other as they came in records before. Held apart from the
/// object, so that all of it stays in registers while entries are passed over.
struct UsualKeys {
  UsualKeys(KeyDictionary& its_dictionary, std::uint64_t known_keys,
            std::uint32_t last_key) noexcept
      : dictionary(its_dictionary), known(known_keys), last(last_key) {}

  /// What followed the last one before; null where that stands in the object already.
  [[gnu::always_inline]] const ShortText* next() noexcept {
    following = dictionary.successor(last);
    if (!dictionary.has(following) || (known >> following & 1) != 0) return nullptr;
    return &dictionary.key(following);
  }
  /// It came, with a value of so many bytes.
  [[gnu::always_inline]] void take(std::size_t value_bytes) noexcept {
    known |= std::uint64_t{1} << following;
    last = following;
    ++count;
    key_bytes += dictionary.key(following).size();
    values_bytes += value_bytes;
  }
  void count_in(Totals& totals) const noexcept {
    dictionary.count_hits(count);
    totals.count += count;
    totals.key_bytes += key_bytes;
    totals.map_bytes += key_bytes + values_bytes;
  }

  KeyDictionary& dictionary;
  std::uint64_t known;  // bit i: entry i of the dictionary has stood in the object
  std::uint32_t last;
  std::uint32_t following = 0;
  std::uint64_t count = 0;
  std::uint64_t key_bytes = 0;
  std::uint64_t values_bytes = 0;
};

/// The keys of a map that have been passed over.
struct KeysPassed {
  /// Passes over the entries that are as nearly all are: the key that followed the last one before,
  /// and a text that is sound at a glance. True if a key is in front that is to be looked at in
  /// full; otherwise the object has been left, or has broken.
  template <class C>
  [[gnu::always_inline]] bool pass_entries(C& cursor, KeyDictionary& dictionary,
                                           const FastAccept& accept, Totals& totals) {
    if (!dictionary.pays()) return true;
    UsualKeys keys(dictionary, known, last);
    const Passed passed = cursor.pass_entries(keys, accept);
    known = keys.known;
    last = keys.last;
    keys.count_in(totals);
    return passed == Passed::kToKey || (passed == Passed::kBehindValue && cursor.next_member());
  }

  std::uint64_t known = 0;  // bit i: entry i of the map's dictionary has stood here
  std::uint32_t last = KeyDictionary::kNone;
};

/// One object on the way through its members. A constructor, because g++ clears the whole of an
/// aggregate first.
struct ObjectState {
  ObjectState(const Node& of, NodeId its_id, CheckSession& session,
              const KeysPassed& passed) noexcept
      : node(of),
        members(of.members),
        id(its_id),
        order(session.memory.order(its_id)),
        others(session.run.secret),
        keys(passed) {
    if (of.additional != Additional::kMap) return;
    use_dictionary = session.memory.dictionary(its_id).pays();
    if (use_dictionary && of.is_plain_map) {
      fast_entries = &*session.plan.node(of.map_value).fast_accept;
    }
  }

  /// See KeysPassed; of a map that is none of these a key is in front.
  template <class C>
  [[gnu::always_inline]] bool pass_entries(C& cursor, WalkMemory& memory, Totals& totals) {
    return fast_entries == nullptr ||
           keys.pass_entries(cursor, memory.dictionary(id), *fast_entries, totals);
  }

  /// A key that earlier records have held, for the first time in this one.
  bool known_key(WalkMemory& memory, const SourceText& key) {
    if (!use_dictionary) return false;
    KeyDictionary& dictionary = memory.dictionary(id);
    const std::uint32_t entry = dictionary.find(key.bytes, dictionary.successor(keys.last));
    return entry != KeyDictionary::kNone && take_entry(dictionary, entry);
  }

  /// Notes an entry of the dictionary. False if it has been in this object before.
  bool take_entry(KeyDictionary& dictionary, std::uint32_t entry) {
    const std::uint64_t bit = std::uint64_t{1} << entry;
    if ((keys.known & bit) != 0) return false;
    keys.known |= bit;
    dictionary.follow(keys.last, entry);
    keys.last = entry;
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
  KeysPassed keys;
  bool use_dictionary = false;
  const FastAccept* fast_entries = nullptr;  // a plain map's
};

}  // namespace diallint
