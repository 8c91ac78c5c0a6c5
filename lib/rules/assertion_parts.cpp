// What schemas demand of the members and items of a value, or of the value through other schemas.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "base/plural.h"
#include "context/check_context.h"
#include "rules/assertion_demands.h"

namespace diallint {
namespace {

using NamedSchemas = std::vector<std::pair<std::string, const Assertion*>>;

// Reports what is wrong with a part of a value at the place of the part.
void report_member(const Assertion& schema, const TreeMember& member, Judgement& judgement,
                   CheckContext& context) {
  context.path().push().to_key({member.name, {}, Encoding::kRaw});
  judgement.report(schema, member.value, context);
  context.path().pop();
}

class Members final : public Demand {
 public:
  explicit Members(std::vector<std::string> all) : all_(std::move(all)) {}
  bool holds(const ValueTree& value, Judgement&) const override {
    return value.kind != Kind::kObject || missing(value) == nullptr;
  }
  void report(const ValueTree& value, Judgement&, CheckContext& context) const override {
    context.report(*origin.rule, origin.source, value.span,
                   [&] { return fmt::format("{} is missing; it is required", *missing(value)); });
  }

 private:
  const std::string* missing(const ValueTree& value) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const std::string& name) {
      return value.find(name) == nullptr;
    });
    return found == all_.end() ? nullptr : &*found;
  }

  std::vector<std::string> all_;
};

class DependentMembers final : public OwnDemand {
 public:
  using Needs = std::vector<std::pair<std::string, std::vector<std::string>>>;
  explicit DependentMembers(Needs needs) : needs_(std::move(needs)) {}
  bool holds(const ValueTree& value, Judgement&) const override { return !missing(value); }

 protected:
  std::string complaint(const ValueTree& value, Judgement&) const override {
    const auto [present, absent] = missing(value).value_or(Pair{});
    return fmt::format("has {} but no {}; with the one, the other is required", present, absent);
  }

 private:
  using Pair = std::pair<std::string_view, std::string_view>;

  // A member that is there, and one that it needs and that is missing.
  std::optional<Pair> missing(const ValueTree& value) const {
    for (const auto& [present, all] : needs_) {
      if (value.find(present) == nullptr) continue;
      for (const std::string& name : all) {
        if (value.find(name) == nullptr) return Pair{present, name};
      }
    }
    return std::nullopt;
  }

  Needs needs_;
};

class OfMembers final : public Demand {
 public:
  explicit OfMembers(MemberSchemas schemas) : schemas_(std::move(schemas)) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    return std::all_of(value.members.begin(), value.members.end(), [&](const TreeMember& member) {
      bool all = true;
      each_schema(member.name, [&](const Assertion& schema) {
        all = all && judgement.holds(schema, member.value);
      });
      return all;
    });
  }
  void report(const ValueTree& value, Judgement& judgement, CheckContext& context) const override {
    for (const TreeMember& member : value.members) {
      each_schema(member.name, [&](const Assertion& schema) {
        report_member(schema, member, judgement, context);
      });
    }
  }

 private:
  template <class Tell>
  void each_schema(const std::string& name, const Tell& tell) const {
    bool additional = std::find(schemas_.other_names.begin(), schemas_.other_names.end(), name) ==
                      schemas_.other_names.end();
    for (const auto& [known, schema] : schemas_.named) {
      if (known != name) continue;
      additional = false;
      tell(*schema);
    }
    for (const auto& [pattern, schema] : schemas_.patterns) {
      if (!pattern->matches(name)) continue;
      additional = false;
      tell(*schema);
    }
    if (additional && schemas_.additional != nullptr) tell(*schemas_.additional);
  }

  MemberSchemas schemas_;
};

