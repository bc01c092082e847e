#pragma once

#include <n3/sasl.hpp>

namespace n3::program {

/// A SASL mechanism for trying things out by hand: AUTH FOOBAR <user> <password>, in plain text without base64.
sasl::Exchange foobar(sasl::Client client);

}  // namespace n3::program
