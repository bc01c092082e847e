#pragma once

#include <string>
#include <string_view>

/// What a reader shows of an unstructured header value that was folded and has encoded words, in whatever charset: the
/// octets as they are. RFC 2047 sections 2, 4 and 6.2, written for the tests and for nothing else.
std::string decoded(std::string_view value);
