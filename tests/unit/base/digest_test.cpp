#include "base/digest.hpp"

#include <string>

#include <gtest/gtest.h>

namespace n3 {
namespace {

// RFC 1321 appendix A.5.
TEST(Digest, md5_is_that_of_the_rfc) {
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

// RFC 2202 section 2: keys shorter than, of and longer than a block.
TEST(Digest, hmac_md5_is_that_of_the_rfc) {
  EXPECT_EQ(hmac_md5_hex(std::string(16, '\x0b'), "Hi There"), "9294727a3638bb1c13f48ef8158bfc9d");
  EXPECT_EQ(hmac_md5_hex("Jefe", "what do ya want for nothing?"), "750c783e6ab0b503eaa86e310a5db738");
  EXPECT_EQ(hmac_md5_hex(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
}

TEST(Digest, hmac_md5_takes_an_empty_key) { EXPECT_EQ(hmac_md5_hex("", ""), "74e6f7298a9c2d168935f58c001bad88"); }

// FIPS 180-4's first examples.
TEST(Digest, sha256_is_that_of_the_standard) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, counts_a_NUL_as_any_octet) { EXPECT_NE(sha256_hex(std::string("a\0b", 3)), sha256_hex("a")); }

}  // namespace
}  // namespace n3
