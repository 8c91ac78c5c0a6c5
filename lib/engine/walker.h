// The checker: walks a value and its plan together, one cursor over one node, and lets the rules
// check. A template over the cursor, so that every reader shares it and none pays for the others.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/json_string.h"
#include "engine/check_session.h"
#include "engine/dropped_member.h"
#include "engine/json_recovery.h"
#include "engine/map_entries.h"
#include "engine/member_search.h"
#include "engine/skip_value.h"
#include "engine/string_check.h"
#include "input/cursor.h"
#include "input/value_tree.h"
#include "plan/plan.h"
#include "rules/assertion.h"
#include "rules/history.h"
#include "rules/mending.h"
#include "rules/structure.h"
#include "rules/syntax.h"

namespace diallint {

// What nearly every value passes through is inlined, and what few come to is not: registers saved
// for a rare path cost each value as much as a check does.
template <Cursor C>
class Walker : StringCheck<C> {
 public:
  /// `recovery` reads on behind a record with broken syntax; null where that is for others to do,
  /// or where nothing can break.
  Walker(C& cursor, CheckSession& session, JsonRecovery* recovery)
      : StringCheck<C>(cursor, session), recovery_(recovery) {
    session.captures.reset();
    session.memory.begin_walk();
  }

  /// Checks the value in front of the cursor against a node. What it finds is in the ledger;
  /// whether the text broke on the way, the cursor says.
  void check(NodeId id) {
    Value value;
    check(id, value);
  }

  /// Whether every object had the members that it must have, and no others. A text that broke fits
  /// nothing.
  bool fits() const { return fits_ && !cursor_.failed(); }

 private:
  using StringCheck<C>::cursor_;
  using StringCheck<C>::session_;
  using StringCheck<C>::check_in_full;
  using StringCheck<C>::check_text;
  using StringCheck<C>::is_on;
  using StringCheck<C>::is_sound_at_a_glance;
  using StringCheck<C>::owns;
  using StringCheck<C>::resolve;
  using StringCheck<C>::sound_text;

  [[gnu::always_inline]] void check(NodeId id, Value& value) {
    const Node& node = session_.plan.node(id);
    if (node.takes_text && cursor_.kind() == Kind::kString) {
      check_string(node, value);  // nearly every value: it does not wait for the choice below
    } else {
      check_other_value(id, node, value);
    }
  }

  void check_other_value(NodeId id, const Node& node, Value& value) {
    if (node.record) {
      check_record(id, node, value);
    } else {
      check_content(id, node, value);
    }
  }

  void check_content(NodeId id, const Node& node, Value& value) {
    if (node.rest == nullptr) {
      check_value(id, node, value);
    } else {
      check_as_whole(id, node, value);
    }
  }

  // A value that is walked through, and then judged once more as a whole.
  [[gnu::noinline]] void check_as_whole(NodeId id, const Node& node, Value& value) {
    TreeReader<C> reader(cursor_);
    check_value(id, node, value);
    if (cursor_.failed() || value.unsound) return;
    const ValueTree tree = reader.read();
    if (reader.sound() && !check_assertion(*node.rest, tree, session_.context)) {
      value.unsound = true;
    }
  }

  void check_record(NodeId id, const Node& node, Value& value) {
    session_.ledger.begin_record(/*may_be_abandoned=*/recovery_ != nullptr);
    const std::uint64_t begin = place_of_record();
    if (session_.context.has_history()) return check_with_history(id, node, value, begin);
    walk_record(id, node, value);
    end_record(begin);
  }

  // What was sent before is asked of a record as a whole, which is read once more for it.
  [[gnu::noinline]] void check_with_history(NodeId id, const Node& node, Value& value,
                                            std::uint64_t begin) {
    TreeReader<C> reader(cursor_);
    const bool sound = walk_record(id, node, value);
    if (sound && value.kind == Kind::kObject && judges_history(node)) {
      const ValueTree record = reader.read();
      if (reader.sound()) check_history(node, record, session_.context);
    }
    end_record(begin);
  }

  void end_record(std::uint64_t begin) {
    if (session_.texts.taker() != nullptr) note_text(begin);
    session_.ledger.end_record();
  }

  // Whether its syntax is sound.
  [[gnu::always_inline]] bool walk_record(NodeId id, const Node& node, Value& value) {
    if (recovery_ == nullptr) {
      check_content(id, node, value);
      return !cursor_.failed();
    }
    const C before = cursor_;
    check_content(id, node, value);
    if (!cursor_.failed() && !recovery_->has_faults()) return true;
    mend_record(before, node);
    return false;
  }

