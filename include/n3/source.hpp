#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <n3/answer.hpp>
#include <n3/message.hpp>

namespace n3 {

/// A file that is mail already: a regular file, no symbolic link. Its bytes stay where they are and are served as
/// n3::Body::file serves them. It is read once, and again when its time, size or inode have changed: where it says
/// something else then, it is another message in place of the first. An empty one
/// is none yet.
struct MailFile {
  std::filesystem::path path{};

  /// What n3::octets counts in it, where that is known without reading it; 0: it is not. Then it is read when it is
  /// first retrieved, and should this have been wrong, that is an error and it comes again as another message.
  std::uint64_t octets = 0;

  /// It may be written where it is, rather than moved there when it is whole: as long as anybody has it open to write
  /// to it, what is new or has changed waits for the next fetch.
  bool may_be_partial = false;
};

/// Mail as it is, from where it may be rewritten or go. Its bytes are kept by the spool, and served as n3::Body::text
/// serves them; what comes with the same key later changes nothing.
struct Mail {
  std::string bytes{};  ///< Not empty.
};

/// One thing that a source has to say. The key is its identity: the same key is the same message for ever.
struct Item {
  std::string key{};                                ///< Unique in its source; not empty.
  std::string revision{};                           ///< Another one when it says something else; empty: n3::revision.
  std::variant<Message, MailFile, Mail> content{};  ///< To be composed once, or mail already.
  std::optional<std::chrono::sys_seconds> date{};   ///< When it happened; the first one seen is kept.
  std::string account{};                            ///< Not empty: for this account only.

  /// The UIDL by which clients know it already, from another server. It is kept where it is one and no other message
  /// of the mailbox has it. Empty: the spool makes one. Of an item that is known it says nothing.
  std::string uid{};

  std::string in_reply_to{};  ///< The key of the item that this one answers, in the same source.

  /// What this thing is called in the world, whichever source brings it: the address of its page, its URI. Compared as
  /// they are. Where another source of its mailbox has brought something of one of these names, which those see who
  /// would see this, a new item is known from then on and never shown. Within one source it says nothing.
  std::vector<std::string> same_as{};

  /// Called with the message when it is new, and never for one that is known: the place to fetch what it shows. It may
  /// block. What it throws leaves the item out this time.
  std::function<Message(Message)> finish{};

  /// Not a message of its own: what it says, its attachments aside, is kept for the next item of its source that
  /// gathers. It is told apart by its key as any other, and so is in one message only. finish() is not called.
  bool gathered = false;

  /// Its message is made of what its source brought for gathering and was first seen before this time, under its own
  /// subject. Where that is nothing there is no message, and the key stays new. Both are for composed messages.
  std::optional<std::chrono::sys_seconds> gathers{};

  /// Called with mail that is new, or a file that says something else now, before it has an identity: false leaves it
  /// out. Never called for what is known, so that its source need not read that. It may block.
  std::function<bool(const Item&)> is_wanted{};
};

/// A hash of what a message says, whatever becomes of it when it is composed. Where a message is itself made of
/// something that may be rendered otherwise one day, better say in Item::revision what that was.
std::string revision(const Message& message);

/// What one fetch brought.
struct Batch {
  /// Oldest first where the source knows. Items that are missing are not gone.
  std::vector<Item> items{};

  /// Handed back next time: ETag, since-id, offset. Not where a MailFile could not be read: then it is empty. A
  /// batch that has nothing but the cursor that was handed back says that all is as it was.
  std::string cursor{};

  /// When to ask again. 0: whenever somebody logs in. seconds::max(): never. None: as configured.
  std::optional<std::chrono::seconds> again{};

  /// How long to leave the other side alone at least, whatever else says when to ask again, logins included: what it
  /// has asked for itself (HTTP's Retry-After and max-age).
  std::chrono::seconds pause{0};

  /// Ask again within this time, whatever else says when: something is due from it then.
  std::optional<std::chrono::seconds> at_latest{};

  /// These are all the items there are: what was seen before and is missing now has gone from a place that is the mail
  /// itself, such as a mail folder, and is shown no more.
  bool complete = false;

  /// Accounts about whose own items a complete batch says nothing, since they could not be looked up this time: what
  /// was seen of theirs has not gone.
  std::vector<std::string> unknown{};

  /// What the operator had better know, a line each. Logged when a batch first has it.
  std::vector<std::string> problems{};

  /// Set: the fetch failed, as if this were the answer. Of the batch only `items`, `pause` and `at_latest` count.
  std::optional<Error> failure{};
};

/// Where items come from: a feed, a folder, a table. Asked by the spool's scheduler, one call at a time, from any
/// thread, never inside a session; it may block. An Error, or an exception, changes nothing that clients see.
///
///     class Releases : public n3::Source {
///       n3::Answer<n3::Batch> fetch(std::string_view) override {
///         n3::Batch batch;
///         for (const Release& r : table_.rows())
///           batch.items.push_back({.key = r.tag, .content = n3::Message{}.subject(r.title).markdown(r.notes)});
///         return batch;
///       }
///     };
class Source {
 public:
  virtual ~Source() = default;

  /// What there is. `cursor` is the last batch's, empty at first.
  virtual Answer<Batch> fetch(std::string_view cursor) = 0;

  /// True where DELE means that the thing itself is to be removed, as with a mail folder. The mailbox is then for one
  /// session at a time, and remove() is called at QUIT.
  virtual bool removes() const { return false; }

  /// Removes the items with these keys, durably, before it answers. A key that is gone already is no error. Never
  /// called while fetch() is under way.
  virtual Answer<Done> remove(std::span<const std::string> keys);

  /// The spool is closing: a fetch() or remove() that is under way on another thread should return soon, with whatever
  /// answer, since the spool waits for it. Later calls too. Sources that never block for long need not care.
  virtual void interrupt() {}
};

}  // namespace n3
