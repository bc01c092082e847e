#include "base/base64.hpp"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace n3 {
namespace {

struct Pair {
  std::string_view bytes;
  std::string_view text;
};

class Base64 : public testing::TestWithParam<Pair> {};

// RFC 4648 section 10; the last three are what SASL sends.
INSTANTIATE_TEST_SUITE_P(examples, Base64,
                         testing::Values(Pair{"", ""}, Pair{"f", "Zg=="}, Pair{"fo", "Zm8="}, Pair{"foo", "Zm9v"},
                                         Pair{"foob", "Zm9vYg=="}, Pair{"fooba", "Zm9vYmE="},
                                         Pair{"foobar", "Zm9vYmFy"}, Pair{"Username:", "VXNlcm5hbWU6"},
                                         Pair{{"\0tim\0tanstaaftanstaaf", 21}, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm"},
                                         Pair{{"\xfb\xff\xfe\0", 4}, "+//+AA=="}));

TEST_P(Base64, is_written_as_the_rfc_says) { EXPECT_EQ(base64_encode(GetParam().bytes), GetParam().text); }

TEST_P(Base64, is_read_as_the_rfc_says) { EXPECT_EQ(base64_decode(GetParam().text), GetParam().bytes); }

class NotBase64 : public testing::TestWithParam<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(examples, NotBase64,
                         testing::Values("Z", "Zg", "Zg=", "Zm8", "Zm9vYg",
                                         "Zm9vYg=", "Zg==Zg==",  // padding is missing or in the middle
                                         "=", "==", "===", "====", "A===", "=AAA", "Zg==\n", "Zg== ", "Zm9v\r\nZm9v",
                                         " Zm9v", "Zm 9v", "Zm9-", "Zm9_", "Zm9\xc3", std::string_view("Zm\0v", 4),
                                         "Zh==", "Zm9="));  // bits are left over

TEST_P(NotBase64, is_refused) { EXPECT_EQ(base64_decode(GetParam()), std::nullopt); }

TEST(Base64, comes_back_as_it_was_whatever_the_octets) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
  }
}

}  // namespace
}  // namespace n3
