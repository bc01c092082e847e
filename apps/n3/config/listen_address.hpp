#pragma once

#include <string>

/// What the operator has written as addresses to listen on.
namespace n3::program {

/// What is wrong with an address, and what to write; empty: nothing.
std::string address_problem(const std::string& address);

/// Whether of two good addresses only one can be listened on: they are the same, or one is all addresses of a port.
bool collide(const std::string& one, const std::string& other);

}  // namespace n3::program
