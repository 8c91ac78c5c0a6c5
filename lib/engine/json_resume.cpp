#include "engine/json_resume.h"

namespace diallint {
namespace {

class Search {
 public:
  Search(const JsonCursor& from, std::uint64_t read, const BeginsRecordAt& begins)
      : at_(from), read_(read), begins_(begins) {}

  Resume run() {
    for (; !at_.at_end(); at_.step()) {
      const char c = at_.here();
      if (c == '{' && at_.place() > read_ && begins_(at_.place())) return stop(Resume::At::kRecord);
      if (c == '{' || c == '[') open_.push_back(c);
      if (c == '}' && !close('{')) {
        if (!lost_members_) return stop(Resume::At::kClosing);
        return behind();
      }
      if (c == ']' && !close('[')) return stop(Resume::At::kClosing);
      if ((c == '}' || c == ']') && open_.empty() && !lost_members_) return behind();
      if (!open_.empty()) continue;
      if (c == ',' && !lost_members_) return stop(Resume::At::kComma);
      lost_members_ = lost_members_ || c == ':';
    }
    return stop(Resume::At::kNowhere);
  }

 private:
  Resume stop(Resume::At where) const { return {where, at_, open_}; }

  Resume behind() {
    at_.step();
    return stop(Resume::At::kBehind);
  }

  // Closes the last bracket of this kind, and with it what was opened within it. False if there is
  // none.
  bool close(char opening) {
    const std::size_t found = open_.rfind(opening);
    if (found == std::string::npos) return false;
    open_.resize(found);
    return true;
  }

  JsonCursor at_;
  std::uint64_t read_;
  const BeginsRecordAt& begins_;
  std::string open_;
  // A colon outside of all brackets: this is the rest of an object whose beginning is lost, and its
  // commas separate members.
  bool lost_members_ = false;
};

}  // namespace

Resume resume_behind(const JsonCursor& from, std::uint64_t read, const BeginsRecordAt& begins) {
  return Search(from, read, begins).run();
}

}  // namespace diallint
