#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <n3/answer.hpp>
#include <n3/body.hpp>

namespace n3 {

/// One message of a maildrop.
struct Entry {
  std::string uid{};         ///< Stable for ever, unique in the maildrop; 1 to 70 octets of 0x21-0x7E. RFC 1939, UIDL.
  std::uint64_t octets = 0;  ///< Size as the client is told it; see n3::octets.
  std::chrono::sys_seconds received{};  ///< First seen: the order of the maildrop.
  std::uint64_t id = 0;                 ///< Yours, such as the number of a row. N3 does not look at it.
};

/// The messages of a maildrop, oldest first. Listings that are made of others share the entries, which nobody can
/// change: one that has grown by a message costs little, however long it is.
///
///     n3::Listing today = yesterday + n3::Listing({{.uid = "4711", .octets = 1200}});
class Listing {
 public:
  Listing() = default;

  /// Takes the entries in the order given. Throws std::invalid_argument where a uid is not valid or not unique: a
  /// listing that would confuse clients is never shown to one.
  explicit Listing(std::vector<Entry> entries);

  std::size_t size() const { return slices_.empty() ? 0 : slices_.back().end; }
  const Entry& operator[](std::size_t index) const;

  std::uint64_t octets() const { return octets_before(size()); }  ///< Of all entries together.
  std::uint64_t octets_before(std::size_t index) const;           ///< Of those before it.

  /// The entries from `begin` to before `end`.
  Listing slice(std::size_t begin, std::size_t end) const;

  /// Adds those entries at the end. That no uid is in both is up to you.
  Listing& operator+=(const Listing& later);
  friend Listing operator+(Listing earlier, const Listing& later) { return earlier += later; }

  class Iterator;
  Iterator begin() const;
  Iterator end() const;

 private:
  using Entries = std::vector<Entry>;

  struct Slice {
    std::shared_ptr<const Entries> entries;
    std::size_t first;     // of the entries
    std::size_t end;       // in the listing: those before it, and these
    std::uint64_t octets;  // the same
  };

  std::size_t begin_of(std::vector<Slice>::const_iterator slice) const;
  std::vector<Slice>::const_iterator slice_of(std::size_t index) const;
  void append(const std::shared_ptr<const Entries>& entries, std::size_t first, std::size_t count);

  std::vector<Slice> slices_;
};

/// Goes through a listing.
class Listing::Iterator {
 public:
  using value_type = Entry;
  using difference_type = std::ptrdiff_t;

  Iterator() = default;
  Iterator(const Listing& listing, std::size_t index) : listing_(&listing), index_(index) {}

  const Entry& operator*() const { return (*listing_)[index_]; }
  const Entry* operator->() const { return &**this; }
  Iterator& operator++() { return ++index_, *this; }
  Iterator operator++(int) { return {*listing_, index_++}; }
  bool operator==(const Iterator&) const = default;

 private:
  const Listing* listing_ = nullptr;
  std::size_t index_ = 0;
};

inline Listing::Iterator Listing::begin() const { return {*this, 0}; }
inline Listing::Iterator Listing::end() const { return {*this, size()}; }

/// Indexes in a listing, from `begin` to before `end`.
struct IndexRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool operator==(const IndexRange&) const = default;
};

/// What Maildrop::list answers: a listing that sessions may share, and what of it this account has deleted before.
struct Snapshot {
  std::shared_ptr<const Listing> listing{};
  std::vector<IndexRange> hidden{};  ///< Ascending, and apart from each other: never shown in this session.

  /// For how long at least messages stay that nobody deletes, in days, of which CAPA tells the client; for_ever; or
  /// nothing, where that cannot be said in days. RFC 2449 section 6.7, EXPIRE.
  std::optional<std::chrono::days> kept_for{};
  static constexpr std::chrono::days for_ever = std::chrono::days::max();
};

/// One account's messages as one session sees them: implement this to serve data directly, or use MemoryMaildrop, or
/// a Spool.
///
/// Created at login and destroyed when the session is over and the last call has returned. Calls never overlap, but
/// may come from different threads; they may block (see instant). A session lists once, opens what the client asks
/// for, and removes at most once.
class Maildrop {
 public:
  virtual ~Maildrop() = default;

  /// Called once, before anything else. What arrives afterwards is for the next session. An error refuses the login;
  /// never answer with an empty listing because a source is down: clients take that for "all mail has gone".
  virtual Answer<Snapshot> list() = 0;

  /// The bytes of the message at `index` of the listing. May be asked again. An error is the answer to this RETR or
  /// TOP; the session goes on.
  virtual Answer<Body> open(std::size_t index) = 0;

  /// What open() would answer, where that is in memory already, such as a message that was read with the one before it;
  /// nothing: open() is called. Asked on the I/O thread, which saves two thread switches and which it must not block.
  virtual std::optional<Body> open_at_once(std::size_t index);

  /// The client has said QUIT: remove these messages and answer when that is durable, or with an Error where not all
  /// of them could be; what has gone all the same is simply not listed next time. Called at most once, and not at all
  /// where nothing was deleted or the connection was lost. An Error tells the client "some deleted messages not
  /// removed". RFC 1939 section 6.
  virtual Answer<Done> remove(std::span<const std::size_t> indexes) = 0;

  /// True where every call answers from memory at once: it is then made on whichever thread is at hand, mostly the I/O
  /// thread, which saves two thread switches a call, and which it must never block.
  virtual bool instant() const { return false; }

  /// The names of what this session must have for itself, as RFC 1939 section 4 has it of a maildrop: while another
  /// session holds one of them, the login is answered [IN-USE]. Empty: several sessions may read at once.
  virtual std::vector<std::string> locks() const { return {}; }
};

inline std::optional<Body> Maildrop::open_at_once(std::size_t) { return std::nullopt; }

/// The sizes of messages whose bytes never change, remembered by uid. Thread-safe; one object serves all sessions.
class Sizes {
 public:
  std::optional<std::uint64_t> find(std::string_view uid) const;
  void put(std::string_view uid, std::uint64_t octets);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> octets_;
};

/// For data whose size only composing tells: wraps a maildrop whose entries say 0 octets where it does not know. Each
/// such message is opened and counted once a uid, when it is first listed. Where one of them cannot be opened the login
/// is refused with that error: a listing with a hole in it would look as if the message had gone.
///
///     auto sizes = std::make_shared<n3::Sizes>();
///     server.on_login([=](const n3::Login& login) { return n3::measured(std::make_unique<Rows>(login), sizes); });
std::unique_ptr<Maildrop> measured(std::unique_ptr<Maildrop> maildrop, std::shared_ptr<Sizes> sizes);

}  // namespace n3
