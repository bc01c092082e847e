#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <n3/log.hpp>
#include <n3/maildrop.hpp>
#include <n3/source.hpp>

namespace n3 {

/// What a spool is told when it is opened.
struct SpoolOptions {
  std::string host = "n3.invalid";  ///< The right side of Message-IDs.
  Log log{};                        ///< Fetches that failed, items that were refused. May be called from any thread.
  std::chrono::milliseconds first_fetch{10'000};  ///< How long a login waits for a mailbox's first fetch.
};

/// What becomes of a message whose item says something else than before.
enum class Changes {
  ignore,   ///< It stays as it was.
  replace,  ///< As long as nobody has retrieved it, another takes its place. Later it stays as it was.
  reply,    ///< It stays, and another in reply to it shows what has changed.
};

/// How many sessions may have a mailbox at once. RFC 1939 section 4 wants one, and two devices of a person want two.
enum class Lock {
  by_source,  ///< One where a source removes its mail, otherwise any number.
  shared,     ///< Any number.
  exclusive,  ///< One; others are answered [IN-USE].
};

/// What a mailbox shows of the items that come to it. What it shows no more does not come back, even where its source
/// still has it; files of mail stay where they are.
struct MailboxRules {
  std::size_t keep = 0;  ///< The newest so many; 0: all. Older ones go by the tenth, so there may be a few more.
  std::chrono::seconds keep_for{0};      ///< As long after they were first seen; 0: for ever.
  std::optional<std::size_t> backlog{};  ///< Of what a source has when it is first fetched, the newest so many.
  Changes changes = Changes::ignore;

  /// When a source has failed for so long, a message in the mailbox says so, and another when it is well; 0: never.
  std::chrono::seconds report_after{0};

  Lock lock = Lock::by_source;
};

/// The ledger of identities, between sources and sessions: mailboxes that sources fill and accounts read.
///
/// Each item gets its identity (UIDL, octets, bytes) once, when it is first seen, and keeps it whatever its source does
/// afterwards, and through restarts. Deletions are an account's own and stand in the ledger.
///
///     auto spool = n3::Spool::open("n3.db");
///     spool->mailbox("blog").source("feed", n3::feed("https://blog.example.org/feed.xml"), std::chrono::minutes(15));
///     spool->mailbox("alerts").add({.key = "disk-7", .content = n3::Message{}.subject("Disk 7 is full")});
///     server.on_login([spool](const n3::Login& login) { return spool->maildrop(login.account, {"alerts", "blog"}); });
///     spool->start();
///
/// Thread-safe, all of it. Maildrops keep their spool alive. The destructor interrupts the fetches that are under way
/// and waits for them; see Source::interrupt.
class Spool {
 public:
  class Mailbox;

  /// `where` is a file, made where there is none, for its owner alone; several programs may have it open. "memory"
  /// lives as long as the object. A file that an older version has written is brought to the new format, and
  /// FILE.format-N is a copy of what it was. Throws std::runtime_error that says what is wrong with it: a newer version
  /// has written it, it is damaged or something else, it cannot be written.
  static std::shared_ptr<Spool> open(std::string_view where, SpoolOptions options = {});

  virtual ~Spool() = default;

  /// The mailbox of that name, entered in the ledger when it is first asked for. It lives as long as the spool. Throws
  /// std::runtime_error where the ledger cannot be written.
  virtual Mailbox& mailbox(std::string_view name) = 0;

  /// The maildrop of one account: the messages of these mailboxes together, oldest first, without what the account has
  /// deleted. Meant for on_login. Throws as mailbox() does, since it enters those that are new.
  ///
  /// Its list() answers later, after first_fetch at most, while sources are fetched for the first time or folders are
  /// listed again, and holds no thread meanwhile; what has not come by then is for the next session. A source shows
  /// nothing before the whole of its first fetch has been taken in. Where that is so, or has failed, for all sources of
  /// all the mailboxes and there is no message to show, list() answers a temporary error: it would be a lie that the
  /// maildrop is empty, and mail programs that believe it forget what they have seen.
  ///
  /// Mailboxes that are for one session at a time stand among the maildrop's locks().
  virtual std::unique_ptr<Maildrop> maildrop(std::string account, std::vector<std::string> mailboxes) = 0;

  /// Begins to fetch, on threads of its own. Before that, sources are only kept.
  virtual void start() = 0;

  /// Ends what start() began, as the destructor does, and those who wait for a fetch do so no longer. To be called
  /// where sessions that wait may outlive the server: they would keep the spool alive. What is in the ledger can still
  /// be read. Not from a source or an answer.
  virtual void stop() = 0;
};

/// A named stream of messages.
class Spool::Mailbox {
 public:
  virtual ~Mailbox() = default;

  /// Takes an item in; it is durable when this returns. An item whose key is known already changes nothing, but for a
  /// mail file that is elsewhere or another now. Throws std::invalid_argument for an item that cannot be a message,
  /// std::runtime_error where the ledger cannot be written.
  virtual void add(const Item& item) = 0;

  /// What holds from now on.
  virtual void rules(const MailboxRules& rules) = 0;

  /// A source to be fetched every `refresh`, unless it says otherwise; 0: at each login. `name` is part of the identity
  /// of its items: keep it when the rest changes. A source that fails is asked again after half a minute, then less and
  /// less often. One that was fetched before a restart is asked when its time has come, and no sooner. Throws
  /// std::invalid_argument where the mailbox has a source of that name.
  virtual void source(std::string name, std::unique_ptr<Source> source, std::chrono::seconds refresh) = 0;

  /// A source of that name which another process fetches, into the same file. Logins wait for its first fetch, and an
  /// empty mailbox is believed to be empty, as if it were fetched here.
  virtual void source_elsewhere(std::string name) = 0;
};

}  // namespace n3
