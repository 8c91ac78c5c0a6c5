// Text on its way into other languages: XML and HTML, workflow commands, Markdown, addresses. All
// of it is made printable first, so that nothing acts on a terminal that shows the report either.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// Text or attribute value of XML 1.0 or HTML.
void append_markup(std::string& out, std::string_view text);
std::string markup(std::string_view text);

/// The message of a GitHub workflow command.
void append_command_data(std::string& out, std::string_view text);

/// A property of a GitHub workflow command.
void append_command_property(std::string& out, std::string_view text);

/// A Markdown code span that may stand in a cell of a table: no link, mention or markup in it.
void append_code_span(std::string& out, std::string_view text);

/// A JSON string that may stand in a script element of HTML.
void append_script_string(std::string& out, std::string_view text);

/// From where names of inputs are meant, and from where reports are to name them. Absolute paths
/// without a slash at their end, or empty where unknown.
struct PathBase {
  std::string folder;  ///< the working directory
  std::string root;    ///< of the project
};

/// The path of an input below the project's root, `.`, `..` and doubled slashes resolved as text;
/// its name, resolved in the same way, where it is not below it.
std::string relative_path(std::string_view name, const PathBase& base);

/// A path of relative_path() as a URI reference (RFC 3986), percent-encoded.
std::string uri_of_path(std::string_view path);

}  // namespace diallint
