#include "generate/response_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "context/response_index.h"
#include "diallint/generator_error.h"
#include "engine/response_check.h"
#include "generate/rule_sites.h"
#include "rules/failed_call.h"

namespace diallint {
namespace {

using Side = ResponseIndex::Side;
using nlohmann::json;

bool is_side(const Check& check, Side side) {
  const auto* own = std::get_if<DocumentSide>(&check.parameters);
  return own != nullptr && *own == side;
}

const Check* check_of(const Node& node, std::string_view rule) {
  const auto found = std::find_if(node.checks.begin(), node.checks.end(),
                                  [&](const Check& check) { return check.rule->id == rule; });
  return found == node.checks.end() ? nullptr : &*found;
}

// The texts at "/dialRequests/*/clientToken", in order.
void collect_texts(const json& value, std::string_view path, std::vector<std::string>& texts) {
  if (path.empty()) {
    if (value.is_string()) texts.push_back(value.get<std::string>());
    return;
  }
  const std::size_t end = std::min(path.find('/', 1), path.size());
  const std::string step(path.substr(1, end - 1));
  const std::string_view rest = path.substr(end);
  if (step == "*" && value.is_array()) {
    for (const json& item : value) collect_texts(item, rest, texts);
  } else if (value.is_object() && value.contains(step)) {
    collect_texts(value[step], rest, texts);
  }
}

}  // namespace

ResponseMaker::ResponseMaker(const Plan& plan, std::string_view request, std::uint64_t seed,
                             const Instant& now)
    : plan_(plan), now_(now), request_(request), maker_(plan, seed, now, Texts::kRealistic) {
  find_request_tokens(request);
  find_answer_shape();
  find_error_shape();
}

void ResponseMaker::find_request_tokens(std::string_view request) {
  const json document = json::parse(request, nullptr, false);
  if (document.is_discarded())
    throw GeneratorError("the request is not valid JSON; check it first");
  for (const Shape& shape : plan_.shapes) {
    for (const InjectionPoint& point : injection_points(plan_, shape)) {
      const bool asks = point.check != nullptr && is_side(*point.check, Side::kRequest);
      if (!asks || !tokens_.empty()) continue;
      collect_texts(document, point.path, tokens_);
      if (!tokens_.empty()) request_shapes_ = {shape.id};
    }
  }
  if (tokens_.empty()) {
    throw GeneratorError("the request has no client token to respond to; give a batch");
  }
}

void ResponseMaker::find_answer_shape() {
  for (const Shape& shape : plan_.shapes) {
    if (!may_respond(plan_, shape, request_shapes_)) continue;
    for (const Member& member : plan_.node(shape.root).members) {
      const NodeId items = plan_.node(member.node).items;
      if (items == kNoNode) continue;
      List list{member.name, items, {}, {}};
      for (const Member& of_item : plan_.node(items).members) {
        const Node& node = plan_.node(of_item.node);
        for (const Check& check : node.checks) {
          if (is_side(check, Side::kResponse)) list.token = of_item.name;
        }
        if (check_of(node, "failure-code") == nullptr) continue;
        list.code = of_item.name;
        if (const Check* allowed = check_of(node, "enum"))
          codes_ = allowed->as<AllowedValues>().values;
      }
      if (list.token.empty()) continue;
      answer_ = &shape;
      lists_.push_back(std::move(list));
    }
  }
  if (lists_.size() != 2 || codes_.empty()) {
    throw GeneratorError("the schemas define no response with a list of failed requests");
  }
  // First those that were taken.
  std::stable_sort(lists_.begin(), lists_.end(),
                   [](const List& a, const List& b) { return a.code.size() < b.code.size(); });
}

void ResponseMaker::find_error_shape() {
  for (const Shape& shape : plan_.shapes) {
    if (!may_respond(plan_, shape, request_shapes_)) continue;
    for (const Member& member : plan_.node(shape.root).members) {
      const Node& node = plan_.node(member.node);
      const Check* allowed = check_of(node, "enum");
      if (error_ != nullptr || allowed == nullptr) continue;
      if (check_of(node, "exception-meaning") == nullptr) continue;
      error_ = &shape;
      exception_member_ = member.name;
      exceptions_ = allowed->as<AllowedValues>().values;
    }
  }
}

Sample ResponseMaker::item_of(const List& list, const std::string& token, const std::string& code) {
  Sample item;
  item.kind = Kind::kObject;
  for (const Member& member : plan_.node(list.items).members) {
    const bool is_token = member.name == list.token;
    const bool is_code = !list.code.empty() && member.name == list.code;
    item.members.push_back({member.name, is_token  ? Sample::string(token)
                                         : is_code ? Sample::string(code)
                                                   : maker_.make(member.node)});
  }
  return item;
}

std::string ResponseMaker::token_never_sent() const {
  for (std::size_t number = 1;; ++number) {
    std::string token = fmt::format("never-sent-{}", number);
    if (std::find(tokens_.begin(), tokens_.end(), token) == tokens_.end()) return token;
  }
}

std::string ResponseMaker::answer(const AnswerChoice& choice) {
  const std::vector<std::string>& codes = choice.codes.empty() ? codes_ : choice.codes;
  std::vector<std::string> tokens = tokens_;
  Random& random = maker_.random();
  if (choice.fault == ResponseFault::kMissing) {
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(random.below(tokens.size())));
  }
  const std::uint64_t failed = (tokens.size() * choice.failed_percent + 99) / 100;
  Sample document;
  document.kind = Kind::kObject;
  for (const List& list : lists_) {
    document.members.push_back({list.member, {Kind::kArray, {}, {}, {}, {}}});
  }
  // Which of them fail is chance; their order is that of the request.
  std::uint64_t left = failed;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool fails = random.below(tokens.size() - i) < left;
    left -= fails ? 1 : 0;
    const std::string code = fails ? codes[(failed - left - 1) % codes.size()] : "";
    document.members[fails ? 1 : 0].second.items.push_back(
        item_of(lists_[fails ? 1 : 0], tokens[i], code));
  }
  std::vector<Sample>& taken = document.members[0].second.items;
  if (choice.fault == ResponseFault::kTwice) taken.push_back(item_of(lists_[0], tokens[0], ""));
  if (choice.fault == ResponseFault::kForeign) {
    taken.push_back(item_of(lists_[0], token_never_sent(), ""));
  }
  return to_json(document) + "\n";
}

