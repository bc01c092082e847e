#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <n3/source.hpp>

/// The sources that come with N3. Each sees only the public headers, as one of yours would. What a folder or a feed
/// holds and no message can be made of is left out, and the spool's log says so.
namespace n3 {

/// What becomes of a file of mail when an account deletes its message.
enum class OnDelete {
  hide,         ///< Nothing: the message is hidden from that account, and the file is never touched.
  remove_file,  ///< It is removed at QUIT, and so is the message, for all who see it.
};

/// A folder of .eml files. *.eml in the folder itself is for everybody, NAME/*.eml is the account NAME's alone. Listed
/// again at a login where anything has happened in it; a file is one message as long as its name and what it says stay
/// the same. One that is being written waits until it is whole. Hidden names and symbolic links are left alone.
std::unique_ptr<Source> directory(std::filesystem::path folder, OnDelete on_delete = OnDelete::hide);

/// A Maildir: cur and new. The identity of a message is the base name of its file, without flags, so that other
/// programs may move it about. Listed again at a login where it has changed.
///
/// Where another server has served it before, `uidl` says by what UIDLs clients know the messages that are there:
/// "dovecot", or "dovecot:%v.%u" with its pop3_uidl_format, goes by the numbers in dovecot-uidlist; "filename": the
/// base name; "header:X-UIDL": what stands in that field. Messages without one get one of the spool's. Throws
/// std::invalid_argument for anything else.
std::unique_ptr<Source> maildir(std::filesystem::path folder, OnDelete on_delete = OnDelete::remove_file,
                                std::string_view uidl = {});

/// Which lines of mail an mbox quotes, with one more > before each than it has.
enum class MboxFormat {
  mboxrd,  ///< "From ", ">From ", ">>From " and so on: what is read is what was written.
  mboxo,   ///< Only "From ".
};

/// An mbox file, which is never touched. It is read again at a login where it has changed. Its mail is kept, since
/// other programs rewrite it; the identity of each is a digest of all of it but the fields in which they do (Status,
/// X-Status, X-Keywords, X-UID and their like), and of equal ones their order. While another program has it locked, by
/// fcntl() or by a file beside it that ends in ".lock", the fetch fails, and clients see what was there before.
std::unique_ptr<Source> mbox(std::filesystem::path file, MboxFormat format = MboxFormat::mboxrd);

/// What becomes of the files that an entry comes with: a podcast's episode, a drawing.
enum class Enclosures {
  link,    ///< They are links at the end, with type and size.
  attach,  ///< They are attached as well.
};

/// What becomes of the images in what an entry says.
enum class Images {
  leave,  ///< A mail program may fetch them when it shows the message.
  embed,  ///< They travel with the message.
  drop,   ///< Their descriptions take their place.
};

/// What becomes of an entry that has only a summary.
enum class Articles {
  as_fed,  ///< That is its message.
  whole,   ///< Its page is fetched, and the article on it takes the place of the summary, where one is found.
};

/// How a feed is read, and what its entries become.
struct FeedOptions {
  std::size_t largest = 16 << 20;     ///< Octets of a document; more is an error.
  std::chrono::seconds patience{30};  ///< For the whole fetch, redirects included.

  /// What travels with a message is fetched once, when the entry is new, and so is its page. A link remains a link
  /// where that fails, where there is more than `largest_enclosure` at it, or where it leads to a private address.
  Enclosures enclosures = Enclosures::link;
  Images images = Images::leave;
  Articles articles = Articles::as_fed;
  std::size_t largest_enclosure = 5 << 20;  ///< Octets of each file, image and page; of one message four times as much.

  /// Made of {title}, {author} and {feed}. Without a from it is "{author} via {feed}", or what there is of it.
  std::string subject = "{title}";
  std::string from{};

  /// Of many feeds as one source: told how many of them have been fetched, while they are. One call at a time, from any
  /// thread.
  std::function<void(std::size_t done, std::size_t all)> progress{};
};

/// RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, from an http or https URL or from a file ("file:..." or a path). Each
/// entry is one message with text and HTML, author, date and link. Its identity is its id (guid); where it has none,
/// its link and title, so that a corrected title brings it again rather than that one of two is lost. What another
/// source of its mailbox has brought, by ids that are URIs or by an entry's own page, is not shown again. Throws
/// std::invalid_argument for a URL of another kind, and for an option that is none.
///
/// The feeds of a process share what they fetch: what several read is fetched once, and no host is asked for more than
/// two things at a time. Waiting for that costs no patience.
///
///     spool->mailbox("blog").source("planet", n3::feed("https://planet.example.org/atom.xml"), 15min);
std::unique_ptr<Source> feed(const std::string& url, FeedOptions options = {});

/// Many feeds as one source: the entries of all of them, oldest first. One that fails is a problem line of the batch,
/// and the others go on; where all fail the fetch does. Keys are made of the URL, without user and password, and what
/// they are in a feed alone: the same entry from feed() is another item.
std::unique_ptr<Source> feed_list(std::vector<std::string> urls, const FeedOptions& options = {});

/// The feeds of an OPML document, http and https. The file is read at each fetch, and what has been added to it or
/// taken out counts at once; one that cannot be read or is not whole changes nothing, and is a problem line.
std::unique_ptr<Source> opml(std::filesystem::path file, const FeedOptions& options = {});

/// What a source's items have to be to get an identity: what is left out has never been there. In the syntax of RE2. Of
/// a composed message an expression is looked for in the subject, the name whom it is from, the keywords and the text,
/// each on its own; of mail, in its subject and in the names and addresses whom it is from. "(?i)" in front of it takes
/// upper and lower case for the same.
struct Filter {
  std::string include{};                ///< Not empty: it must be found.
  std::string exclude{};                ///< Not empty: it must not be found.
  std::chrono::seconds maximum_age{0};  ///< As long ago may its date be, where it has one; 0: however long.
};

/// A source without what the filter leaves out. Where a batch is complete, composed messages that it leaves out have
/// gone; mail that is there already stays. Throws std::invalid_argument for an expression that is none.
///
///     n3::filtered(n3::feed("https://blog.example.org/atom.xml"), {.exclude = "(?i)sponsored"})
std::unique_ptr<Source> filtered(std::unique_ptr<Source> source, Filter filter);

/// When the messages of a day come as one.
struct Digest {
  std::chrono::minutes at;  ///< Since midnight.
  std::string zone;         ///< Where: "Europe/Tallinn", as the system's time zones are called.
};

/// A source of one message a day, which has all in it that the source has brought since the last one: titles, texts
/// and links, without attachments. Where that is nothing there is none. What was first seen before that time is in the
/// day's digest, be it made later, since nothing ran then. It is for composed messages; mail is left out. Throws
/// std::invalid_argument for a zone or time that is none.
///
///     n3::digested(n3::feed("https://planet.example.org/atom.xml"), {.at = 7h, .zone = "Europe/Tallinn"})
std::unique_ptr<Source> digested(std::unique_ptr<Source> source, const Digest& digest);

}  // namespace n3
