#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace n3::sources {

/// The fields of a message, with their line ends, without the empty line behind them. Line ends may be CRLF or LF.
std::string_view header_of(std::string_view mail);

/// Takes the next field off a header: a line, and those that continue it.
std::string_view take_field(std::string_view& header);

/// Whether a field, as take_field() gives it, has that name.
bool is_field(std::string_view field, std::string_view name);

/// What the first field of that name says, on one line and without spaces around it.
std::optional<std::string> field_value(std::string_view header, std::string_view name);

}  // namespace n3::sources
