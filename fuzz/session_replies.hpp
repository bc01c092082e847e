#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

namespace n3::fuzz {

/// What a session has written, read as a client reads it. Everything that a client relies on is checked on the way.
class Replies {
 public:
  /// `complete` is false where the connection broke in the middle of something; the last reply may then be a part.
  Replies(std::string_view output, bool complete);

  std::size_t count() const { return count_; }  ///< Greeting and challenges included.
  /// Numbers that DELE was told +OK for, but for RSET.
  const std::set<std::size_t>& deleted() const { return deleted_; }

 private:
  bool read_reply();
  void read_lines(std::string_view status);
  void check_listing(std::string_view status, const std::vector<std::string_view>& lines) const;
  void check_message(std::string_view status, const std::vector<std::string_view>& lines) const;
  void check_top(const std::vector<std::string_view>& lines) const;
  bool read_line(std::string_view& line);

  std::string_view rest_;
  bool complete_;
  std::size_t count_ = 0;
  std::set<std::size_t> deleted_;
};

}  // namespace n3::fuzz
