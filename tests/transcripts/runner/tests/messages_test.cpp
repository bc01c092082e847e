#include "messages.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace n3::transcripts {
namespace {

TEST(Messages, have_exactly_the_octets_asked_for) {
  const std::size_t empty_body = std::string("Subject: a message\r\n\r\n").size();
  for (std::size_t octets = empty_body; octets < 2000; ++octets) {
    if (octets == empty_body + 1) continue;  // a line has two octets at least
    const std::string message = generated_message(octets);
    ASSERT_EQ(message.size(), octets);
    ASSERT_EQ(octets_of(lines_on_the_wire(message)), octets);
  }
  EXPECT_THROW(generated_message(empty_body - 1), std::invalid_argument);
  EXPECT_THROW(generated_message(empty_body + 1), std::invalid_argument);
}

TEST(Messages, that_are_generated_have_lines_that_begin_with_a_dot) {
  EXPECT_NE(generated_message(120).find("\r\n."), std::string::npos);
}

TEST(Messages, become_lines_as_body_hpp_says) {
  using Lines = std::vector<std::string>;
  struct Case {
    const char* message;
    Lines lines;
  };
  const Case cases[] = {
      {"", {""}},
      {"A: b\r\n\r\nc\r\n", {"A: b", "", "c"}},
      {"A: b\n\nc\n", {"A: b", "", "c"}},
      {"A: b\n\nc", {"A: b", "", "c"}},
      {"A: b\n\nc\r", {"A: b", "", "c"}},
      {"A: b", {"A: b", ""}},
      {"A: b\r\n", {"A: b", ""}},
      {"A: b\n\n.\n", {"A: b", "", "."}},
      {"A: b\n\nc\rd\n", {"A: b", "", "c\rd"}},
      {"\n\n", {"", ""}},
  };
  for (const Case& c : cases) EXPECT_EQ(lines_on_the_wire(c.message), c.lines) << c.message;
}

}  // namespace
}  // namespace n3::transcripts
