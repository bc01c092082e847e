# Installs the libraries for find_package(n3) and pkg-config, the documents, and the program: what of them was built.
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/n3)

# n3_pkg_config(n3-spool DESCRIPTION ... REQUIRES ... PRIVATE_REQUIRES ... PRIVATE_LIBS ...): what is private goes to
# everybody where the library is an archive. Paths are relative to the file, so that what is installed can be moved.
file(RELATIVE_PATH n3_includedir_from_pc /${CMAKE_INSTALL_LIBDIR}/pkgconfig /${CMAKE_INSTALL_INCLUDEDIR})
function(n3_pkg_config name)
  cmake_parse_arguments(PARSE_ARGV 1 pc "" "DESCRIPTION;REQUIRES;PRIVATE_REQUIRES;PRIVATE_LIBS" "")
  set(pc_LIBS "-L\${libdir} -l${name}")
  if(NOT BUILD_SHARED_LIBS)
    string(APPEND pc_REQUIRES " ${pc_PRIVATE_REQUIRES}")
    string(APPEND pc_LIBS " ${pc_PRIVATE_LIBS}")
    set(pc_PRIVATE_REQUIRES "")
    set(pc_PRIVATE_LIBS "")
  endif()
  configure_file(cmake/n3.pc.in ${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

# find_package(n3 COMPONENTS NAME): n3::NAME, its header and its pkg-config file.
function(n3_install_component name)
  install(TARGETS n3_${name} EXPORT n3-${name}Targets)
  install(EXPORT n3-${name}Targets NAMESPACE n3:: DESTINATION ${package_folder})
  install(FILES include/n3/${name}.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/n3)
  n3_pkg_config(n3-${name} REQUIRES n3 ${ARGN})
endfunction()

install(TARGETS n3 EXPORT n3Targets)
install(EXPORT n3Targets NAMESPACE n3:: DESTINATION ${package_folder})
install(DIRECTORY include/n3 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        PATTERN spool.hpp EXCLUDE PATTERN sources.hpp EXCLUDE)
configure_package_config_file(cmake/n3Config.cmake.in n3Config.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(n3ConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/n3Config.cmake ${PROJECT_BINARY_DIR}/n3ConfigVersion.cmake
        DESTINATION ${package_folder})
n3_pkg_config(n3 DESCRIPTION "${PROJECT_DESCRIPTION}" PRIVATE_REQUIRES "openssl md4c" PRIVATE_LIBS -pthread)

if(N3_SPOOL)
  n3_install_component(spool DESCRIPTION "The ledger of what N3 serves, filled by sources" PRIVATE_REQUIRES sqlite3)
endif()
if(N3_SOURCES)
  n3_install_component(sources DESCRIPTION "Feeds and mail folders as sources of N3"
                       PRIVATE_REQUIRES "libcurl libxml-2.0 re2" PRIVATE_LIBS "-lboost_json -ldate-tz")
endif()
if(N3_PROGRAM)
  install(TARGETS n3_program)
endif()

# As the README's links have it, but for the headers, which are where headers are.
install(FILES README.md CHANGELOG.md CONTRIBUTING.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN *.cpp)
