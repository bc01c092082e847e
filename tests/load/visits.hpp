#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace n3::test {

/// Where the server under load listens.
struct Target {
  std::string starttls;
  std::string implicit;
};

/// One visit, as some client or other makes it; chance decides. Throws std::runtime_error where a reply is not what it
/// has to be, and Gone where the server has left without a reason.
void visit(const Target& target, std::mt19937& chance);

}  // namespace n3::test
