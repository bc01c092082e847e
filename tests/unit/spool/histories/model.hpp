#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <n3/spool.hpp>

namespace n3::histories {

/// A mailbox of the histories, its rules, and what kind of source it has.
struct MailboxKind {
  std::string_view name;
  MailboxRules rules;
  bool complete = false;  ///< What its source does not bring is away.
  bool gathers = false;   ///< What its source brings is shown in messages that gather it.
};

inline const std::vector<MailboxKind> mailboxes{
    {.name = "blog", .rules = {.keep = 10}},
    {.name = "folder", .rules = {}, .complete = true},
    {.name = "wiki", .rules = {.changes = Changes::reply}},
    {.name = "news", .rules = {.changes = Changes::replace}, .complete = true},
    {.name = "digest", .rules = {}, .gathers = true},
};

/// What a source says of one thing.
struct Said {
  std::string key;
  std::string text;
  std::string account;  ///< Empty: for everybody.
};

struct Fetch {
  std::size_t mailbox;
  std::vector<Said> said;
  std::string gathers{};  ///< The key of the message that gathers, where its mailbox has such.
};

/// One session of an account: it looks at all of its mailboxes, or at some, retrieves all, and may delete some.
struct Visit {
  std::string account;
  std::vector<std::size_t> mailboxes;
  std::set<std::size_t> deleted;  ///< Places in Model::messages.
};

/// All that a mailbox has has grown old.
struct GrowOld {
  std::size_t mailbox;
};

/// What a spool has to show, as simply as it can be said: a list of messages in the order of their arrival.
class Model {
 public:
  struct Message {
    std::size_t mailbox;
    std::string key;
    std::string text;
    std::string account;
    std::string last_text;  ///< What its source said last.
    enum class State { shown, away, retired } state = State::shown;
    bool retrieved = false;
  };

  void apply(const Fetch& fetch);
  void apply(const Visit& visit);
  void apply(const GrowOld& grow_old);

  /// The places of the messages that an account sees.
  std::vector<std::size_t> shown(const std::string& account, const std::vector<std::size_t>& in) const;

  const std::vector<Message>& messages() const { return messages_; }

 private:
  Message* newest(std::size_t mailbox, const std::string& key);
  bool has_ever_said(std::size_t mailbox, const Said& said) const;
  void take(std::size_t mailbox, const Said& said);
  void gather(const Fetch& fetch);
  void keep_newest(std::size_t mailbox);

  std::vector<Message> messages_;
  std::vector<std::string> gathered_;                     // keys that wait for the next message that gathers
  std::map<std::string, std::set<std::size_t>> deleted_;  // by account
};

}  // namespace n3::histories
