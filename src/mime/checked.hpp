#pragma once

#include <string>
#include <string_view>

/// What the setters of n3::Message let in. Each returns the value as it is to be kept, or throws std::invalid_argument
/// with a text that names the setter, shows the value and says what is wrong with it.
namespace n3::mime {

/// Text for a header: valid UTF-8, with spaces for the control characters that no header may show. A CR, LF or NUL is
/// somebody's attempt to write a header of his own, or a mistake: refused.
std::string checked_text(std::string_view setter, std::string text);

std::string checked_address(std::string_view setter, std::string address);

std::string checked_message_id(std::string_view setter, std::string id);

/// RFC 2919 section 2: labels with dots between them, at least two.
std::string checked_list_id(std::string id);

/// The name of a header that has no setter, is not written by compose(), and is not one of those that only a mail
/// transport writes. At most 50 octets, so that a line has room for an encoded word beside it.
std::string checked_header_name(std::string name);

/// A media type for an attachment; not a multipart, which has no bytes of its own.
std::string checked_media_type(std::string type);

/// The id of an inline image: a Message-ID, or a dot-atom, which HTML in the wild often has and all clients understand.
std::string checked_cid(std::string cid);

/// Any file name: valid UTF-8, with "_" for control characters.
std::string checked_file_name(std::string name);

/// Text for a body: valid UTF-8.
std::string checked_body(std::string text);

}  // namespace n3::mime
