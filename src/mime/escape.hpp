#pragma once

#include <string>
#include <string_view>

namespace n3::mime {

/// Adds `sign` and the octet in two hexadecimal digits: "=C3" in mail, "%C3" in URLs.
void add_escaped(std::string& out, char sign, char octet);

/// `text` with & < > and " as entities.
std::string escaped_html(std::string_view text);

}  // namespace n3::mime
