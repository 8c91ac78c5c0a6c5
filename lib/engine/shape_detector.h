// Which shape an object is of, told by its members.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/short_string.h"
#include "context/check_context.h"
#include "engine/record_starts.h"
#include "input/json_cursor.h"
#include "plan/plan.h"

namespace diallint {

/// Tells shapes apart. One thread: it remembers what it decided.
class ShapeChoice {
 public:
  /// `fixed` is the shape to take for everything, or null. With the shapes of a request, an object
  /// is rather a response to it than one to another.
  ShapeChoice(const Plan& plan, const Shape* fixed,
              const std::set<std::string>& request_shapes = {});

  /// Decides from here on as if it had decided nothing yet.
  void forget() noexcept;

  /// What an object that begins with this member was the last time, or null. Only a guess: whoever
  /// takes it makes sure that the object has all members that the shape needs and no others, and
  /// asks choose() otherwise.
  const Shape* guess(const JsonCursor& at) const {
    if (fixed_ != nullptr) return fixed_;
    for (const Guess& guess : guesses_) {
      if (at.opens_with(guess.first_key)) return guess.shape;
    }
    return nullptr;
  }

  /// The shape of the value that the cursor stands in front of; null if it fits none. Any spelling
  /// of a member counts. What is no object is taken for the plan's first shape.
  const Shape* choose(const JsonCursor& at);

  /// The shape that is a batch with its records in a list of this name; null if there is none, or
  /// if another is to be taken for everything.
  const Shape* with_list(std::string_view name) const;

  /// Where records can begin; made when it is first asked for.
  const RecordStarts& record_starts() {
    if (!starts_) starts_.emplace(plan_);
    return *starts_;
  }

  /// Why the object fits none, in words: the member of it that holds what fits, or the nearest
  /// shape. Of the object's text no more than the name of a member is shown.
  std::string why_none(const JsonCursor& at, CheckContext& context) const;

  /// The operation that only the service may call and whose request the object is, or null.
  const ServiceOperation* service_operation(const JsonCursor& at) const;

 private:
  struct Known {
    std::uint32_t shape;
    std::uint64_t bit;  // of the member, in the order of the shape's root; 0: of an envelope
    std::string_view name;
    bool alias = false;  // a name that people give a member of the shape
  };
  struct Scan {
    std::vector<ShortText> keys;        // as written
    std::vector<std::uint64_t> seen;    // by shape: members that stand in the object
    std::vector<std::uint32_t> named;   // by shape: keys that are members
    std::vector<std::uint32_t> other;   // by shape: members in another spelling
    std::vector<std::uint32_t> around;  // by shape: keys that are of an envelope
    std::vector<std::string> folded;    // the keys, see fold_name()
  };
  // A member that holds what a shape has.
  struct Carried {
    std::string key;   // unescaped
    std::string what;  // in words, with what to do; empty: there is none
  };
  struct Guess {
    ShortText first_key;
    const Shape* shape;
  };

  Scan scan(JsonCursor cursor) const;
  bool as_last_time(JsonCursor cursor) const;
  bool fits(const Scan& scan, std::size_t shape) const;
  std::size_t distance(const Scan& scan, std::size_t shape) const;
  const Shape* best_fit(const Scan& scan) const;
  const ServiceOperation* service_operation(const Scan& scan) const;
  bool is_wrapper(const Scan& scan, const Shape& nearest, const JsonCursor& at) const;
  Carried carried(JsonCursor cursor) const;
  std::string in_words(JsonCursor value) const;
  std::size_t nearest(const Scan& scan) const;
  bool has_rival(std::size_t shape) const;
  void remember(const Scan& scan, const Shape* shape);

  const Plan& plan_;
  const Shape* fixed_;
  std::vector<bool> foreign_;  // by shape: responds to other requests
  std::unordered_map<std::string, std::vector<Known>> by_folded_name_;
  std::vector<bool> may_guess_;  // by shape
  std::vector<Guess> guesses_;
  std::size_t oldest_guess_ = 0;
  std::vector<ShortText> last_keys_;
  const Shape* last_ = nullptr;
  std::optional<RecordStarts> starts_;
};

/// Those of a run, each made when it is first asked for: to make one takes as long as to check
/// hundreds of requests. One thread.
class ShapeChoices {
 public:
  explicit ShapeChoices(const Plan& plan) : plan_(plan), choices_(plan.shapes.size() + 1) {}
  ShapeChoice& of(const Shape* fixed);
  /// The same for an input that begins: what is decided of it depends on no other.
  ShapeChoice& for_input(const Shape* fixed) {
    ShapeChoice& choice = of(fixed);
    choice.forget();
    return choice;
  }

 private:
  const Plan& plan_;
  std::vector<std::unique_ptr<ShapeChoice>> choices_;  // none first, then as in the plan
};

}  // namespace diallint
