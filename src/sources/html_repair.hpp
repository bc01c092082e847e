#pragma once

#include <string>
#include <string_view>

namespace n3::feeds {

/// HTML of which a parser makes the same tree, without what could keep it busy: a tag has its first attributes only,
/// since parsers compare each with all others. Comments, scripts and styles are left out, so that nothing in them is
/// taken for a tag, and attributes are written in one form, so that a parser sees them end where this does.
std::string repaired_html(std::string_view html);

}  // namespace n3::feeds
