// What a rule may ask and do while it checks a value.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/date_time.h"
#include "context/captures.h"
#include "context/finding_log.h"
#include "context/fix_request.h"
#include "context/phone_lookup.h"
#include "context/record_ledger.h"
#include "context/run_state.h"
#include "context/value_path.h"
#include "diallint/finding.h"
#include "diallint/settings.h"
#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

class CheckContext {
 public:
  /// What the context is made of; all of it outlives the context.
  struct Parts {
    const Settings& settings;
    RunState& run;
    ValuePath& path;
    const Captures& captures;
    const FindingLog& log;
    RegionTally& regions;
    RecordLedger& ledger;
  };
  explicit CheckContext(const Parts& parts) : parts_(parts) { settings_changed(); }
  /// The settings have other content now.
  void settings_changed() {
    phone_reader_.emplace(parts_.settings, parts_.regions);
    now_ = parts_.settings.now;
    const History& history = parts_.settings.history;
    has_history_ = history.find_token || history.count_phone || history.on_sound;
  }
  /// The moment alone is another one.
  void set_now(const std::optional<Instant>& now) noexcept { now_ = now; }
  /// Before a piece that has just been read is checked: what is judged from here on is judged as of
  /// now, where the settings have a clock.
  void read_clock() {
    if (parts_.settings.clock) now_ = parts_.settings.clock();
  }

  const Settings& settings() const noexcept { return parts_.settings; }
  /// The moment of judgement; nothing if the time-window rules are off.
  const std::optional<Instant>& now() const noexcept { return now_; }
  TimeReader& time_reader() noexcept { return time_reader_; }
  PhoneReader& phone_reader() noexcept { return *phone_reader_; }
  /// Whether the settings know of what was sent before.
  bool has_history() const noexcept { return has_history_; }
  /// What request and answer hold, or null: this is no check of two documents.
  ResponseIndex* responses() const noexcept { return parts_.run.responses; }

  /// How severe a rule is in this run; kOff: nothing that it reports is kept.
  Severity severity_of(const Rule& rule) const noexcept { return parts_.log.severity_of(rule); }
  /// Whether the rule is on: only then may others leave a fault to it.
  bool is_on(const Rule& rule) const noexcept { return severity_of(rule) != Severity::kOff; }
  /// Reports a fault, unless the rule is off. The message is a text, or a callable that makes it,
  /// which is asked only where the finding is kept. `source` is the address of the document that
  /// states it, where that is not the check's. Whether it is kept: then it may have a fix
  /// (mending.h).
  template <class Message>
  bool report(const Check& check, const Span& span, Message&& message, Figures figures = {},
              std::string_view source = {}) {
    if (source.empty()) source = url_of(check.source);
    return report_from(*check.rule, source, span, std::forward<Message>(message),
                       std::move(figures));
  }
  template <class Message>
  bool report(const Rule& rule, const SourceDocument* source, const Span& span, Message&& message,
              Figures figures = {}) {
    return report_from(rule, url_of(source), span, std::forward<Message>(message),
                       std::move(figures));
  }
  /// Notes a string in a run-wide set. If it is there already a finding follows when the unit ends,
  /// its message made by `tell`.
  void record_for_uniqueness(const Check& check, std::string_view text, Span span, TellFn tell) {
    parts_.ledger.note(check, text, span, tell);
  }

  /// What fixes may be made from besides the value; null: their edits are not wanted.
  const FixRequest* fixes() const noexcept { return parts_.run.fixes; }
  RecordLedger& ledger() noexcept { return parts_.ledger; }
  /// One like this, for a trial: what is known of the value at hand stays as it is.
  CheckContext for_trial() const {
    CheckContext context(parts_);
    context.set_now(now_);
    return context;
  }

  /// Where the value at hand is. A rule may step down to a member, and steps back up.
  ValuePath& path() noexcept { return parts_.path; }
  /// The current value in words: "clientToken", "attributes[\"name\"]", "dialRequests[3]".
  std::string subject() const { return parts_.path.subject(); }
  /// The current value's JSON Pointer.
  std::string pointer() const { return parts_.path.pointer(); }
  /// What the object at hand holds for its own checks.
  const Capture& capture(std::uint32_t slot) const noexcept { return parts_.captures.at(slot); }

 private:
  template <class Message>
  bool report_from(const Rule& rule, std::string_view source, const Span& span, Message&& message,
                   Figures figures) {
    std::string words;
    if constexpr (std::is_invocable_v<Message>) {
      if (parts_.ledger.keeps(rule)) words = message();
    } else {
      words = std::forward<Message>(message);
    }
    return parts_.ledger.report(rule, source, span, std::move(words), std::move(figures));
  }

  Parts parts_;
  std::optional<Instant> now_;
  TimeReader time_reader_;
  std::optional<PhoneReader> phone_reader_;  // always there
  bool has_history_ = false;
};

}  // namespace diallint
