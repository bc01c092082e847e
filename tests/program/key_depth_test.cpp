#include "config/key_depth.hpp"

#include <gtest/gtest.h>

#include <string>

namespace n3::program {
namespace {

std::string dots(int count) {
  std::string key = "a";
  for (int i = 0; i < count; ++i) key += ".a";
  return key;
}

TEST(DeepKey, is_one_that_no_configuration_needs) {
  const std::string deep = dots(33);
  for (const std::string& toml : {dots(100000) + "=1", deep + "=1", "[" + deep + "]", "x = [{" + deep + "=1}]",
                                  "x = {y = 1, " + deep + "=1}", "\"a\"." + deep, "x = \"\\\"\" # \"\n" + deep,
                                  "x = \"\"\"\n\\\"\"\"\"\"\"\n" + deep, "x = '\\'\n" + deep, "x = ''\n" + deep}) {
    EXPECT_TRUE(deep_key(toml)) << toml.substr(0, 80);
  }
  EXPECT_EQ(deep_key("x = 1\n\n" + dots(40)), (Place{3, 66}));
}

TEST(DeepKey, is_not_in_strings_or_comments_or_made_of_many_keys) {
  std::string networks = "plaintext_login = [";
  for (int i = 0; i < 20; ++i) networks += "\"10.0.0.0/8\", 1.5, ";
  for (const std::string& toml :
       {dots(32) + "=1", networks + "]", "# " + std::string(80, '.'), "x = '''\n" + dots(50) + "\n'''",
        "x = \"\"\"" + dots(50), "x = '" + dots(50) + "' # it's", std::string("x = \"\\"), std::string("\"\"\"\\")}) {
    EXPECT_FALSE(deep_key(toml)) << toml;
  }
}

}  // namespace
}  // namespace n3::program
