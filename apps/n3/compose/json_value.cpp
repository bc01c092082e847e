#include "compose/json_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include <boost/json/stream_parser.hpp>

#include "base/nearest.hpp"

namespace n3::program {

void JsonValue::complain(std::string_view text) const {
  throw std::runtime_error(path_.empty() ? std::string(text) : fmt::format("{}: {}", path_, text));
}

std::string JsonValue::text() const {
  if (!value_.get().is_string()) complain("must be a text");
  return std::string(std::string_view(value_.get().get_string()));
}

std::vector<JsonValue> JsonValue::elements() const {
  if (!value_.get().is_array()) return {*this};
  std::vector<JsonValue> result;
  for (const auto& element : value_.get().get_array()) {
    result.emplace_back(element, fmt::format("{}[{}]", path_, result.size()));
  }
  return result;
}

void JsonValue::each_member(const std::function<void(const std::string&, const JsonValue&)>& take) const {
  if (!is_object()) complain("must be an object, {...}");
  for (const auto& [key, value] : value_.get().get_object()) {
    const std::string name{std::string_view(key)};
    take(name, JsonValue(value, path_.empty() ? name : fmt::format("{}.{}", path_, name)));
  }
}

void JsonValue::take_members(const std::map<std::string, Take>& takers) const {
  each_member([&](const std::string& name, const JsonValue& member) {
    const auto taker = takers.find(name);
    if (taker != takers.end()) return taker->second(member);
    std::vector<std::string> known;
    known.reserve(takers.size());
    for (const auto& [each, take] : takers) known.push_back(each);
    member.complain("unknown key; " + suggestion(name, known));
  });
}

boost::json::value parse_json(std::string_view text) {
  boost::json::stream_parser parser;
  boost::system::error_code error;
  std::size_t taken = parser.write(text.data(), text.size(), error);
  if (!error) {
    taken = text.size();
    parser.finish(error);
  }
  if (!error) return parser.release();
  const std::string_view before = text.substr(0, taken);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  throw std::runtime_error(fmt::format("line {}, column {}: no JSON: {}", 1 + std::ranges::count(before, '\n'),
                                       1 + before.size() - line_start, error.message()));
}

}  // namespace n3::program
