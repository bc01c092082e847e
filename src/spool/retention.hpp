#pragma once

#include <chrono>

#include <n3/spool.hpp>

#include "spool/ledger.hpp"

namespace n3::spool {

/// Retires what a mailbox shows no more by its rules: the oldest of too many, and what is too old.
void retire_beyond(Ledger& ledger, MailboxId mailbox, const MailboxRules& rules, std::chrono::sys_seconds now);
void retire_old(Ledger& ledger, MailboxId mailbox, const MailboxRules& rules, std::chrono::sys_seconds now);

/// Drops the bytes of what has been retired for so long that no session can want them any more.
void bury(Ledger& ledger, std::chrono::sys_seconds now);

}  // namespace n3::spool