  // Of a row the text is that of its unit.
  std::uint64_t place_of_record() const noexcept {
    std::uint64_t place = 0;
    if constexpr (std::is_same_v<C, JsonCursor>) place = cursor_.place();
    return place;
  }
  [[gnu::noinline]] void note_text(std::uint64_t begin) {
    if constexpr (std::is_same_v<C, JsonCursor>) {
      const std::uint64_t end = cursor_.end_of_last();
      if (end > begin) session_.texts.text_of_record(cursor_.bytes(begin, end), begin);
    }
  }

  [[gnu::noinline]] void mend_record(const C& before, const Node& node) {
    if constexpr (std::is_same_v<C, JsonCursor>) {
      if (recovery_->mend_record(cursor_, before, node)) fits_ = false;
    }
  }

  // Behind the last item of an array, or where it breaks: whether records follow all the same.
  [[gnu::noinline]] bool mend_array(const Node& node) {
    if constexpr (std::is_same_v<C, JsonCursor>) {
      if (recovery_ == nullptr || !cursor_.failed() || node.items == kNoNode) return false;
      const Node& item = session_.plan.node(node.items);
      if (!item.record) return false;
      fits_ = false;
      return recovery_->next_item(cursor_, &item);
    } else {
      return false;
    }
  }

  void check_value(NodeId id, const Node& node, Value& value) {
    const Kind kind = cursor_.kind();
    value.kind = kind;
    if (!holds(node.kinds, kind)) return check_kind(node, value);
    switch (kind) {
      case Kind::kString:
        return check_string(node, value);
      case Kind::kObject:
        return check_object(id, node, value);
      case Kind::kArray:
        return check_array(node, value);
      default:
        value.text = cursor_.scalar();
        if (!cursor_.failed()) run_on_scalar(node, value);
    }
  }

  // Only the checks that are about such a value.
  void run_on_scalar(const Node& node, Value& value) {
    for (const Step& step : node.steps) {
      const Rule& rule = *step.check->rule;
      if (!holds(rule.judges | rule.claims, value.kind)) continue;
      if (!step.run(*step.check, value, session_.context) && owns(*step.check, value)) return;
    }
  }

  // A kind that the node does not allow: a rule may claim it, otherwise it is `type`'s.
  [[gnu::noinline]] void check_kind(const Node& node, Value& value) {
    fits_ = false;
    if (value.kind == Kind::kNumber) {
      value.text = cursor_.scalar();
    } else {
      const std::uint64_t begin = cursor_.place();
      skip_value();
      value.text.span = {begin, cursor_.end_of_last()};
    }
    if constexpr (std::is_same_v<C, JsonCursor>) {
      // The name of a member whose object is lost: more than this value is broken.
      if (cursor_.here() == ':') cursor_.fail(SyntaxError::kExpectedComma, cursor_.place());
    }
    if (cursor_.failed()) return;
    for (const Check& check : node.checks) {
      if (!holds(check.rule->claims, value.kind) || !is_on(*check.rule)) continue;
      check.rule->check(check, value, session_.context);
      value.unsound = true;
      return;
    }
    value.unsound = report_kind(session_.context, node, value);
  }

  void run_whole(const Node& node, Value& value) {
    for (const Check& check : node.whole) {
      if (!holds(check.rule->judges, value.kind)) continue;
      if (!check.rule->check(check, value, session_.context) && is_on(*check.rule)) return;
    }
  }

  void check_string(const Node& node, Value& value) {
    value.kind = Kind::kString;
    value.text.take(cursor_.string());
    if (!sound_text(value)) return;
    check_text(node, value);
  }

  [[gnu::noinline]] void check_array(const Node& node, Value& value) {
    const std::uint64_t begin = cursor_.place();
    if (session_.path.depth() >= kMaxDepth) return cursor_.fail(SyntaxError::kTooDeep, begin);
    value.totals = {};
    value.totals.count = session_.memory.items_in_front(begin);
    if (cursor_.enter_array()) {
      session_.path.push();
      do {
        session_.path.top().to_item(value.totals.count++);
        if (node.items == kNoNode) {
          skip_value();
        } else {
          check(node.items);
        }
      } while (!cursor_.failed() && (cursor_.next_element() || mend_array(node)));
      session_.path.pop();
    }
    if (cursor_.failed()) return;
    value.text.span = {begin, cursor_.end_of_last()};
    run_whole(node, value);
  }

