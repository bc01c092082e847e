#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

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
/// again at each login; a file is one message as long as its name and what it says stay the same. Hidden names and
/// symbolic links are left alone.
std::unique_ptr<Source> directory(std::filesystem::path folder, OnDelete on_delete = OnDelete::hide);

/// A Maildir: cur and new. The identity of a message is the base name of its file, without flags, so that other
/// programs may move it about. Listed again at each login.
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

/// How a feed is read.
struct FeedOptions {
  std::size_t largest = 16 << 20;     ///< Octets of a document; more is an error.
  std::chrono::seconds patience{30};  ///< For the whole fetch, redirects included.
};

/// RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, from an http or https URL or from a file ("file:..." or a path). Each
/// entry is one message with text and HTML, author, date and link. Its identity is its id (guid); where it has none,
/// its link and title, so that a corrected title brings it again rather than that one of two is lost. Throws
/// std::invalid_argument for a URL of another kind.
///
/// The feeds of a process share what they fetch: what several read is fetched once, and no host is asked for more than
/// two things at a time. Waiting for that costs no patience.
///
///     spool->mailbox("blog").source("planet", n3::feed("https://planet.example.org/atom.xml"), 15min);
std::unique_ptr<Source> feed(const std::string& url, FeedOptions options = {});

}  // namespace n3
