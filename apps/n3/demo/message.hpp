#pragma once

#include <memory>
#include <string_view>

#include <n3/accounts.hpp>
#include <n3/message.hpp>
#include <n3/source.hpp>

namespace n3::program {

/// The message that somebody finds who has just logged in: who they are, how they came, what time it is.
Message fresh_message(const Login& login);

/// A source of one message, which says since when the server runs: another one after each start.
std::unique_ptr<Source> welcome_source();

}  // namespace n3::program
