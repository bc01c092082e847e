#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace n3::mime {

/// The value of a Content-Type field. RFC 2045 section 5.1.
struct MediaType {
  struct Parameter {
    std::string name;   ///< Lower case.
    std::string value;  ///< Without quotes. Printable ASCII.
  };
  std::string name;  ///< "text/csv", lower case.
  std::vector<Parameter> parameters;

  bool has(std::string_view parameter) const;
};

/// The media type that `text` says, such as "text/csv; charset=utf-8"; nothing where it is not one, names a parameter
/// twice, or has a parameter in RFC 2231's forms.
std::optional<MediaType> parse_media_type(std::string_view text);

}  // namespace n3::mime
