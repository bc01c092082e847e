#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace n3::transcripts {

/// What a server has said of its messages in one session, and whether it fits together: message numbers, sizes and
/// UIDLs never change, STAT is the sum of LIST, LIST has the octets of RETR, TOP is its beginning. All throw
/// std::logic_error that says what does not fit.
class Claims {
 public:
  using Lines = std::vector<std::string>;  ///< Of a reply, dots unstuffed, without the final one.

  // Commands that were answered +OK; `text` is what follows that.
  void stat(std::string_view text);
  void list(const Lines& lines);
  void list(std::size_t asked, std::string_view text);
  void uidl(const Lines& lines);
  void uidl(std::size_t asked, std::string_view text);
  void retr(std::size_t number, std::string_view text, const Lines& lines);
  void top(std::size_t number, const std::string& wanted, const Lines& lines);
  void dele(std::size_t number);
  void rset();

  const std::set<std::size_t>& deleted() const { return deleted_; }
  std::set<std::size_t> listed() const { return listed_.value_or(std::set<std::size_t>()); }

 private:
  void remember_octets(std::size_t number, std::uint64_t octets);
  void remember_uid(std::size_t number, const std::string& uid);
  void require_existing(std::size_t number) const;

  std::set<std::size_t> deleted_;
  std::optional<std::pair<std::size_t, std::uint64_t>> stat_;  // until the next DELE or RSET
  std::optional<std::set<std::size_t>> listed_;                // the same
  std::map<std::size_t, std::uint64_t> octets_;
  std::map<std::size_t, std::string> uids_;
  std::map<std::size_t, Lines> messages_;
};

/// The words of a reply: one space is one space, two of them have an empty word between them.
std::vector<std::string> words_of(std::string_view text);

/// A number that is nothing but digits.
std::optional<std::uint64_t> number_in(std::string_view text);

}  // namespace n3::transcripts
