#include "mime/media_type.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using n3::mime::parse_media_type;

TEST(MediaType, is_parsed_with_its_parameters) {
  const auto type = parse_media_type("Text/CSV; Charset=utf-8 ;header=\"a \\\"b\\\"\" ; x=y;");
  ASSERT_TRUE(type);
  EXPECT_EQ(type->name, "text/csv");
  ASSERT_EQ(type->parameters.size(), 3u);
  EXPECT_EQ(type->parameters[0].name, "charset");
  EXPECT_EQ(type->parameters[0].value, "utf-8");
  EXPECT_EQ(type->parameters[1].value, "a \"b\"");
  EXPECT_TRUE(type->has("charset"));
  EXPECT_FALSE(type->has("boundary"));
}

TEST(MediaType, is_refused_where_it_is_none) {
  for (const char* text : {"", "text", "text/", "/plain", "text/plain x", "text/pl ain", "text/plain; charset",
                           "text/plain; charset=", "text/plain; =utf-8", "text/plain; a=\"b", "text/plain; a=b; A=c",
                           "text/plain; a*=utf-8''b", "text/plain;; a=b", "text/plain; a=b c=d", "text/pläin",
                           "text/plain\r\nX: y", "text/plain; a=\"b\r\n\"", "text/plain; a=\"ä\""})
    EXPECT_FALSE(parse_media_type(text)) << text;
}

TEST(MediaType, bounds_its_names) {
  EXPECT_TRUE(parse_media_type(std::string(64, 'a') + '/' + std::string(64, 'b') + ";" + std::string(40, 'c') + "=d"));
  EXPECT_FALSE(parse_media_type(std::string(65, 'a') + "/b"));
  EXPECT_FALSE(parse_media_type("a/" + std::string(65, 'b')));
  EXPECT_FALSE(parse_media_type("a/b;" + std::string(41, 'c') + "=d"));
}

}  // namespace
