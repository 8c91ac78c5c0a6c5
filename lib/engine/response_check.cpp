#include "engine/response_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/ascii.h"
#include "context/response_index.h"
#include "engine/input_formats.h"
#include "engine/response_reader.h"
#include "input/byte_source.h"
#include "rules/failed_call.h"

namespace diallint {
namespace {

using Side = ResponseIndex::Side;

class Nowhere final : public Sink {
 public:
  void take(const SourceChunk&, std::span<const Finding>) override {}
};

bool has_side(const Plan& plan, NodeId id, Side side, std::set<NodeId>& visited) {
  if (id == kNoNode || !visited.insert(id).second) return false;
  const Node& node = plan.node(id);
  const bool own = std::any_of(node.checks.begin(), node.checks.end(), [&](const Check& check) {
    const auto* own_side = std::get_if<DocumentSide>(&check.parameters);
    return own_side != nullptr && *own_side == side;
  });
  if (own) return true;
  for (const NodeId next : {node.items, node.map_value, node.map_key}) {
    if (has_side(plan, next, side, visited)) return true;
  }
  return std::any_of(node.members.begin(), node.members.end(), [&](const Member& member) {
    return has_side(plan, member.node, side, visited);
  });
}

bool has_side(const Plan& plan, const Shape& shape, Side side) {
  std::set<NodeId> visited;
  return has_side(plan, shape.root, side, visited);
}

// Some shape responds to requests of this one.
bool is_answered(const Plan& plan, const std::string& shape) {
  return std::any_of(plan.shapes.begin(), plan.shapes.end(), [&](const Shape& other) {
    const Check* check = response_check_of(plan, other);
    return check != nullptr && may_respond(plan, other, std::set<std::string>{shape});
  });
}

// The lists of responses whose items have a code that says why they failed.
void collect_failing_lists(const Plan& plan, NodeId root, std::set<std::string>& lists) {
  const auto says_why = [&](const Member& member) {
    const auto& checks = plan.node(member.node).checks;
    return std::any_of(checks.begin(), checks.end(),
                       [](const Check& check) { return check.rule->id == "failure-code"; });
  };
  for (const Member& list : plan.node(root).members) {
    const NodeId items = plan.node(list.node).items;
    if (items == kNoNode) continue;
    const auto& members = plan.node(items).members;
    if (std::any_of(members.begin(), members.end(), says_why)) lists.insert(fold_name(list.name));
  }
}

std::set<std::string> failing_lists(const Plan& plan) {
  std::set<std::string> lists;
  for (const Shape& shape : plan.shapes) collect_failing_lists(plan, shape.root, lists);
  return lists;
}

/// What a first reading of a document shows.
struct Look {
  std::set<std::string> shapes;  ///< those of its records
  std::uint64_t records = 0;
  bool readable = false;   ///< no record of it is broken
  bool requests = false;   ///< some of it is a request
  bool listed = false;     ///< whose answer lists its tokens
  bool responses = false;  ///< some of it is a response, or an error
};

constexpr std::string_view kOneDocument =
    ": a request and its response must be one JSON document each; NDJSON and CSV do not say which "
    "response belongs to which request, so check the calls one by one";

void expect_document(const NamedText& document) {
  if (detect_format(document.name, document.text) != InputFormat::kJson)
    throw ReadError{document.name + std::string(kOneDocument)};
}

// The index has been told what is read.
Look look_at(const Plan& plan, const NamedText& document, ResponseIndex& index) {
  Nowhere nowhere;
  RunOptions options;
  options.format = InputFormat::kJson;
  Run run(plan, {}, options, nowhere);
  run.set_responses(&index);
  TextSource source(document.text);
  run.check(source, document.name);
  Look look;
  look.readable = run.summary().counts.unreadable == 0;
  look.records = run.summary().counts.records;
  for (const auto& [id, records] : run.summary().by_shape) {
    const Shape& shape = *plan.shape(id);
    look.shapes.insert(id);
    look.listed = look.listed || has_side(plan, shape, Side::kRequest);
    look.requests = look.requests || look.listed || is_answered(plan, id);
    look.responses = look.responses || has_side(plan, shape, Side::kResponse) ||
                     response_check_of(plan, shape) != nullptr;
  }
  return look;
}

Look look_at_request(const Plan& plan, const NamedText& request, ResponseIndex& index) {
  expect_document(request);
  index.read_request();
  Look look = look_at(plan, request, index);
  if (!look.shapes.empty() && look.readable && !look.requests) {
    throw ReadError{
        request.name +
        ": no requests found here; name the batch first and its response after --response"};
  }
  index.set_request(look.shapes, look.records, look.listed);
  return look;
}

Look look_at_response(const Plan& plan, const NamedText& response, std::size_t number,
                      ResponseIndex& index) {
  if (!is_response_text(response.text)) expect_document(response);
  index.read_response(number);
  Look look = look_at(plan, response, index);
  if (look.readable && look.requests) {
    throw ReadError{
        response.name +
        ": found requests here, not a response; --response takes the response of the service"};
  }
  return look;
}

// --- pairs ---------------------------------------------------------------------------------------

// "exports/Batch-1.request.json" -> "batch 1": what the names of a request and its response share.
std::string shared_name(std::string_view name) {
  constexpr std::array<std::string_view, 12> kSides = {
      "request", "requests", "response", "responses", "answer", "answers",
      "result",  "results",  "reply",    "error",     "in",     "out"};
  name = name.substr(name.find_last_of('/') + 1);
  name = name.substr(0, name.rfind('.'));
  std::string shared;
  for (std::size_t at = 0; at < name.size();) {
    const auto is_part = [](char c) { return is_letter(c) || is_digit(c); };
    const auto begin =
        std::find_if(name.begin() + static_cast<std::ptrdiff_t>(at), name.end(), is_part);
    const auto end = std::find_if_not(begin, name.end(), is_part);
    const std::string word = to_lower(std::string_view(begin, end));
    if (std::find(kSides.begin(), kSides.end(), word) == kSides.end()) shared += word + ' ';
    at = static_cast<std::size_t>(end - name.begin());
  }
  return shared;
}

// The one of those that `score` makes the most of, if it makes something of one and of no other as
// much.
std::optional<std::size_t> best_of(std::size_t count, const auto& score) {
  std::optional<std::size_t> best;
  std::size_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t points = score(i);
    if (points == 0 || points < most) continue;
    best = points == most ? std::nullopt : std::optional(i);
    most = points;
  }
  return best;
}

class Pairing {
 public:
  Pairing(const Plan& plan, const std::vector<NamedText>& requests,
          const std::vector<NamedText>& responses)
      : requests_(requests), responses_(responses), owners_(responses.size()) {
    for (const NamedText& request : requests) {
      ResponseIndex index = index_of(plan);
      look_at_request(plan, request, index);
      asked_.push_back(index.tokens(Side::kRequest));
    }
    for (const NamedText& response : responses) {
      ResponseIndex index = index_of(plan);
      look_at_response(plan, response, 0, index);
      told_.push_back(index.tokens(Side::kResponse));
    }
  }

