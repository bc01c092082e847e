#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace n3::program {

/// A JSON value, and the path that leads to it. What is not as it should be throws std::runtime_error:
/// "attachments[1].name: must be a text".
class JsonValue {
 public:
  JsonValue(const boost::json::value& value, std::string path) : value_(value), path_(std::move(path)) {}

  std::string text() const;
  std::vector<JsonValue> elements() const;  ///< Of a list; what is no list is a list of one.

  /// What to do with each member of an object, by its name.
  using Take = std::function<void(const JsonValue& member)>;

  /// Hands each member of this object to the function of its name; complains about others.
  void take_members(const std::map<std::string, Take>& takers) const;
  void each_member(const std::function<void(const std::string& name, const JsonValue& member)>& take) const;

  bool is_object() const { return value_.get().is_object(); }
  bool is_text() const { return value_.get().is_string(); }
  bool is_number() const { return value_.get().is_int64(); }
  std::int64_t number() const { return value_.get().as_int64(); }

  [[noreturn]] void complain(std::string_view text) const;

 private:
  std::reference_wrapper<const boost::json::value> value_;
  std::string path_;
};

/// The value that `text` is. Throws std::runtime_error with line and column.
boost::json::value parse_json(std::string_view text);

}  // namespace n3::program
