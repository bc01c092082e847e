#include <gtest/gtest.h>

#include "sources/said_octets.hpp"

namespace n3::sources {
namespace {

TEST(SaidOctetsTest, a_name_says_the_octets_of_the_file_and_those_with_CRLF) {
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=104", 100), 104);
  EXPECT_EQ(said_octets("1.M2P3.host,W=104,S=100", 100), 104);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=100", 100), 100);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=200,X=1", 100), 200);
}

TEST(SaidOctetsTest, a_name_that_says_only_one_of_them_says_nothing) {
  EXPECT_EQ(said_octets("1.M2P3.host", 100), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100", 100), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,W=100", 100), 0);
}

TEST(SaidOctetsTest, a_name_that_is_of_another_file_says_nothing) {
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=104", 101), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,S=0,W=0", 0), 0);
}

TEST(SaidOctetsTest, what_cannot_be_so_says_nothing) {
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=99", 100), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=201", 100), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=", 100), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=104x", 100), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=-1", 100), 0);
  EXPECT_EQ(said_octets("1.M2P3.host,S=100,W=18446744073709551616", 100), 0);
}

}  // namespace
}  // namespace n3::sources
