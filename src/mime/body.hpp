#pragma once

#include <n3/message.hpp>

#include "mime/part.hpp"

namespace n3::mime {

/// The parts of a message: text and HTML as alternatives, beside the images that the HTML shows, beside the
/// attachments. Only the multiparts that are needed.
Part body_of(const Message::Fields& fields);

}  // namespace n3::mime
