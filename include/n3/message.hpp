#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace n3 {

/// A name and an address: {"Ann Ö", "ann@example.org"}. The name may be empty.
struct Mailbox {
  std::string name{};
  std::string address{};
};

/// A file that travels with a message.
struct Attachment {
  std::string name = {};  ///< Any file name, UTF-8. RFC 2231 where it has to be.
  std::string bytes = {};
  std::string type = "application/octet-stream";  ///< A media type.
  std::string cid = {};  ///< Not empty: an inline image, shown where the HTML says <img src="cid:...">. RFC 2392.
};

/// An e-mail message to be composed. UTF-8 in; encoded words, folding, boundaries and transfer encodings are chosen
/// inside. RFC 5322, RFC 2045 to 2047, RFC 2231.
///
///     auto message = n3::Message{}
///         .from("Clock", "clock@example.org")
///         .subject("Tick")
///         .markdown("It is **noon**.");          // text and HTML, both from the one source
///
/// A plain value. Setters throw std::invalid_argument at the place of the mistake: a CR, LF or NUL in a header value
/// (nobody can add a header through a title), an address without "@" or not in ASCII, an invalid header name, media
/// type or id. Invalid UTF-8 is no error; each bad octet becomes U+FFFD, and other control characters in a header
/// become spaces. Line ends of text, html and markdown may be LF or CRLF.
class Message {
 public:
  Message& from(std::string name, std::string address);  ///< Whose message it is; there is one, the last one said.
  Message& from(std::string address) { return from({}, std::move(address)); }
  Message& to(std::string name, std::string address);  ///< Adds one; call it for each.
  Message& to(std::string address) { return to({}, std::move(address)); }
  Message& cc(std::string name, std::string address);  ///< Adds one.
  Message& cc(std::string address) { return cc({}, std::move(address)); }
  Message& reply_to(std::string name, std::string address);  ///< Adds one.
  Message& reply_to(std::string address) { return reply_to({}, std::move(address)); }
  Message& subject(std::string text);

  /// When it happened. Without one, the Identity's date is used; see compose().
  Message& date(std::chrono::sys_seconds date);

  Message& text(std::string text);          ///< The plain-text form.
  Message& html(std::string html);          ///< The HTML form. With both, a client chooses: multipart/alternative.
  Message& markdown(std::string markdown);  ///< Sets both: the text as it is, the HTML rendered; raw HTML is escaped.

  Message& attach(Attachment attachment);                ///< An attachment, or an inline image where it has a cid.
  Message& header(std::string name, std::string value);  ///< One more header; not one that has a setter here.

  Message& in_reply_to(std::string message_id);        ///< Without angle brackets, like all ids here.
  Message& reference(std::string message_id);          ///< Adds one: oldest first. RFC 5322 section 3.6.4.
  Message& list_id(std::string name, std::string id);  ///< RFC 2919.
  Message& keyword(std::string text);                  ///< Adds what it is about, if anything. RFC 5322 section 3.6.5.

  // What has been said, for composers and filters.
  struct Fields {
    std::vector<Mailbox> from, to, cc, reply_to;
    std::string subject{};
    std::optional<std::chrono::sys_seconds> date{};
    std::optional<std::string> text, html;
    std::vector<Attachment> attachments{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string in_reply_to{};
    std::vector<std::string> references{};
    Mailbox list_id{};  ///< The address is the id.
    std::vector<std::string> keywords{};
  };
  const Fields& fields() const { return fields_; }

 private:
  Fields fields_;
};

/// What makes a composed message this one and no other. Date, Message-ID and boundaries come from here, never from a
/// clock or a random number: the same message with the same identity is the same bytes for ever.
struct Identity {
  std::string uid{};                ///< As in Entry; becomes part of the Message-ID.
  std::chrono::sys_seconds date{};  ///< For the Date header, unless the message has one.
  std::string host = "n3.invalid";  ///< The right side of the Message-ID.
};

/// The message as it is stored and sent: CRLF line ends, all 7 bit, no line over 76 octets where RFC 5322 allows to
/// break it, an empty line after the header, a line end at the end. Every body is base64 or quoted-printable or plain
/// ASCII, so that no client on the way can damage it. A message without from gets "n3@" and the identity's host;
/// one without text and html gets an empty text.
std::string compose(const Message& message, const Identity& identity);

}  // namespace n3