std::string ResponseMaker::error(std::string_view exception) {
  if (error_ == nullptr) throw GeneratorError("the schemas define no error response");
  Sample body = maker_.make_least(error_->root);
  const auto put = [&](const std::string& name, Sample value) {
    std::erase_if(body.members, [&](const auto& member) { return member.first == name; });
    body.members.push_back({name, std::move(value)});
  };
  // The status is put right by what the exception asks for.
  for (const Member& member : plan_.node(error_->root).members) {
    if (plan_.node(member.node).kinds == set_of(Kind::kNumber))
      put(member.name, maker_.make(member.node));
  }
  put(exception_member_, Sample::string(std::string(exception)));
  maker_.satisfy(error_->root, body);
  return to_json(body) + "\n";
}

PackFile ResponseMaker::file(const std::string& name, const char* rule, const char* about,
                             std::string text) {
  PackFile made;
  made.file = name;
  made.shape = answer_->id;
  made.rule = rule;
  made.about = about;
  made.findings = findings_in_pair(plan_, request_, text, now_);
  made.text = std::move(text);
  return made;
}

std::vector<PackFile> ResponseMaker::all(const std::string& request_name) {
  PackFile request;
  request.file = request_name;
  request.shape = "auto";
  request.about = "the request that the others respond to";
  request.text = request_;
  request.findings = findings_in(plan_, request, now_);
  std::vector<PackFile> files = {std::move(request)};
  const auto add = [&](const std::string& name, const char* rule, const char* about,
                       std::string text) {
    files.push_back(file(name, rule, about, std::move(text)));
    files.back().request = request_name;
  };
  add("success.json", "", "every request was accepted", answer({}));
  add("partial-failure.json", "failure-code", "half of the requests failed",
      answer({50, {}, ResponseFault::kNone}));
  for (const std::string& code : codes_) {
    add(fmt::format("all-failed--{}.json", file_word(code)), "failure-code",
        "every request failed in the same way", answer({100, {code}, ResponseFault::kNone}));
  }
  add("inconsistent--missing.json", "token-answered", "one request has no answer",
      answer({0, {}, ResponseFault::kMissing}));
  add("inconsistent--twice.json", "token-answered", "one request is answered twice",
      answer({0, {}, ResponseFault::kTwice}));
  add("inconsistent--foreign.json", "token-answered", "one answer matches no request",
      answer({0, {}, ResponseFault::kForeign}));
  for (const std::string& exception : exceptions_) {
    add(fmt::format("error--{}.json", file_word(exception)), "exception-meaning",
        "the whole call failed", error(exception));
    files.back().shape = error_->id;
  }
  return files;
}

std::vector<PackFinding> findings_in_pair(const Plan& plan, std::string_view request,
                                          std::string_view answer, const Instant& now) {
  Settings settings;
  settings.now = now;
  settings.severity[std::string(kIgnoredRule)] = Severity::kOff;
  PackCollector collector;
  Run run(plan, settings, {}, collector);
  try {
    check_response(plan, settings, run, {"request.json", request}, {"answer.json", answer});
  } catch (const ReadError& error) {
    throw GeneratorError(error.what);
  }
  return collector.take_sorted();
}

}  // namespace diallint
