#pragma once

/// N3 sends arbitrary data, as e-mail messages, to any POP3 client. Read the headers in this order.

#include <n3/server.hpp>
#include <n3/maildrop.hpp>
#include <n3/memory_maildrop.hpp>
#include <n3/message.hpp>
#include <n3/body.hpp>
#include <n3/accounts.hpp>
#include <n3/sasl.hpp>
#include <n3/answer.hpp>
#include <n3/error.hpp>
#include <n3/policy.hpp>
#include <n3/log.hpp>
