#pragma once

#include <n3/message.hpp>

#include "mime/part.hpp"

namespace n3::mime {

/// An attachment whose type and cid are valid, as a part. Its bytes are base64. A message/rfc822, which must not be,
/// goes as it is (with CRLF line ends) where it is a 7 bit message, and as application/octet-stream otherwise; so do
/// the other kinds of message/* that no base64 can carry. RFC 2046 section 5.2.
Part attachment_part(const Attachment& attachment);

}  // namespace n3::mime