class OfNames final : public Demand {
 public:
  explicit OfNames(const Assertion* name) : name_(name) {}
  bool holds(const ValueTree& value, Judgement&) const override {
    return std::all_of(value.members.begin(), value.members.end(),
                       [&](const TreeMember& member) { return fits(member); });
  }
  void report(const ValueTree& value, Judgement&, CheckContext& context) const override {
    for (const TreeMember& member : value.members) {
      if (fits(member)) continue;
      context.path().push().to_key({member.name, {}, Encoding::kRaw});
      report_as("has a name that propertyNames does not allow", member.value, context);
      context.path().pop();
    }
  }

 private:
  // A name that was made for the question, so what is remembered of it must not be.
  bool fits(const TreeMember& member) const {
    ValueTree name;
    name.kind = Kind::kString;
    name.text = member.name;
    return Judgement().holds(*name_, name);
  }

  const Assertion* name_;
};

class OfItems final : public Demand {
 public:
  OfItems(std::vector<const Assertion*> front, const Assertion* others)
      : front_(std::move(front)), others_(others) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      const Assertion* schema = schema_of(i);
      if (schema != nullptr && !judgement.holds(*schema, value.items[i])) return false;
    }
    return true;
  }
  void report(const ValueTree& value, Judgement& judgement, CheckContext& context) const override {
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      const Assertion* schema = schema_of(i);
      if (schema == nullptr) continue;
      context.path().push().to_item(i);
      judgement.report(*schema, value.items[i], context);
      context.path().pop();
    }
  }

 private:
  const Assertion* schema_of(std::size_t i) const {
    return i < front_.size() ? front_[i] : others_;
  }

  std::vector<const Assertion*> front_;
  const Assertion* others_;
};

class Contains final : public OwnDemand {
 public:
  Contains(const Assertion* item, std::uint64_t least, std::optional<std::uint64_t> most)
      : item_(item), least_(least), most_(most) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    if (value.kind != Kind::kArray) return true;
    const std::uint64_t n = count(value, judgement);
    return n >= least_ && (!most_ || n <= *most_);
  }

 protected:
  std::string complaint(const ValueTree& value, Judgement& judgement) const override {
    const std::uint64_t n = count(value, judgement);
    return fmt::format("has {} of the kind that contains describes; at {} {} must be",
                       counted(n, "item"), n < least_ ? "least" : "most",
                       n < least_ ? least_ : *most_);
  }

 private:
  std::uint64_t count(const ValueTree& value, Judgement& judgement) const {
    return static_cast<std::uint64_t>(
        std::count_if(value.items.begin(), value.items.end(),
                      [&](const ValueTree& item) { return judgement.holds(*item_, item); }));
  }

  const Assertion* item_;
  std::uint64_t least_;
  std::optional<std::uint64_t> most_;
};

// Every one of other schemas: what is wrong is what they say.
class All final : public Demand {
 public:
  explicit All(std::vector<const Assertion*> parts) : parts_(std::move(parts)) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    return std::all_of(parts_.begin(), parts_.end(),
                       [&](const Assertion* part) { return judgement.holds(*part, value); });
  }
  void report(const ValueTree& value, Judgement& judgement, CheckContext& context) const override {
    for (const Assertion* part : parts_) judgement.report(*part, value, context);
  }

 private:
  std::vector<const Assertion*> parts_;
};

// So many of other schemas.
class Some final : public OwnDemand {
 public:
  Some(std::vector<const Assertion*> parts, std::size_t most, std::string place)
      : parts_(std::move(parts)), most_(most), place_(std::move(place)) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    const std::size_t n = count(value, judgement);
    return n > 0 && n <= most_;
  }

 protected:
  std::string complaint(const ValueTree& value, Judgement& judgement) const override {
    const std::size_t n = count(value, judgement);
    if (n == 0) return fmt::format("fits none of the {} schemas of {}", parts_.size(), place_);
    return fmt::format("fits {} of the {} schemas of {}; exactly one must fit", n, parts_.size(),
                       place_);
  }

 private:
  std::size_t count(const ValueTree& value, Judgement& judgement) const {
    return static_cast<std::size_t>(
        std::count_if(parts_.begin(), parts_.end(),
                      [&](const Assertion* part) { return judgement.holds(*part, value); }));
  }

  std::vector<const Assertion*> parts_;
  std::size_t most_;
  std::string place_;
};

