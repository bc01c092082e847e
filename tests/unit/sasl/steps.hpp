#pragma once

#include <string>
#include <variant>

#include <n3/sasl.hpp>

namespace n3::sasl {

/// A step in words, as the tables of these tests have it: what a mechanism wants, or how it ended.
inline std::string words(const Step& step) {
  struct Words {
    std::string operator()(const Challenge& challenge) const { return "challenge '" + challenge.bytes + "'"; }
    std::string operator()(const Check& check) const {
      return "check '" + check.credential.user + "' with '" + check.credential.password + "'";
    }
    std::string operator()(const FindSecret& find) const { return "find the secret of '" + find.user + "'"; }
    std::string operator()(const Grant& grant) const { return "grant '" + grant.user + "'"; }
    std::string operator()(const Deny& deny) const { return "deny '" + deny.text + "'"; }
  };
  return std::visit(Words(), step);
}

}  // namespace n3::sasl
