# Flags that make a fault that slips through harder to use, and builds that come out the same
# wherever they are made. Both are for the project's own programs: they reach nobody who links the
# library. `tests/tools/hardening_test.cpp` reads the built program for them.
option(DIALLINT_HARDEN "Build with the compiler's and linker's protections" ${PROJECT_IS_TOP_LEVEL})

function(diallint_harden target)
  # No path of the machine that builds stands in what is built (__FILE__, debug information).
  target_compile_options(${target} INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=
                         -ffile-prefix-map=${PROJECT_BINARY_DIR}/=)
  if(NOT DIALLINT_HARDEN OR DIALLINT_SANITIZE)
    return()  # sanitizers look at the same places themselves, and closer
  endif()
  include(CheckCXXCompilerFlag)
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full)
    string(MAKE_C_IDENTIFIER "DIALLINT_HAS${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      target_compile_options(${target} INTERFACE ${flag})
    endif()
  endforeach()
  # Checks the sizes that the C library's functions are called with; it needs an optimizer.
  target_compile_options(${target} INTERFACE
                         $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>)
  target_link_options(${target} INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endfunction()
