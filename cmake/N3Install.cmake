# Installs the library for find_package(n3) and pkg-config, and the program where it was built.
include(CMakePackageConfigHelpers)

install(TARGETS n3 EXPORT n3Targets)
install(DIRECTORY include/n3 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT n3Targets NAMESPACE n3:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/n3)
configure_package_config_file(cmake/n3Config.cmake.in n3Config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/n3)
write_basic_package_version_file(n3ConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/n3Config.cmake ${PROJECT_BINARY_DIR}/n3ConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/n3)
# Relative to the file itself, so that what is installed can be moved.
file(RELATIVE_PATH n3_includedir_from_pc /${CMAKE_INSTALL_LIBDIR}/pkgconfig /${CMAKE_INSTALL_INCLUDEDIR})
configure_file(cmake/n3.pc.in n3.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/n3.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(TARGET n3_program)
  install(TARGETS n3_program)
endif()
