#pragma once

namespace n3::spool {

/// The tables of a ledger. The bytes stand apart from the items, so that listing a mailbox does not wade through them.
inline constexpr const char* schema = R"(
CREATE TABLE mailbox (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE source (
  id      INTEGER PRIMARY KEY,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  name    TEXT NOT NULL,
  cursor  TEXT NOT NULL DEFAULT '',
  UNIQUE (mailbox, name)
);
CREATE TABLE item (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice, like the uid
  mailbox    INTEGER NOT NULL REFERENCES mailbox,
  source     INTEGER NOT NULL REFERENCES source,
  key        TEXT NOT NULL,
  account    TEXT NOT NULL,                       -- '': for everybody
  uid        TEXT NOT NULL UNIQUE,
  octets     INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,                    -- seconds since 1970
  gone       INTEGER NOT NULL DEFAULT 0,          -- 1: shown to nobody; a tombstone
  path       TEXT NOT NULL,                       -- of a mail file
  stamp      TEXT NOT NULL,
  UNIQUE (source, key)
);
CREATE INDEX item_shown ON item (mailbox, account, id) WHERE gone = 0;
CREATE TABLE body (
  item  INTEGER PRIMARY KEY REFERENCES item,
  bytes BLOB NOT NULL
);
CREATE TABLE deletion (
  account TEXT NOT NULL,
  item    INTEGER NOT NULL REFERENCES item,
  PRIMARY KEY (account, item)
) WITHOUT ROWID;
)";

}  // namespace n3::spool
