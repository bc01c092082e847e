# What every target of this project has in common. Sources are C++23; what is installed is C++20.
function(n3_target target)
  target_compile_features(${target} PRIVATE cxx_std_23)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    # It minds [reply = std::move(reply)] where reply is a structured binding, and what libstdc++'s stable_sort does.
    target_compile_options(${target} PRIVATE -Wno-shadow -Wno-deprecated-declarations)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms: on std::string's operator+ (GCC bug 105651), and on std::variant, mostly under sanitizers.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized)
  endif()
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  if(N3_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${N3_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${N3_SANITIZE})
    # ThreadSanitizer does not understand Asio's fences; without them Asio uses what it does understand.
    target_compile_definitions(${target} PRIVATE BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endfunction()

set(n3_version_properties VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

# One layer of the library: an object library named like its folder, so that the layers stay apart until they are linked.
function(n3_layer name)
  add_library(n3_${name} OBJECT ${ARGN})
  set_target_properties(n3_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  n3_target(n3_${name})
  target_compile_options(n3_${name} PRIVATE -fno-semantic-interposition)  # small functions may be inlined all the same
endfunction()

# A part of the library that is apart from n3::n3, since it needs more: n3::NAME, installed as libn3-NAME.
function(n3_component name)
  add_library(n3_${name} ${ARGN})
  add_library(n3::${name} ALIAS n3_${name})
  n3_target(n3_${name})
  set_target_properties(n3_${name} PROPERTIES OUTPUT_NAME n3-${name} EXPORT_NAME ${name} ${n3_version_properties})
  target_link_libraries(n3_${name} PUBLIC n3)
endfunction()

# What unit tests include is compiled once: GoogleTest is half of what a small test costs to build.
function(n3_precompiled_tests target)
  if(NOT TARGET n3_test_headers)
    file(WRITE ${PROJECT_BINARY_DIR}/test_headers.cpp "")
    add_library(n3_test_headers OBJECT ${PROJECT_BINARY_DIR}/test_headers.cpp)
    n3_target(n3_test_headers)
    target_link_libraries(n3_test_headers PRIVATE GTest::gmock)
    target_precompile_headers(n3_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h> <chrono> <filesystem> <functional>
                              <memory> <optional> <random> <string> <thread> <vector>)
  endif()
  target_precompile_headers(${target} REUSE_FROM n3_test_headers)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # In precompiled headers it does not know the system's from ours, and cries wolf over the former.
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()

# The unit tests of one folder below src: an executable unit_NAME, each test known to CTest by its own name.
function(n3_unit_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  add_executable(unit_${name} ${arg_SOURCES})
  n3_target(unit_${name})
  n3_precompiled_tests(unit_${name})
  target_link_libraries(unit_${name} PRIVATE ${arg_LIBRARIES} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(unit_${name} TEST_PREFIX "${name}: " NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 120)
endfunction()
