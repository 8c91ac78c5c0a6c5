#include "diallint/own_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace diallint {
namespace {

using namespace std::string_view_literals;

/// How a file begins, and what stands soon behind that.
struct Beginning {
  std::string_view first;
  std::string_view later;
};

// Written without blanks between the tokens, as no file by hand or of a service is.
constexpr std::array kBeginnings = {
    Beginning{"{\"tool\":{\"name\":\"diallint\","sv, ""sv},
    Beginning{"{\"$schema\":\"https://json.schemastore.org/sarif"sv, ""sv},
    Beginning{"{\"rule\":\""sv, "\",\"severity\":\""sv},
    Beginning{"{\"notRead\":["sv, ""sv},
    Beginning{"{\"summary\":{\"files\":"sv, ""sv},
    Beginning{"[\n{\"description\":\""sv, "\",\"check_name\":\""sv},
    Beginning{"{\n\"diallint-baseline\":"sv, ""sv},
    Beginning{"{\"files\":[{\"name\":\""sv, "\",\"rounds\":"sv},
    Beginning{"{\"file\":\""sv, "\",\"key\":\""sv},
    Beginning{"{\"folder\":\""sv, "\",\"rows\":"sv},
    Beginning{"{\"list\":\""sv, ",\"position\":"sv},
    Beginning{"list,row,line,rule,reason"sv, "\r\n"sv},
    Beginning{"list,row,line,batch,position,outcome,code\r\n"sv, ""sv},
    Beginning{"list,row,line,batch,position,code,rule,reason\r\n"sv, ""sv},
};

constexpr std::size_t kHead = 4096;  // more than the longest message

}  // namespace

bool begins_like_report(std::string_view head) {
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](const Beginning& one) {
    return head.starts_with(one.first) && head.find(one.later) != std::string_view::npos;
  });
}

bool is_report(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;  // a pipe would be waited for
  std::ifstream file(path, std::ios::binary);
  std::string head(kHead, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return begins_like_report(head);
}

}  // namespace diallint
