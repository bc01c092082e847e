#pragma once

#include <string>

#include <md4c.h>

/// Text of a Markdown parser as HTML. What it calls an attribute is a text with entities in it, which stay as they are.
namespace n3::mime {

/// The value of an HTML attribute that is text.
std::string attribute_text(const MD_ATTRIBUTE& text);

/// The value of an HTML attribute that is an URL, percent-encoded where it has to be.
std::string attribute_url(const MD_ATTRIBUTE& url);

/// True where a click on it cannot run a script or read a file: a relative URL, or one with the scheme of the web, of
/// mail or of a conversation.
bool is_harmless(const MD_ATTRIBUTE& url);

}  // namespace n3::mime
