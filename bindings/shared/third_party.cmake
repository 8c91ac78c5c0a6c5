# What a package with compiled parts has to say of the libraries in it: their copyright files, as Debian
# has them, in one file.
#
#   diallint_third_party(OUTPUT [FILE...])    each FILE as well
function(diallint_third_party output)
  set(text "diallint was built with these libraries; parts of them are in this package.\n")
  foreach(package libsimdjson-dev libre2-dev libfmt-dev nlohmann-json3-dev libcli11-dev
                  libtomlplusplus-dev libhowardhinnant-date-dev zlib1g-dev libzstd-dev
                  libevent-dev libsqlite3-dev)
    list(APPEND ARGN /usr/share/doc/${package}/copyright)
  endforeach()
  foreach(file IN LISTS ARGN)
    if(EXISTS ${file})
      file(READ ${file} content)
      string(REGEX REPLACE "^(/usr/share/doc|.*/site-packages)/" "" name ${file})
      string(APPEND text "\n--- ${name}\n\n${content}")
    else()
      message(WARNING "${file} is missing: the package will not say whose work is in it")
    endif()
  endforeach()
  file(WRITE ${output} "${text}")
endfunction()