  void check_object(NodeId id, const Node& node, Value& value) {
    const std::uint64_t begin = cursor_.place();
    if (session_.path.depth() >= kMaxDepth) return cursor_.fail(SyntaxError::kTooDeep, begin);
    value.totals = {};
    bool more = cursor_.enter_object();
    KeysPassed passed;
    if (node.is_plain_map && more) {
      more = passed.pass_entries(cursor_, session_.memory.dictionary(id),
                                 *session_.plan.node(node.map_value).fast_accept, value.totals);
    }
    if (more || !node.is_plain_map) {
      check_members(id, node, begin, passed, more, value);
    } else if (!cursor_.failed()) {
      value.text.span = {begin, cursor_.end_of_last()};
      run_whole(node, value);
    }
  }

  // Of an object that has been entered, with a key in front if it `has_more`. What has been passed
  // comes as a value, in registers.
  void check_members(NodeId id, const Node& node, std::uint64_t begin, KeysPassed passed,
                     bool has_more, Value& value) {
    const std::size_t frame = session_.captures.enter_frame(node.captures);
    ObjectState object(node, id, session_, passed);
    if (has_more) {
      object.expected = object.order.first;
      session_.path.push();
      bool more = true;
      while (more) {
        if (!check_expected(object, value.totals)) check_member(object, value);
        more = !cursor_.failed() && cursor_.next_member() &&
               object.pass_entries(cursor_, session_.memory, value.totals);
      }
      session_.path.pop();
    }
    if (!cursor_.failed()) {
      value.text.span = {begin, cursor_.end_of_last()};
      std::uint64_t missing = node.required & ~object.seen;
      if constexpr (requires(const C c) { c.absent(); }) missing &= ~cursor_.absent();
      if (missing != 0) report_missing(object, missing, value);
      run_whole(node, value);
      if (node.text != kNoCapture) take_text(node, value);
    }
    session_.captures.leave_frame(frame);
  }

  // The text by which a map counts this object.
  void take_text(const Node& node, Value& value) {
    const Capture& text = session_.captures.at(node.text);
    if (text.kind == Kind::kString) value.string = text.string;
    value.oversized_entry = text.present && !text.sound;
  }

  [[gnu::noinline]] void report_missing(const ObjectState& object, std::uint64_t missing,
                                        const Value& value) {
    fits_ = false;
    const Node& node = object.node;
    for (std::size_t i = 0; i < node.members.size(); ++i) {
      if (((missing >> i) & 1) == 0) continue;
      const Member& member = node.members[i];
      const bool held = ((object.aliased >> i) & 1) != 0;
      const bool kept = report_required(session_.context, node, member, held, value.span());
      if constexpr (std::is_same_v<C, JsonCursor>) {
        if (kept && !held) {
          offer_member(member.name, session_.plan.node(member.node).checks, value.span(),
                       value.totals.count == 0, session_.context);
        }
      }
    }
  }

  // The member that followed the last one before, as nearly always. False, and nothing done, where
  // anything else stands.
  [[gnu::always_inline]] bool check_expected(ObjectState& object, Totals& totals) {
    if constexpr (requires(C c, ShortText name) { c.take_name(name); }) {
      const std::uint8_t here = object.expected;
      if (here >= object.members.size() || (object.seen >> here & 1) != 0) return false;
      const Member& member = object.members[here];
      if (!cursor_.take_name(member.short_name)) return false;
      ++totals.count;
      session_.path.top().to_member(member.name);
      object.seen |= std::uint64_t{1} << here;
      object.last = here;
      object.expected = object.order.next[here];
      check_member_value(member);
      return true;
    } else {
      return false;
    }
  }

  void check_member(ObjectState& object, Value& owner) {
    const SourceText key = cursor_.key();
    if (cursor_.failed()) return;
    ++owner.totals.count;
    const Node& node = object.node;
    session_.path.top().to_key(key);
    if constexpr (requires(const C c) { c.text_fault(); }) {
      if (cursor_.text_fault() != EscapeErrorCode::kNone) {
        report_escape(session_.context, cursor_.text_fault(), key.span);
        return skip_value();
      }
    }
    std::uint32_t index = find_member(object, key.bytes);
    if (key.encoding == Encoding::kRaw && holds_backslash(key.bytes)) index = kNoMember;
    if (index == kNoMember) {
      if (node.additional == Additional::kMap && node.members.empty()) {
        return check_map_entry(object, key, owner);
      }
      std::string_view name;
      if (!resolve_key(key, name)) return skip_value();
      index = key.bytes.data() == name.data() ? kNoMember : find_member(object, name);
      if (holds_backslash(name)) index = find_with_backslash(object, name);
      if (index == kNoMember) return check_other(object, key, name, owner);
    }
    check_known(object, index, key);
  }

