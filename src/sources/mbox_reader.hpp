#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <n3/sources.hpp>

namespace n3::sources {

/// The mail in an mbox file, without what the format has added to it: the "From " line before, the empty line behind,
/// and the > before lines of its body that begin with "From ".
struct MboxContent {
  std::vector<std::string> mails{};
  bool is_whole = true;  ///< Or the last line has no end: the mail that it is in is not among them.
};

/// Reads an mbox, or says what is wrong with it. Mail begins at a line "From SENDER DATE", where DATE has a time and a
/// year, as asctime() writes them and as others do. Content-Length is not looked at.
std::expected<MboxContent, std::string> read_mbox(std::string_view text, MboxFormat format);

/// What makes a mail in an mbox this one and no other: a digest of it without the fields in which mail programs note
/// what has become of it.
std::string mbox_key(std::string_view mail);

}  // namespace n3::sources
