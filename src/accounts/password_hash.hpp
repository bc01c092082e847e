#pragma once

#include <string>
#include <string_view>

/// Password hashes as /etc/shadow and crypt(5) have them: "$y$j9T$...", "$6$...", "$2b$12$...".
namespace n3 {

/// Empty where `hash` is whole and of a method that is still good; otherwise what is wrong with it, and never the hash.
std::string password_hash_problem(std::string_view hash);

/// What the time of a check depends on: the method and its cost, without salt and digest. "$y$j9T$", "$6$rounds=9000$".
std::string_view method_and_cost(std::string_view hash);

/// Whether `password` is the one behind `hash`. Takes as long as the hash's cost says: tens of milliseconds.
bool password_matches(const std::string& password, const std::string& hash);

}  // namespace n3
