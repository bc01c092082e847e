#include "compose/repeated_key.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

namespace n3::program {
namespace {

/// What Boost.JSON tells while it reads. Only keys matter here; mistakes are for others to find.
class Keys {
 public:
  using Code = boost::system::error_code;
  using Text = boost::json::string_view;

  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_object_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;

  std::optional<std::string> repeated;

  bool on_object_begin(Code&) {
    objects_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, Code&) {
    objects_.pop_back();
    return true;
  }
  bool on_key_part(Text part, std::size_t, Code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(Text last, std::size_t, Code&) {
    key_.append(last.data(), last.size());
    if (!objects_.back().insert(key_).second) repeated = key_;
    key_.clear();
    return true;
  }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t, Text, Code&) { return true; }
  bool on_uint64(std::uint64_t, Text, Code&) { return true; }
  bool on_double(double, Text, Code&) { return true; }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  std::vector<std::set<std::string>> objects_;
  std::string key_;
};

}  // namespace

std::optional<std::string> repeated_key(std::string_view json) {
  boost::json::basic_parser<Keys> parser(boost::json::parse_options{});
  boost::system::error_code ignored;
  parser.write_some(false, json.data(), json.size(), ignored);
  return parser.handler().repeated;
}

}  // namespace n3::program
