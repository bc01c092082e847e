#include "mime/part.hpp"

#include <string>

#include <gtest/gtest.h>

#include "mime/boundary.hpp"

namespace {

using namespace n3::mime;

Part leaf(std::string bytes) {
  return {.type = "text/plain", .header = "Content-Type: text/plain\r\n", .bytes = std::move(bytes)};
}

std::string written(const Part& part) {
  std::string out;
  write(out, part, "uid");
  return out;
}

TEST(Part, that_is_alone_needs_no_multipart) {
  EXPECT_EQ(written(joined("multipart/mixed", {leaf("a\r\n")})), "Content-Type: text/plain\r\n\r\na\r\n");
}

TEST(Part, holds_others_between_boundaries) {
  const std::string boundary = Boundaries("uid").next();
  const std::string begin = "\r\n--" + boundary + "\r\nContent-Type: text/plain\r\n\r\n";
  const std::string end = "\r\n--" + boundary + "--\r\n";
  EXPECT_EQ(written(joined("multipart/mixed", {leaf("a\r\n"), leaf("b")})),
            "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n" + begin + "a\r\n" + begin + "b" + end);
}

TEST(Part, that_is_related_says_what_the_images_belong_to) {
  const Part texts = joined("multipart/alternative", {leaf("a"), leaf("b")});
  EXPECT_NE(written(joined("multipart/related", {texts, leaf("c")})).find("; type=\"multipart/alternative\"\r\n"),
            std::string::npos);
}

TEST(Part, gets_another_boundary_where_its_content_has_the_first) {
  const std::string first = Boundaries("uid").next();
  const std::string mail = written(joined("multipart/mixed", {leaf("--" + first + "--\r\n"), leaf("b")}));
  EXPECT_EQ(mail.find(first), mail.rfind(first));
}

TEST(Part, deeper_down_is_searched_for_boundaries_too) {
  const std::string first = Boundaries("uid").next();
  const Part inner = joined("multipart/alternative", {leaf("a"), leaf("--" + first + "\r\n")});
  const std::string mail = written(joined("multipart/mixed", {inner, leaf("b")}));
  EXPECT_EQ(mail.find(first), mail.rfind(first));
}

}  // namespace
