# Where `cmake --install` puts the program and what belongs to it, and the Debian package (`cpack`).
include(GNUInstallDirs)
install(TARGETS diallint_program dialgen_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES man/diallint.1 man/dialgen.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES completions/diallint.bash RENAME diallint
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES completions/dialgen.bash RENAME dialgen
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES completions/_diallint completions/_dialgen DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES completions/diallint.fish completions/dialgen.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES README.md CHANGELOG.md NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs schemas DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES SECURITY.md ${PROJECT_BINARY_DIR}/diallint.spdx.json DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The diallint authors <diallint@example.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "checks Amazon Connect dial requests before they are sent")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
