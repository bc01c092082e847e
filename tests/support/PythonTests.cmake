# n3_python_tests(KIND): each method "test_..." of each test_SUBJECT.py beside the CMakeLists.txt is a test of its own,
# "KIND SUBJECT: sentence", which is given the program and its own name, and in N3_CONFORM what script/conform runs.
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)

function(n3_python_tests kind)
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/test_*.py)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${scripts})
  foreach(script ${scripts})
    string(REGEX REPLACE "^.*/test_(.*)\\.py$" "\\1" subject ${script})
    file(STRINGS ${script} methods REGEX "^  def test_")
    foreach(line ${methods})
      string(REGEX REPLACE "^  def test_([a-zA-Z0-9_]+).*" "\\1" method "${line}")
      string(REPLACE "_" " " sentence ${method})
      set(name "${kind} ${subject}: ${sentence}")
      add_test(NAME ${name} COMMAND ${Python3_EXECUTABLE} -B ${script} $<TARGET_FILE:n3_program> test_${method})
      set_tests_properties(${name} PROPERTIES TIMEOUT 300 SKIP_REGULAR_EXPRESSION "OK \\(skipped=1\\)"
                           ENVIRONMENT "N3_CONFORM=$<TARGET_FILE:conform>")
    endforeach()
  endforeach()
endfunction()