  std::vector<Exchange> pairs() {
    if (requests_.size() == 1) owners_.assign(responses_.size(), 0);
    each_alone([&](std::size_t i) { return by_tokens(i); });
    each_alone([&](std::size_t i) { return by_name(i); });
    by_order();
    std::vector<Exchange> exchanges(requests_.size());
    for (std::size_t i = 0; i < requests_.size(); ++i) exchanges[i].request = i;
    for (std::size_t i = 0; i < responses_.size(); ++i)
      exchanges[*owners_[i]].responses.push_back(i);
    return exchanges;
  }

 private:
  static ResponseIndex index_of(const Plan& plan) { return {"", {""}, failing_lists(plan)}; }

  void each_alone(const auto& owner_of) {
    for (std::size_t i = 0; i < owners_.size(); ++i)
      if (!owners_[i]) owners_[i] = owner_of(i);
  }

  std::optional<std::size_t> by_tokens(std::size_t response) const {
    const std::set<std::string>& tokens = told_[response];
    return best_of(requests_.size(), [&](std::size_t request) {
      return static_cast<std::size_t>(
          std::count_if(tokens.begin(), tokens.end(),
                        [&](const std::string& token) { return asked_[request].contains(token); }));
    });
  }

  std::optional<std::size_t> by_name(std::size_t response) const {
    const std::string name = shared_name(responses_[response].name);
    return best_of(requests_.size(), [&](std::size_t request) -> std::size_t {
      return !name.empty() && shared_name(requests_[request].name) == name ? 1 : 0;
    });
  }

