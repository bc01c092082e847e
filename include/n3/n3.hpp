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

/// Not included here, since not everybody needs them:
///
///     n3/spool.hpp         n3::spool: remembers what sources bring, with identities that last, for many accounts
///     n3/source.hpp        n3::spool: a source of your own
///     n3/sources.hpp       n3::sources: feeds, folders of .eml files, Maildirs, mbox files
///     n3/pop3/session.hpp  n3::n3: the protocol alone, for programs with an event loop of their own
