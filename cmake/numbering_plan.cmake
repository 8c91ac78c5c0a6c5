# diallint_numbering_plan(OUTPUT): compiles data/numbering-plan.txt into OUTPUT, a C++ source that
# defines diallint::numbering::kBuiltinTables. The compiler is built from the library's own sources,
# which can also read a table at run time; where that cannot run on the building machine, give one
# that can in DIALLINT_NUMBERING_PLAN_COMPILER.
set(DIALLINT_NUMBERING_PLAN_COMPILER "" CACHE FILEPATH
    "A numbering plan compiler to use (when cross-compiling) instead of building one")

function(diallint_numbering_plan output)
  set(table ${PROJECT_SOURCE_DIR}/data/numbering-plan.txt)
  set(compiler ${DIALLINT_NUMBERING_PLAN_COMPILER})
  if(NOT compiler)
    set(compiler diallint_numbering_plan_compiler)
    add_executable(diallint_numbering_plan_compiler
                   ${PROJECT_SOURCE_DIR}/tools/numbering_plan/compile.cpp
                   ${PROJECT_SOURCE_DIR}/lib/phone/plan_compiler.cpp
                   ${PROJECT_SOURCE_DIR}/lib/phone/dfa.cpp
                   ${PROJECT_SOURCE_DIR}/lib/phone/plan_names.cpp
                   ${PROJECT_SOURCE_DIR}/lib/phone/nfa.cpp
                   ${PROJECT_SOURCE_DIR}/lib/phone/plan_parser.cpp)
    target_include_directories(diallint_numbering_plan_compiler PRIVATE
                               ${PROJECT_SOURCE_DIR}/lib ${PROJECT_SOURCE_DIR}/lib/include)
    target_link_libraries(diallint_numbering_plan_compiler PRIVATE diallint_flags)
    set_target_properties(diallint_numbering_plan_compiler PROPERTIES
                          RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${compiler} ${table} ${output}
    DEPENDS ${compiler} ${table}
    COMMENT "Compiling the numbering plan"
    VERBATIM)
endfunction()