  [[gnu::always_inline]] void check_known(ObjectState& object, std::uint32_t index,
                                          const SourceText& key) {
    const std::uint64_t bit = std::uint64_t{1} << index;
    const Member& member = object.node.members[index];
    session_.path.top().member = &member.name;
    if ((object.seen & bit) != 0) {
      report_duplicate_member(session_.context, member.name, key.span);
      if (is_on(kDuplicateMember)) return skip_value();
    }
    object.seen |= bit;
    const auto here = static_cast<std::uint8_t>(index);
    (object.last == MemberOrder::kNone ? object.order.first : object.order.next[object.last]) =
        here;
    object.expected = object.order.next[here];
    object.last = here;
    check_member_value(member);
  }

  [[gnu::always_inline]] void check_member_value(const Member& member) {
    const Node& node = session_.plan.node(member.node);
    if (node.takes_text && cursor_.kind() == Kind::kString) {
      return check_member_text(member, node);
    }
    Value value;
    check_other_value(member.node, node, value);
    if (member.capture != kNoCapture) keep(member, value);
  }

  // A text of which a glance tells all needs no Value: to fill one, and to copy what is kept of it,
  // took a hundred instructions of each member.
  [[gnu::always_inline]] void check_member_text(const Member& member, const Node& node) {
    const SourceText text = cursor_.string();
    const Step* step = nullptr;
    if (!is_sound_at_a_glance(node, text, step)) {
      check_member_text_in_full(member, node, text, step);
    } else if (member.capture != kNoCapture) {
      session_.captures.at(member.capture).take_text(text.bytes, text.span);
    }
  }

  [[gnu::noinline]] void check_member_text_in_full(const Member& member, const Node& node,
                                                   const SourceText& text, const Step* step) {
    Value value;
    check_in_full(node, text, step, value);
    if (member.capture != kNoCapture) keep(member, value);
  }

  void keep(const Member& member, const Value& value) {
    session_.captures.at(member.capture) = {
        true, !value.unsound, value.kind,
        value.kind == Kind::kString ? value.string : value.text.bytes, value.span()};
    if (value.kind != Kind::kObject) return;
    for (const Hoist& hoist : member.hoists)
      session_.captures.at(hoist.to) = session_.captures.of_last_frame(hoist.from);
  }

  void skip_value() { diallint::skip_value(cursor_, session_.context); }

  // The key's characters, unescaped; false if an escape stands for none.
  bool resolve_key(const SourceText& key, std::string_view& name) {
    Value value;
    value.text = key;
    const bool sound = resolve(value);
    name = value.string;
    return sound;
  }

  // A key that is none of the members: another spelling of one, or unknown.
  [[gnu::noinline]] void check_other(ObjectState& object, const SourceText& key,
                                     std::string_view name, Value& owner) {
    const Node& node = object.node;
    const auto folded = node.by_folded_name.find(fold_name(name));
    const bool near = folded != node.by_folded_name.end();
    bool spelled = near && may_stand_for(cursor_, session_, object, folded->second);
    if (!spelled && node.additional == Additional::kMap) return check_map_entry(object, key, owner);
    if (!object.others.insert(name)) {
      report_duplicate_member(session_.context, name, key.span);
      if (!near || is_on(kDuplicateMember)) return skip_value();
      spelled = true;
    }
    if (spelled) return check_spelled(object, folded->second, name, key);
    fits_ = false;
    if (node.additional == Additional::kNothing) {
      const Member* meant = meant_member(cursor_, session_, object, name);
      const bool may_go = report_unknown_member(session_.context, node, meant, name, key.span);
      if constexpr (std::is_same_v<C, JsonCursor>) {
        if (may_go) offer_to_drop(cursor_, key, session_);
      }
    }
    skip_value();
  }

  // Another spelling of a member is checked as that member, whatever is said of the name. Where
  // `member-name` is off the member is missing, or this is one that nobody knows.
  void check_spelled(ObjectState& object, std::uint32_t index, std::string_view name,
                     const SourceText& key) {
    const Node& node = object.node;
    const Member& member = node.members[index];
    const bool accepted = session_.settings.accept_sdk_names;
    if (!accepted && report_member_name(session_.context, node, member, name, key.span))
      offer_name(member.name, key, session_.context);
    if (accepted || is_on(kMemberName) || !member.required || !is_on(kRequired)) {
      object.seen |= std::uint64_t{1} << index;
      if (!accepted && !is_on(kMemberName) && node.additional == Additional::kNothing)
        report_unknown_member(session_.context, node, &member, name, key.span);
    }
    session_.path.top().member = &member.name;
    check_member_value(member);
  }

