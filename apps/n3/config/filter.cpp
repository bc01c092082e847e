#include <stdexcept>

#include "config/tables.hpp"
#include "sources/pattern.hpp"

namespace n3::program {
namespace {

void read_pattern(TomlTable& table, std::string_view key, std::string& into) {
  const auto word = table.word(key);
  if (!word) return;
  try {
    const Pattern is_good(word->text);
    into = word->text;
  } catch (const std::invalid_argument& mistake) {
    table.complain(word->place, mistake.what());
  }
}

}  // namespace

void read_filter(TomlTable& table, Filter& filter) {
  read_pattern(table, "include", filter.include);
  read_pattern(table, "exclude", filter.exclude);
  if (const auto age = table.duration("maximum_age", true))
    filter.maximum_age = std::chrono::duration_cast<std::chrono::seconds>(*age);
}

}  // namespace n3::program
