#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace n3::spool {

/// The formats of a ledger, each as the step to it from the one before: the first makes the tables of a new file. A
/// step that has been released is never changed.
///
/// An item that is away has left its source or was removed there, and is shown again when its key comes again. One that
/// is retired is shown no more, whatever comes; its bytes are kept for sessions that still list it, and have gone once
/// it is buried. Nothing is ever taken out of the table: its names must not be given to others.
///
/// A UIDL that an item has brought from another server is unique in its mailbox only; those that are made here, aliases
/// included, are nobody else's in the whole ledger.
///
/// Names of files and keys may be any octets. The bytes stand apart from the items, so that listing a mailbox does not
/// wade through them, and in pieces, so that nobody needs memory for a whole message.
inline constexpr std::array<std::string_view, 1> formats{R"(
CREATE TABLE mailbox (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  name   TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL UNIQUE                     -- its first name, of which identities are made
);
CREATE TABLE source (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  name    TEXT NOT NULL,                          -- '': what is added, not fetched
  cursor  BLOB NOT NULL DEFAULT x'',
  fetched INTEGER NOT NULL,                       -- 0: no fetch has been taken in whole yet, and nothing is shown
  asked         INTEGER NOT NULL DEFAULT 0,       -- when a fetch began that has not ended
  succeeded     INTEGER NOT NULL DEFAULT 0,       -- when one last did well
  due           INTEGER NOT NULL DEFAULT 0,       -- 0: when somebody logs in
  failing_since INTEGER NOT NULL DEFAULT 0,       -- 0: the last one did well
  failures      INTEGER NOT NULL DEFAULT 0,       -- in a row
  cause         TEXT NOT NULL DEFAULT '',         -- of the last one
  UNIQUE (mailbox, name)
);
CREATE TABLE item (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,   -- in the order in which they were first seen
  mailbox    INTEGER NOT NULL REFERENCES mailbox,
  source     INTEGER NOT NULL REFERENCES source,
  key        BLOB NOT NULL,
  version    INTEGER NOT NULL,                    -- 0, and one more for each time that the key became another message
  made_of    BLOB NOT NULL,                       -- the revision that was entered
  revision   BLOB NOT NULL,                       -- the one that its source had when it was last asked
  account    TEXT NOT NULL,                       -- '': for everybody
  uid        TEXT NOT NULL,
  octets     INTEGER NOT NULL,
  digest     TEXT NOT NULL,                       -- of what is sent
  first_seen INTEGER NOT NULL,                    -- seconds since 1970
  state      INTEGER NOT NULL,                    -- 0 shown, 1 away, 2 retired, 3 buried
  since      INTEGER NOT NULL,                    -- when it came to be so
  retrieved  INTEGER NOT NULL DEFAULT 0,          -- when anybody first did
  path       BLOB NOT NULL,                       -- of a mail file
  stamp      TEXT NOT NULL,
  UNIQUE (source, key, version),
  UNIQUE (uid, mailbox)
);
CREATE INDEX item_part ON item (mailbox, account) WHERE state < 2;
CREATE INDEX item_shown ON item (source) WHERE state = 0;
CREATE INDEX item_retired ON item (since) WHERE state = 2;

CREATE TABLE alias (                              -- the UIDL in maildrops where an older item, of another mailbox, has its
  item    INTEGER PRIMARY KEY,
  mailbox INTEGER NOT NULL,                       -- of the item
  uid     TEXT NOT NULL UNIQUE
);
CREATE INDEX alias_mailbox ON alias (mailbox);

CREATE TABLE part (                               -- the items of a mailbox that are for everybody, or for one account
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  account TEXT NOT NULL,
  shown   INTEGER NOT NULL,                       -- how many of them are
  edition INTEGER NOT NULL,                       -- counts the changes that people see
  shape   INTEGER NOT NULL,                       -- those of them that did more than add items at the end
  PRIMARY KEY (mailbox, account)
) WITHOUT ROWID;
CREATE TRIGGER item_comes AFTER INSERT ON item WHEN new.state = 0 BEGIN
  INSERT INTO part (mailbox, account, shown, edition, shape) VALUES (new.mailbox, new.account, 1, 1, 0)
    ON CONFLICT DO UPDATE SET shown = shown + 1, edition = edition + 1;
END;
CREATE TRIGGER item_turns AFTER UPDATE OF state ON item WHEN (old.state = 0) <> (new.state = 0) BEGIN
  UPDATE part SET shown = shown + (new.state = 0) - (old.state = 0), edition = edition + 1, shape = shape + 1
    WHERE mailbox = new.mailbox AND account = new.account;
END;

CREATE TABLE body (
  id    INTEGER PRIMARY KEY,                      -- of the item, times 2^20, and the number of the piece
  bytes BLOB NOT NULL                             -- all pieces but the last are of the same size
);
CREATE TABLE original (                           -- what a message says that may have to be compared with a later version
  item INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);
CREATE TABLE name (                               -- what items are called in the world, whichever source brings them
  mailbox INTEGER NOT NULL,
  name    TEXT NOT NULL,                          -- a digest of it
  item    INTEGER NOT NULL,                       -- one that is called so, or what that was the same as
  PRIMARY KEY (mailbox, name, item)
) WITHOUT ROWID;
CREATE INDEX name_item ON name (item);
CREATE TABLE gathered (                           -- what a retired item says that waits for the message it will be in
  item      INTEGER PRIMARY KEY,
  seen      INTEGER NOT NULL,                     -- first, by the clock as it was
  title     TEXT NOT NULL,
  name      TEXT NOT NULL,                        -- whom it is from
  address   TEXT NOT NULL,
  list_name TEXT NOT NULL,
  list_id   TEXT NOT NULL,
  date      INTEGER NOT NULL,                     -- seconds since 1970
  link      TEXT NOT NULL,
  text      TEXT NOT NULL,
  html      TEXT NOT NULL
);
CREATE TABLE account (
  name            TEXT PRIMARY KEY,
  last_login      INTEGER NOT NULL,               -- seconds since 1970, and a few late
  first_retrieved INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE deletion (                           -- from the first item to the last all of a mailbox that an account sees
  account TEXT NOT NULL,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  PRIMARY KEY (account, mailbox, first)
) WITHOUT ROWID;
)"};

/// The pieces of an item have the ids from its own times this on.
inline constexpr std::int64_t most_pieces = std::int64_t{1} << 20;

}  // namespace n3::spool
