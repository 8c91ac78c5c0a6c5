#include "reference/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"

namespace diallint {
namespace {

constexpr std::size_t kWidth = 80;
// Stands for a backtick that is no markup.
constexpr char kTick = '\x01';

std::size_t columns(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(
      word.begin(), word.end(), [](char c) { return !is_continuation(c) && c != '`'; }));
}

// --- Markdown ------------------------------------------------------------------------------------

// Outside of code, a character that would be markup gets a backslash.
std::string markdown(std::string_view text) {
  std::string out;
  bool code = false;
  for (const char c : text) {
    if (c == '`') code = !code;
    const bool special = !code && std::string_view("\\*<>").find(c) != std::string_view::npos;
    if (c == kTick) {
      out += code ? "'" : "\\`";
      continue;
    }
    if (special) out += '\\';
    out += c;
  }
  return out;
}

std::string day_read(const SourceDocument& document) {
  return document.read.empty() ? "" : ", read " + document.read;
}

std::string markdown_block(const Block& block) {
  std::string out;
  if (!block.heading.empty()) out += fmt::format("\n## {}\n", block.heading);
  if (!block.prose.empty()) out += fmt::format("\n{}\n", markdown(block.prose));
  if (!block.list.empty()) out += "\n";
  for (const std::string& item : block.list) out += fmt::format("- {}\n", markdown(item));
  if (!block.code.empty()) out += fmt::format("\n```{}\n{}\n```\n", block.language, block.code);
  if (!block.links.empty()) out += "\n";
  std::size_t number = 0;
  for (const SourceDocument& link : block.links) {
    out +=
        fmt::format("{}. [{}]({}){}\n", ++number, markdown(link.title), link.url, day_read(link));
  }
  return out;
}

// --- the terminal --------------------------------------------------------------------------------

// A text of one paragraph: schemas may bring any, line ends among them.
std::string one_line(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t tick = std::min(text.find(kTick), text.size());
    append_printable(out, text.substr(0, tick));
    if (tick == text.size()) return out;
    out += kTick;
    text.remove_prefix(tick + 1);
  }
}

// Words in lines; `first` opens the first line, `rest` all others.
std::string wrapped(std::string_view words, std::string_view first, std::string_view rest) {
  const std::string text = one_line(words);
  std::string out(first);
  std::size_t column = columns(first);
  bool fresh = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = std::string_view(text).substr(at, end - at);
    if (!fresh && column + 1 + columns(word) > kWidth) {
      out += fmt::format("\n{}", rest);
      column = columns(rest);
    } else if (!fresh) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns(word);
    fresh = false;
    at = end + 1;
  }
  return out + "\n";
}

std::string without_marks(std::string text) {
  std::erase(text, '`');
  std::replace(text.begin(), text.end(), kTick, '`');
  return text;
}

std::string indented(std::string_view code) {
  std::string out;
  for (std::size_t at = 0; at < code.size();) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    out += fmt::format("    {}\n", code.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string terminal_block(const Block& block) {
  std::string out;
  if (!block.heading.empty()) out += fmt::format("\n{}\n", block.heading);
  if (!block.prose.empty()) out += without_marks(wrapped(block.prose, "  ", "  "));
  for (const std::string& item : block.list) out += without_marks(wrapped(item, "  - ", "    "));
  if (!block.code.empty()) out += indented(block.code);
  std::size_t number = 0;
  for (const SourceDocument& link : block.links) {
    out += wrapped(link.title + day_read(link), fmt::format("  [{}] ", ++number), "      ");
    out += fmt::format("      {}\n", one_line(link.url));
  }
  return out;
}

}  // namespace

std::string literal(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '`', kTick);
  return out;
}

std::string to_markdown(const Page& page) {
  std::string out = fmt::format("# {}\n\n{}\n", page.title, markdown(page.lead));
  for (const Block& block : page.blocks) out += markdown_block(block);
  return out;
}

std::string to_terminal(const Page& page) {
  std::string out = one_line(page.title) + "\n\n" + without_marks(wrapped(page.lead, "", ""));
  for (const Block& block : page.blocks) out += terminal_block(block);
  return out;
}

}  // namespace diallint
