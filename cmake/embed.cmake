# diallint_embed(NAME FILE...): writes NAME.cpp into the build directory, which defines
# `std::span<const diallint::EmbeddedFile> diallint::NAME()` over the contents of the files.
# Runs again when one of them changes.
function(diallint_embed name)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  list(JOIN ARGN "|" files)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} "-DFILES=${files}" -DOUTPUT=${output} -P
            ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
    COMMENT "Embedding ${name}"
    VERBATIM)
endfunction()
