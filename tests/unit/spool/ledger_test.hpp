#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "spool/ledger.hpp"
#include "spool/ledger_file.hpp"

namespace n3::spool {

/// A ledger with a mailbox and what is added to it.
class LedgerTest : public testing::Test {
 protected:
  using Uids = std::vector<std::string>;

  ItemId insert(const NewItem& item) {
    ItemId id = 0;
    ledger.change(mailbox, source, {}, [&](Ledger::Change& change) { id = change.insert(item); });
    return id;
  }

  ItemId insert(const std::string& key, const std::string& account = "") {
    return insert({.key = key, .account = account, .identity = key + std::string(20, '-')});
  }

  Uids uids(const std::string& account = "") {
    Uids all;
    for (const Entry& entry : ledger.listed({mailbox, account}).entries) all.push_back(entry.uid);
    return all;
  }

  Ledger ledger{open_ledger_file({.file = ":memory:"})};
  MailboxId mailbox = ledger.mailbox("blog");
  SourceId source = ledger.source(mailbox, "");
};

}  // namespace n3::spool
