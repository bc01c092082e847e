#include "accounts/password_hash.hpp"

#include <gmock/gmock.h>

#include <ostream>

namespace n3 {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// All made of the password "secret" by crypt(3) and openssl.
const std::string yescrypt = "$y$j75$abcdefghijkl$v9quvWD9Rf3PZ/Cv69TjY7bBGQJAPdLyZCEDwg21mWD";
const std::string gost_yescrypt = "$gy$j9T$abcdefghijkl$.JW80HgY3Fg0qDfJxXDW4AxCVw/xCLJxUnZqkB9XeE0";
const std::string scrypt = "$7$CU..../....abcdefgh$XWs9HxtpA2.6U5CDBBbcW.h3o9pYlC.MIIb8JqMgZx6";
const std::string bcrypt = "$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";
const std::string sha512 =
    "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG.";
const std::string sha512_rounds =
    "$6$rounds=2000$abcdefgh$js.Oqma4t2Fwxd5k1k7HZc8PJANjCww6bXOf6rha5ucSTdmrEHzoB1xTT6hSCKIARQkqP2BCwtC1eCAzLkvzb1";
const std::string sha256 = "$5$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.";

struct Known {
  std::string hash;
  std::string method_and_cost;
};

void PrintTo(const Known& known, std::ostream* out) { *out << known.method_and_cost; }

class PasswordHash : public testing::TestWithParam<Known> {};

TEST_P(PasswordHash, is_taken_and_matches_its_password_only) {
  const auto& [hash, cost] = GetParam();
  EXPECT_THAT(password_hash_problem(hash), IsEmpty());
  EXPECT_EQ(method_and_cost(hash), cost);
  EXPECT_TRUE(password_matches("secret", hash));
  EXPECT_FALSE(password_matches("Secret", hash));
  EXPECT_FALSE(password_matches("", hash));
}

TEST_P(PasswordHash, that_lost_its_last_octet_is_refused) {
  const std::string hash = GetParam().hash.substr(0, GetParam().hash.size() - 1);
  EXPECT_THAT(password_hash_problem(hash), HasSubstr("damaged"));
}

INSTANTIATE_TEST_SUITE_P(of_each_method, PasswordHash,
                         testing::Values(Known{yescrypt, "$y$j75$"}, Known{gost_yescrypt, "$gy$j9T$"},
                                         Known{scrypt, "$7$CU..../...."}, Known{bcrypt, "$2b$05$"},
                                         Known{sha512, "$6$"}, Known{sha512_rounds, "$6$rounds=2000$"},
                                         Known{sha256, "$5$"}),
                         [](const auto& hash) { return "number_" + std::to_string(hash.index); });

TEST(PasswordHashes, of_weak_or_unknown_methods_are_refused_without_being_shown) {
  for (const std::string hash : {"", "12345", "$1$abcdefgh$irWbblnpmw.5z7wgBnprh0", "ab1N8DGQ1hq3c", "{SHA256-CRYPT}x",
                                 "$y$", "$6$abcdefgh$", "*", "!$6$abcdefgh$", "$argon2id$v=19$m=65536,t=3,p=4$a$b"}) {
    const std::string problem = password_hash_problem(hash);
    EXPECT_THAT(problem, Not(IsEmpty())) << hash;
    EXPECT_TRUE(hash.size() < 4 || !problem.contains(hash)) << problem;
  }
}

TEST(PasswordHashes, are_not_cut_at_a_NUL_in_the_password) {
  using namespace std::string_literals;
  EXPECT_FALSE(password_matches("secret\0more"s, bcrypt));
}

TEST(PasswordHashes, refuse_a_password_longer_than_crypt_takes) {
  EXPECT_FALSE(password_matches(std::string(100'000, 'x'), bcrypt));
}

}  // namespace
}  // namespace n3
