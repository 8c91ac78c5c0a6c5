// Texts against the checks of a node: at a glance where one tells, else step by step.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_string.h"
#include "base/utf8.h"
#include "engine/check_session.h"
#include "input/cursor.h"
#include "plan/plan.h"
#include "rules/structure.h"
#include "rules/syntax.h"

namespace diallint {

/// What a walker asks of the strings and keys on its way. Of its cursor and its session, which
/// outlive it.
template <Cursor C>
class StringCheck {
 protected:
  StringCheck(C& cursor, CheckSession& session) noexcept : cursor_(cursor), session_(session) {}

  bool is_on(const Rule& rule) const { return session_.context.is_on(rule); }

  // A check that failed owns the value only where its rule is on: nothing else says what it found.
  [[gnu::noinline]] bool owns(const Check& check, Value& value) const {
    if (!is_on(*check.rule)) return false;
    value.unsound = true;
    return true;
  }

  void run(const Step* step, const Step* end, Value& value) {
    while (step != end) {
      if (step->glance != nullptr &&
          step->glance(step, value.string, value.span(), session_.context)) {
        step += step->glance_steps;
        continue;
      }
      if (!step->run(*step->check, value, session_.context) && owns(*step->check, value)) return;
      ++step;
    }
  }

  void run(const Node& node, Value& value, std::uint32_t from, std::size_t to) {
    run(node.steps.data() + from, node.steps.data() + to, value);
  }

  // Texts that were never escaped have not been validated either: the cursor says what is wrong.
  bool sound_text(Value& value) {
    if constexpr (requires(const C c) { c.text_fault(); }) {
      if (cursor_.text_fault() == EscapeErrorCode::kNone) return true;
      report_escape(session_.context, cursor_.text_fault(), value.span());
      if (is_on(kEncoding)) {
        value.unsound = true;
        return false;
      }
      const std::string_view bytes = value.text.bytes;
      std::string& buffer = session_.memory.scratch();
      buffer = bytes.substr(0, std::min(find_invalid_utf8(bytes), bytes.find('\0')));
      value.text.bytes = with_stand_in(buffer);
      return true;
    } else {
      return true;
    }
  }

  // A text up to where it is sound, and a replacement character: what other rules see of it where
  // nobody else says that it is not.
  static std::string_view with_stand_in(std::string& buffer) {
    append_utf8(buffer, 0xFFFD);
    return padded(buffer);
  }

  static std::string_view padded(std::string& buffer) {
    buffer.append(kTextPadding, '\0');
    return std::string_view(buffer).substr(0, buffer.size() - kTextPadding);
  }

  // value.text holds what is to be checked, a string or a key.
  [[gnu::always_inline]] void check_text(const Node& node, Value& value) {
    const std::string_view bytes = value.text.bytes;
    if (is_fast(node, bytes)) {
      value.string = bytes;
      // One of twelve names begins as a placeholder might: the checks that are passed take 150
      // instructions for each.
      const bool suspect = node.fast_accept->suspects_first(*bytes.data());
      return run(node, value, node.fast_path_checks,
                 suspect ? node.steps.size() : node.fast_path_end);
    }
    if (!resolve(value)) return;
    // What an escaped text stands for is known by its bytes as well.
    const bool is_known = value.string.data() != bytes.data() && is_fast(node, value.string);
    run(node, value, is_known ? node.fast_path_checks : 0, node.steps.size());
  }

  // Whether the size and the bytes of a text tell that the first checks pass.
  static bool is_fast(const Node& node, std::string_view text) noexcept {
    return node.fast_accept && node.fast_accept->accepts_size(text.size()) &&
           node.fast_accept->bytes.contains_all(text);
  }

  // Unescapes value.text into value.string. False if there is nothing that could be checked.
  [[gnu::noinline]] bool resolve(Value& value) {
    value.string = value.text.bytes;
    if (!value.text.has_escape()) return true;
    std::string& buffer = session_.memory.scratch();
    const EscapeError error = unescape_json(value.text.bytes, buffer);
    if (error.fault == EscapeErrorCode::kNone) {
      value.string = padded(buffer);
      return true;
    }
    if (error.fault == EscapeErrorCode::kBadEscape) {
      cursor_.fail(SyntaxError::kBadEscape, value.text.span.begin + 1 + error.at);
    } else {
      report_escape(session_.context, error.fault, value.span());
    }
    value.string = with_stand_in(buffer);
    value.unsound = cursor_.failed() || is_on(kEncoding);
    return !value.unsound;
  }

  // Whether a glance tells that all checks pass. Otherwise `step` is the first one that has to run,
  // or null where it does not tell that either.
  [[gnu::always_inline]] bool is_sound_at_a_glance(const Node& node, const SourceText& text,
                                                   const Step*& step) {
    if constexpr (requires(const C c) { c.text_fault(); }) {
      if (cursor_.text_fault() != EscapeErrorCode::kNone) return false;
    }
    const Step* at = node.steps.data() + node.fast_path_checks;
    const Step* const end = node.steps.data() + node.fast_path_end;
    if (node.glance_first && at->glance(at, text.bytes, text.span, session_.context)) {
      at += at->glance_steps;
    } else if (!node.fast_accept || !node.fast_accept->accepts(text.bytes)) {
      return false;
    }
    while (at != end && at->glance != nullptr &&
           at->glance(at, text.bytes, text.span, session_.context)) {
      at += at->glance_steps;
    }
    step = at;
    return at == end;
  }

  // From the step on that a glance has come to.
  void check_in_full(const Node& node, const SourceText& text, const Step* step, Value& value) {
    value.kind = Kind::kString;
    value.text.take(text);
    if (step != nullptr) {
      value.string = text.bytes;
      run(step, node.steps.data() + node.fast_path_end, value);
    } else if (sound_text(value)) {
      check_text(node, value);
    }
  }

  C& cursor_;
  CheckSession& session_;
};

}  // namespace diallint