  // --- maps ------------------------------------------------------------------------------------

  [[gnu::always_inline]] void check_map_entry(ObjectState& object, const SourceText& key,
                                              Value& owner) {
    std::size_t key_bytes = key.bytes.size();
    if (!object.known_key(session_.memory, key) && !new_key(object, key, owner, key_bytes)) return;
    const Node& entry = session_.plan.node(object.node.map_value);
    owner.totals.key_bytes += key_bytes;
    owner.totals.map_bytes += key_bytes;
    if (!entry.takes_text || cursor_.kind() != Kind::kString) {
      Value value;
      check_other_value(object.node.map_value, entry, value);
      return count_entry(value, owner);
    }
    const SourceText text = cursor_.string();
    const Step* step = nullptr;
    if (is_sound_at_a_glance(entry, text, step)) {
      owner.totals.map_bytes += text.bytes.size();
    } else {
      check_entry_text_in_full(entry, text, step, owner);
    }
  }

  [[gnu::noinline]] void check_entry_text_in_full(const Node& node, const SourceText& text,
                                                  const Step* step, Value& owner) {
    Value value;
    check_in_full(node, text, step, value);
    count_entry(value, owner);
  }

  static void count_entry(const Value& value, Value& owner) noexcept {
    owner.oversized_entry = owner.oversized_entry || value.oversized_entry;
    owner.totals.map_bytes += value.string.size();
  }

  // Whether a glance tells that all checks of a map's keys pass.
  bool is_sound_key(const Node& map, const SourceText& key) const noexcept {
    if (map.map_key == kNoNode) return !key.has_escape();
    const Node& node = session_.plan.node(map.map_key);
    return node.fast_path_complete && node.fast_accept->accepts(key.bytes);
  }

  // Whether all checks of a map's keys look at nothing but the key.
  bool keys_speak_for_themselves(const Node& map) const {
    if (map.map_key == kNoNode) return true;
    const auto& checks = session_.plan.node(map.map_key).checks;  // the most basic first
    return checks.empty() || checks.back().rule->stage <= Stage::kPattern;
  }

  // Checks a key in full. False if its value is not to be looked at.
  [[gnu::noinline]] bool new_key(ObjectState& object, const SourceText& key, Value& owner,
                                 std::size_t& key_bytes) {
    // Where keys are new in every record: 250 instructions less for each.
    if (!object.use_dictionary && is_sound_key(object.node, key) && object.others.insert(key.bytes))
      return true;
    Value value;
    value.kind = Kind::kString;
    value.text = key;
    if (!resolve(value)) {
      if (!cursor_.failed()) skip_value();
      return false;
    }
    key_bytes = value.string.size();
    KeyDictionary& dictionary = session_.memory.dictionary(object.id);
    std::uint32_t entry = KeyDictionary::kNone;
    if (object.use_dictionary) {
      entry = dictionary.find(value.string, KeyDictionary::kNone);
      if (entry != KeyDictionary::kNone && object.take_entry(dictionary, entry)) return true;
    }
    if (entry != KeyDictionary::kNone || !object.others.insert(value.string)) {
      report_duplicate_member(session_.context, value.string, key.span);
      if (!is_on(kDuplicateMember)) return true;
      skip_value();
      return false;
    }
    const std::uint64_t reports = session_.ledger.reports();
    if (object.node.map_key != kNoNode) check_text(session_.plan.node(object.node.map_key), value);
    owner.oversized_entry = owner.oversized_entry || value.oversized_entry;
    // The dictionary is asked for keys as they are written: one with a backslash would be taken for
    // another one's escape. And nothing is checked of what it knows, so that it may know only what
    // there is nothing to say of, at any time.
    const bool plain = !holds_backslash(value.string);
    const bool silent = !value.unsound && session_.ledger.reports() == reports;
    if (object.use_dictionary && plain && silent && keys_speak_for_themselves(object.node)) {
      entry = dictionary.add(value.string);
      if (entry != KeyDictionary::kNone) object.take_entry(dictionary, entry);
    }
    return !cursor_.failed();
  }

  JsonRecovery* recovery_;
  bool fits_ = true;
};

}  // namespace diallint