  void by_order() {
    std::vector<std::size_t> alone;
    for (std::size_t i = 0; i < requests_.size(); ++i)
      if (std::find(owners_.begin(), owners_.end(), i) == owners_.end()) alone.push_back(i);
    const auto left =
        static_cast<std::size_t>(std::count(owners_.begin(), owners_.end(), std::nullopt));
    if (left != alone.size()) refuse(alone, left);
    auto next = alone.begin();
    for (auto& owner : owners_)
      if (!owner) owner = *next++;
  }

  [[noreturn]] void refuse(const std::vector<std::size_t>& alone, std::size_t left) const {
    if (left == 0) {
      throw ReadError{requests_[alone.front()].name +
                      ": no response is to this request; give its response as well, or leave the "
                      "request out"};
    }
    const auto first = std::find(owners_.begin(), owners_.end(), std::nullopt);
    throw ReadError{fmt::format(
        "{}: which request this is the response to cannot be told, by its tokens or by its name; "
        "give one response for each request, in the same order",
        responses_[static_cast<std::size_t>(first - owners_.begin())].name)};
  }

  const std::vector<NamedText>& requests_;
  const std::vector<NamedText>& responses_;
  std::vector<std::set<std::string>> asked_;
  std::vector<std::set<std::string>> told_;
  std::vector<std::optional<std::size_t>> owners_;  // the request of each response
};

}  // namespace

std::vector<Exchange> pair_responses(const Plan& plan, const std::vector<NamedText>& requests,
                                     const std::vector<NamedText>& responses) {
  return Pairing(plan, requests, responses).pairs();
}

ResponseCounts check_exchange(const Plan& plan, Run& run, const NamedText& request,
                              const std::vector<NamedText>& responses,
                              const BeforeDocument& before) {
  std::vector<std::string> names;
  for (const NamedText& response : responses) names.push_back(response.name);
  ResponseIndex index(request.name, std::move(names), failing_lists(plan));
  const Look asked = look_at_request(plan, request, index);
  bool comparable = asked.requests && asked.readable;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    const Look told = look_at_response(plan, responses[i], i, index);
    comparable = comparable && told.responses && told.readable;
  }
  comparable ? index.seal() : index.disable();
  run.set_responses(&index);
  index.read_request();
  before(request, false);
  TextSource asking(request.text);
  run.check(asking, request.name);
  for (std::size_t i = 0; i < responses.size(); ++i) {
    index.read_response(i);
    before(responses[i], true);
    TextSource telling(responses[i].text);
    run.check(telling, responses[i].name);
  }
  run.set_responses(nullptr);
  return index.counts();
}

ResponseCounts check_response(const Plan& plan, const Settings& settings, Run& run,
                              const NamedText& request, const NamedText& response) {
  const auto before = [&](const NamedText&, bool is_response) {
    Settings own = settings;
    own.accept_sdk_names = own.accept_sdk_names || is_response;
    run.configure(std::move(own), {});
  };
  return check_exchange(plan, run, request, {response}, before);
}

}  // namespace diallint
