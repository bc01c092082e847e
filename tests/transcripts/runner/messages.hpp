#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace n3::transcripts {

/// A message of exactly so many octets, some of its lines beginning with a dot. Throws std::invalid_argument where
/// there is no such message.
std::string generated_message(std::size_t octets);

/// The lines that RETR has to send of a message, without the final dot: line ends CRLF (not part of the lines here),
/// an empty line behind the header, dots not yet stuffed. Written from RFC 1939 and body.hpp, not from src/pop3.
std::vector<std::string> lines_on_the_wire(std::string_view message);

/// The octets of these lines with their CRLF: what LIST has to say.
std::size_t octets_of(const std::vector<std::string>& lines);

}  // namespace n3::transcripts
