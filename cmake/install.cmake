# Where `cmake --install` puts things, by component: `program` (what people run), `library` (what
# programs that link the shared library need to run), `development` (what is needed to build them).
# The Debian packages (`cpack`) are made of the same three.
include(CMakePackageConfigHelpers)

if(DIALLINT_TOOLS)
  install(TARGETS diallint_program dialgen_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
          COMPONENT program)
  install(FILES man/diallint.1 man/dialgen.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
          COMPONENT program)
  install(FILES completions/diallint.bash RENAME diallint
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
  install(FILES completions/dialgen.bash RENAME dialgen
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
  install(FILES completions/_diallint completions/_dialgen
          DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
  install(FILES completions/diallint.fish completions/dialgen.fish
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
  install(FILES README.md CHANGELOG.md NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR}
          COMPONENT program)
  install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
  install(DIRECTORY docs schemas DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
  install(FILES SECURITY.md ${PROJECT_BINARY_DIR}/diallint.spdx.json
          DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/conformance
          DESTINATION ${CMAKE_INSTALL_DATADIR}/diallint COMPONENT program)
endif()

set(DIALLINT_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/diallint)
install(TARGETS diallint EXPORT diallint-static
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
if(TARGET diallint_service)
  install(TARGETS diallint_service EXPORT diallint-static
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
endif()
install(EXPORT diallint-static NAMESPACE diallint:: DESTINATION ${DIALLINT_CMAKE_DIR}
        COMPONENT development)
if(DIALLINT_SHARED)
  install(TARGETS diallint_shared EXPORT diallint-shared
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
          NAMELINK_COMPONENT development)
  install(EXPORT diallint-shared NAMESPACE diallint:: DESTINATION ${DIALLINT_CMAKE_DIR}
          COMPONENT development)
  install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libdiallint0
          COMPONENT library)
endif()
install(DIRECTORY lib/include/diallint DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT development FILES_MATCHING PATTERN "*.h")
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libdiallint-dev
        COMPONENT development)
install(FILES docs/library.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libdiallint-dev
        COMPONENT development)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libdiallint-dev
        COMPONENT development)

configure_package_config_file(cmake/diallint-config.cmake.in diallint-config.cmake
                              INSTALL_DESTINATION ${DIALLINT_CMAKE_DIR}
                              NO_SET_AND_CHECK_MACRO)
# Before 1.0 each minor version may change the interface.
write_basic_package_version_file(diallint-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/diallint-config.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/diallint-config-version.cmake
        DESTINATION ${DIALLINT_CMAKE_DIR} COMPONENT development)
# The paths in it count from where it lies, so the whole may be moved.
file(RELATIVE_PATH DIALLINT_PC_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/diallint.pc.in diallint.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/diallint.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
        COMPONENT development)

if(DIALLINT_TOOLS)
  set(CPACK_GENERATOR DEB)
  set(CPACK_PACKAGE_CONTACT "The diallint authors <diallint@example.invalid>")
  set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "checks Amazon Connect dial requests before they are sent")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_STRIP_FILES ON)
  set(CPACK_DEB_COMPONENT_INSTALL ON)
  set(CPACK_COMPONENTS_ALL program development)
  if(DIALLINT_SHARED)
    list(APPEND CPACK_COMPONENTS_ALL library)
    set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
        "libdiallint0 (= ${PROJECT_VERSION}), libsimdjson-dev, libfmt-dev, libre2-dev, pkg-config")
  endif()
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME diallint)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libdiallint0)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libdiallint-dev)
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
  set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "the library that programs link")
  set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "headers and libraries to build programs with")
  include(CPack)
endif()
