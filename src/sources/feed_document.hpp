#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What feeds have in common, whatever they are written in. All text is valid UTF-8.
namespace n3::feeds {

/// A file that belongs to an entry: a podcast's episode, a picture.
struct Enclosure {
  std::string url;
  std::string type{};  ///< A media type, where the feed tells.
  std::string title{};
  std::string octets{};  ///< Its size, where the feed tells.

  bool operator==(const Enclosure&) const = default;
};

/// One entry of a feed: an item of RSS, an entry of Atom.
struct Entry {
  std::string revision{};  ///< See Revision.
  std::string id{};        ///< guid, atom:id, JSON Feed's id.
  std::string link{};      ///< The page about it. Absolute where that could be found out.
  bool has_page = true;    ///< False: the link is the site's, as may be every other entry's.
  std::string title{};     ///< One line of plain text.
  std::string author{};    ///< One line: names, with commas between them.
  std::optional<std::chrono::sys_seconds> published{};
  std::optional<std::chrono::sys_seconds> updated{};
  std::string html{};     ///< The content as a piece of HTML, just as it came.
  bool cut_off = false;   ///< There was more of the content than can be shown.
  std::string base{};     ///< What links in the content are relative to.
  std::string answers{};  ///< The id of the entry that it answers, and that one's page. RFC 4685.
  std::string answers_page{};
  std::vector<std::string> categories{};
  std::vector<Enclosure> enclosures{};

  bool operator==(const Entry&) const = default;
};

/// A feed as a document has it: the entries in the document's order.
struct Feed {
  std::string title{};
  std::string link{};  ///< The site that it is the feed of.
  std::vector<Entry> entries{};
  std::size_t left_out = 0;             ///< Entries beyond as many as are read of one document.
  std::vector<std::string> problems{};  ///< What of it had to be left out, a line each.
  bool ids_are_unique = false;  ///< Its format says that an id is one entry's for ever: Atom, RFC 4287 section 4.1.2.
  bool cut_short = false;       ///< The document ends before its end. An entry that was not finished is left out.
};

}  // namespace n3::feeds
