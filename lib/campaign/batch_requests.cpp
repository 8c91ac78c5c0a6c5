#include "campaign/batch_requests.h"

#include <array>

#include "base/json_string.h"
#include "base/padding.h"
#include "context/value_path.h"
#include "input/format_detection.h"
#include "input/value_tree.h"

namespace diallint {

bool BatchRequests::read(std::string_view batch_text) {
  requests_.clear();
  campaign_.clear();
  has_list_ = false;
  if (batch_text.starts_with(kByteOrderMark)) batch_text.remove_prefix(kByteOrderMark.size());
  text_.assign(batch_text);
  text_.append(kPadding, '\0');
  const std::string_view whole(text_.data(), batch_text.size());
  if (index_.build(whole)) {
    JsonCursor cursor(whole, index_, 0);
    if (cursor.kind() == Kind::kObject) batch(cursor);
    if (!cursor.failed() && cursor.at_end() && has_list_ && !campaign_.empty()) return true;
  }
  requests_.clear();
  return false;
}

void BatchRequests::batch(JsonCursor& cursor) {
  for (bool more = cursor.enter_object(); more; more = cursor.next_member()) {
    const std::string name = text_of(cursor.key());
    const Kind kind = cursor.kind();
    const bool newer = name == "outboundRequests";
    if (kind == Kind::kString && name == "id") {
      campaign_ = text_of(cursor.string());
    } else if (kind == Kind::kArray && (newer || name == "dialRequests")) {
      has_list_ = true;
      api_ = newer ? CampaignApi::kV2 : CampaignApi::kV1;
      list(cursor);
    } else {
      cursor.skip(kMaxDepth);
    }
  }
}

// What is no object keeps its position.
void BatchRequests::list(JsonCursor& cursor) {
  for (bool more = cursor.enter_array(); more; more = cursor.next_element()) {
    requests_.emplace_back();
    requests_.back().begin = cursor.place();
    if (cursor.kind() == Kind::kObject)
      request(cursor);
    else
      cursor.skip(kMaxDepth);
    requests_.back().end = cursor.end_of_last();
  }
}

void BatchRequests::request(JsonCursor& cursor) {
  Request& request = requests_.back();
  for (bool more = cursor.enter_object(); more; more = cursor.next_member()) {
    const std::string name = text_of(cursor.key());
    if (cursor.kind() == Kind::kString && name == "clientToken") {
      request.token = text_of(cursor.string());
    } else if (cursor.kind() == Kind::kString && name == "phoneNumber") {
      request.phone = text_of(cursor.string());
    } else if (cursor.kind() == Kind::kObject && name == "channelSubtypeParameters") {
      channel(cursor, request, false);
    } else if (name == "expirationTime") {
      request.expiry_begin = cursor.place();
      cursor.skip(kMaxDepth);
      request.expiry_end = cursor.end_of_last();
    } else {
      cursor.skip(kMaxDepth);
    }
  }
}

// Where the newer campaigns have the number: in an object in this one.
void BatchRequests::channel(JsonCursor& cursor, Request& request, bool inner) {
  for (bool more = cursor.enter_object(); more; more = cursor.next_member()) {
    const std::string name = text_of(cursor.key());
    if (inner && cursor.kind() == Kind::kString && name == "destinationPhoneNumber")
      request.phone = text_of(cursor.string());
    else if (!inner && cursor.kind() == Kind::kObject && name == "telephony")
      channel(cursor, request, true);
    else
      cursor.skip(kMaxDepth);
  }
}

std::string BatchRequests::text_of(const SourceText& text) {
  if (!text.has_escape()) return std::string(text.bytes);
  std::string value;
  unescape_json(text.bytes, value);
  return value;
}

std::string_view BatchRequests::text(std::size_t request) const noexcept {
  const Request& at = requests_[request];
  return std::string_view(text_).substr(at.begin, at.end - at.begin);
}

std::string BatchRequests::canonical_content(std::size_t request) const {
  static const std::array<std::string, 2> kBesides = {"clientToken", "expirationTime"};
  std::string padded(text(request));
  const std::size_t size = padded.size();
  padded.append(kPadding, '\0');
  const std::string_view whole(padded.data(), size);
  JsonIndex index;
  index.build(whole);
  return TreeReader<JsonCursor>(JsonCursor(whole, index, 0)).read().canonical_without(kBesides);
}

void BatchRequests::append_with_expiry(std::string& out, std::size_t request,
                                       std::string_view expiry) const {
  const Request& at = requests_[request];
  const std::string_view whole(text_);
  if (at.expiry_end == 0) {
    // It has a token at least, so a comma follows.
    out += "{\"expirationTime\":\"";
    out += expiry;
    out += "\",";
    out += whole.substr(at.begin + 1, at.end - at.begin - 1);
    return;
  }
  out += whole.substr(at.begin, at.expiry_begin - at.begin);
  out += '"';
  out += expiry;
  out += '"';
  out += whole.substr(at.expiry_end, at.end - at.expiry_end);
}

}  // namespace diallint
