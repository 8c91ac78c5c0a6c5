# Called at build time by diallint_embed(): NAME, FILES (separated by |) and OUTPUT are given.
string(REPLACE "|" ";" files "${FILES}")
set(body "")
foreach(file IN LISTS files)
  get_filename_component(base ${file} NAME)
  file(READ ${file} text)
  string(APPEND body "    {\"${base}\", R\"json(${text})json\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Written by the build from the project's files; edit those.
#include \"base/embedded_files.h\"

namespace diallint {
std::span<const EmbeddedFile> ${NAME}() {
  static constexpr EmbeddedFile kFiles[] = {
${body}  };
  return kFiles;
}
}  // namespace diallint
")