class Not final : public OwnDemand {
 public:
  Not(const Assertion* part, std::string place) : part_(part), place_(std::move(place)) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    return !judgement.holds(*part_, value);
  }

 protected:
  std::string complaint(const ValueTree&, Judgement&) const override {
    return fmt::format("fits the schema of {}, which it must not", place_);
  }

 private:
  const Assertion* part_;
  std::string place_;
};

class If final : public Demand {
 public:
  If(const Assertion* when, const Assertion* then, const Assertion* otherwise)
      : when_(when), then_(then), otherwise_(otherwise) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    const Assertion* part = part_for(value, judgement);
    return part == nullptr || judgement.holds(*part, value);
  }
  void report(const ValueTree& value, Judgement& judgement, CheckContext& context) const override {
    judgement.report(*part_for(value, judgement), value, context);
  }

 private:
  const Assertion* part_for(const ValueTree& value, Judgement& judgement) const {
    return judgement.holds(*when_, value) ? then_ : otherwise_;
  }

  const Assertion* when_;
  const Assertion* then_;
  const Assertion* otherwise_;
};

class DependentSchemas final : public Demand {
 public:
  explicit DependentSchemas(NamedSchemas schemas) : schemas_(std::move(schemas)) {}
  bool holds(const ValueTree& value, Judgement& judgement) const override {
    return std::all_of(schemas_.begin(), schemas_.end(), [&](const auto& entry) {
      return value.find(entry.first) == nullptr || judgement.holds(*entry.second, value);
    });
  }
  void report(const ValueTree& value, Judgement& judgement, CheckContext& context) const override {
    for (const auto& [name, schema] : schemas_) {
      if (value.find(name) != nullptr) judgement.report(*schema, value, context);
    }
  }

 private:
  NamedSchemas schemas_;
};

}  // namespace

DemandPtr demand_members(std::vector<std::string> all) {
  return std::make_unique<Members>(std::move(all));
}

DemandPtr demand_dependent_members(
    std::vector<std::pair<std::string, std::vector<std::string>>> needs) {
  return std::make_unique<DependentMembers>(std::move(needs));
}

DemandPtr demand_member_schemas(MemberSchemas schemas) {
  return std::make_unique<OfMembers>(std::move(schemas));
}

DemandPtr demand_names(const Assertion* name) { return std::make_unique<OfNames>(name); }

DemandPtr demand_item_schemas(std::vector<const Assertion*> front, const Assertion* others) {
  return std::make_unique<OfItems>(std::move(front), others);
}

DemandPtr demand_contains(const Assertion* item, std::uint64_t least,
                          std::optional<std::uint64_t> most) {
  return std::make_unique<Contains>(item, least, most);
}

DemandPtr demand_all(std::vector<const Assertion*> parts) {
  return std::make_unique<All>(std::move(parts));
}

DemandPtr demand_any(std::vector<const Assertion*> parts, std::string place) {
  const std::size_t all = parts.size();
  return std::make_unique<Some>(std::move(parts), all, std::move(place));
}

DemandPtr demand_one(std::vector<const Assertion*> parts, std::string place) {
  return std::make_unique<Some>(std::move(parts), 1, std::move(place));
}

DemandPtr demand_not(const Assertion* part, std::string place) {
  return std::make_unique<Not>(part, std::move(place));
}

DemandPtr demand_if(const Assertion* when, const Assertion* then, const Assertion* otherwise) {
  return std::make_unique<If>(when, then, otherwise);
}

DemandPtr demand_dependent_schemas(NamedSchemas schemas) {
  return std::make_unique<DependentSchemas>(std::move(schemas));
}

}  // namespace diallint
