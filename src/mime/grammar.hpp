#pragma once

#include <string_view>

/// What RFC 5322 and RFC 2045 call the words of a header. ASCII only.
namespace n3::mime {

/// A character of an atom: a letter, a digit or one of !#$%&'*+-/=?^_`{|}~. RFC 5322 section 3.2.3.
bool is_atext(char c);

/// U+0020 to U+007E.
bool is_printable(char c);
bool is_printable(std::string_view text);

/// Atoms with single dots between them.
bool is_dot_atom(std::string_view text);

/// True where a careless reader could take a part of `text` for an encoded word. RFC 2047 section 7 forbids such text
/// where it is not meant.
bool looks_encoded(std::string_view text);

/// LOCAL@DOMAIN: LOCAL a dot-atom or a quoted string, DOMAIN a dot-atom or an address in square brackets; at most 320
/// octets (RFC 3696 section 3). RFC 5322 section 3.4.1 without its obsolete forms, comments and folding.
bool is_address(std::string_view text);

/// What stands in the angle brackets of a Message-ID, at most 900 octets. RFC 5322 section 3.6.4.
bool is_message_id(std::string_view text);

/// The right side of an address or of a Message-ID.
bool is_domain(std::string_view text);

/// A token: type, subtype, parameter name. RFC 2045 section 5.1.
bool is_token(std::string_view text);

/// Printable ASCII without space and colon. RFC 5322 section 3.6.8.
bool is_field_name(std::string_view text);

}  // namespace n3::mime
