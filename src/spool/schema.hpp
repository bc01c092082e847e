#pragma once

namespace n3::spool {

/// The tables of a ledger. Names of files and keys may be any octets. The bytes stand apart from the items, so that
/// listing a mailbox does not wade through them, and in pieces, so that nobody needs memory for a whole message.
inline constexpr const char* schema = R"(
PRAGMA user_version = 1;
CREATE TABLE mailbox (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE source (
  id      INTEGER PRIMARY KEY,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  name    TEXT NOT NULL,                          -- '': what is added, not fetched
  cursor  BLOB NOT NULL DEFAULT x'',
  fetched INTEGER NOT NULL,                       -- 0: no fetch has been taken in whole yet, and nothing is shown
  UNIQUE (mailbox, name)
);
CREATE TABLE item (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice, like the uid
  mailbox    INTEGER NOT NULL REFERENCES mailbox,
  source     INTEGER NOT NULL REFERENCES source,
  key        BLOB NOT NULL,
  account    TEXT NOT NULL,                       -- '': for everybody
  uid        TEXT NOT NULL UNIQUE,
  octets     INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,                    -- seconds since 1970
  gone       INTEGER NOT NULL DEFAULT 0,          -- 1: left its source, or was removed there; until its key comes again
  path       BLOB NOT NULL,                       -- of a mail file
  stamp      TEXT NOT NULL,
  UNIQUE (source, key)
);
CREATE INDEX item_shown ON item (mailbox, account, id) WHERE gone = 0;
CREATE TABLE body (
  item  INTEGER NOT NULL REFERENCES item,
  piece INTEGER NOT NULL,                         -- 0, 1, 2 ...: all but the last are of the same size
  bytes BLOB NOT NULL,
  PRIMARY KEY (item, piece)
);
CREATE TABLE deletion (
  account TEXT NOT NULL,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  item    INTEGER NOT NULL REFERENCES item,
  PRIMARY KEY (account, mailbox, item)
) WITHOUT ROWID;
)";

}  // namespace n3::spool
