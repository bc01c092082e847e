#include "config/toml_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "config/units.hpp"

namespace n3::program {
namespace {

/// Clocks count in nanoseconds, and 64 bits of them end after 292 years.
constexpr std::chrono::days longest_duration{365};

Place place_of(const toml::source_region& region, std::string key) {
  return {region.begin.line, region.begin.column, std::move(key)};
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a text";
    case toml::node_type::integer:
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "a truth value";
    default: return "a date or time";
  }
}

}  // namespace

std::string TomlTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

const toml::node* TomlTable::find(std::string_view key) {
  known_.emplace_back(key);
  return table_.get().get(key);
}

Place TomlTable::place(std::string_view key) const {
  const toml::node* node = table_.get().get(key);
  if (!node) return {place_.line, place_.column, path_of(key)};
  return place_of(node->source(), path_of(key));
}

std::optional<Word> TomlTable::word_of(const toml::node& node, Place place) {
  const auto* value = node.as_string();
  if (!value) {
    complain(std::move(place), fmt::format("must be a text in quotes, and is {}", type_name(node)));
  } else if (value->get().empty()) {
    complain(std::move(place), "is empty");
  } else if (value->get().find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos) {
    complain(std::move(place), "must be one line, without NUL");
  } else {
    return Word{value->get(), std::move(place)};
  }
  return std::nullopt;
}

std::optional<Word> TomlTable::word(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  return word_of(*node, place(key));
}

std::optional<Word> TomlTable::needed(std::string_view key, std::string_view hint) {
  if (has(key)) return word(key);
  find(key);
  complain(place(key), fmt::format("is missing: {}", hint));
  return std::nullopt;
}

std::optional<std::vector<Word>> TomlTable::words(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  const toml::array* list = node->as_array();
  if (!list || list->empty()) {
    complain(place(key), "must be a list of texts, such as [\"one\", \"two\"]");
    return std::nullopt;
  }
  std::vector<Word> result;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const toml::node& element = (*list)[i];
    auto word = word_of(element, place_of(element.source(), fmt::format("{}[{}]", path_of(key), i)));
    if (word) result.push_back(std::move(*word));
  }
  return result;
}

std::optional<std::chrono::milliseconds> TomlTable::duration(std::string_view key, bool whole_seconds) {
  const auto text = word(key);
  if (!text) return std::nullopt;
  const auto duration = parse_duration(text->text);
  if (!duration) {
    complain(text->place, "must be a duration such as \"500ms\", \"90s\", \"15m\" or \"30d\"");
  } else if (whole_seconds && (duration->count() == 0 || duration->count() % 1000 != 0)) {
    complain(text->place, "must be whole seconds, and at least one");
  } else if (*duration > longest_duration) {
    complain(text->place, "is too long: at most \"365d\"");
  } else {
    return duration;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> TomlTable::size(std::string_view key) {
  const auto text = word(key);
  if (!text) return std::nullopt;
  const auto size = parse_size(text->text);
  if (!size || *size == 0) {
    complain(text->place, "must be a size such as \"64KiB\" or \"10MB\"");
    return std::nullopt;
  }
  return size;
}

std::optional<std::uint64_t> TomlTable::number(std::string_view key, std::uint64_t least) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  const auto number = node->value_exact<std::int64_t>();
  if (number && std::cmp_greater_equal(*number, least)) return static_cast<std::uint64_t>(*number);
  complain(place(key), fmt::format("must be a whole number, {} or more", least));
  return std::nullopt;
}

std::optional<std::size_t> TomlTable::one_of(std::string_view key, std::span<const std::string_view> words) {
  const auto text = word(key);
  if (!text) return std::nullopt;
  const auto found = std::ranges::find(words, text->text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  complain(text->place, fmt::format("must be \"{}\"", fmt::join(words, "\" or \"")));
  return std::nullopt;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  if (const toml::table* table = node->as_table()) return TomlTable(*table, path_of(key), place(key), problems_);
  complain(place(key), fmt::format("must be a table, [{}], and is {}", path_of(key), type_name(*node)));
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> result;
  const toml::node* node = find(key);
  if (!node) return result;
  const toml::array* list = node->as_array();
  if (!list || !std::ranges::all_of(*list, [](const toml::node& element) { return element.is_table(); })) {
    complain(place(key), fmt::format("must be written [[{}]]: there can be several", path_of(key)));
    return result;
  }
  for (const toml::node& element : *list) {
    const std::string path = fmt::format("{}[{}]", path_of(key), result.size());
    result.emplace_back(*element.as_table(), path, place_of(element.source(), path), problems_);
  }
  return result;
}

std::vector<TomlTable> TomlTable::named_tables(std::string_view key) {
  std::vector<TomlTable> result;
  auto outer = table(key);
  if (!outer) return result;
  for (const auto& [name, node] : outer->table_.get()) {
    auto inner = outer->table(name.str());
    if (!inner) continue;
    inner->name_ = name.str();
    result.push_back(std::move(*inner));
  }
  std::ranges::sort(result, {}, &TomlTable::place_);
  return result;
}

void TomlTable::finish() {
  for (const auto& [key, node] : table_.get()) {
    if (std::ranges::find(known_, key.str()) != known_.end()) continue;
    complain(place_of(key.source(), path_of(key.str())), "unknown key; " + suggestion(key.str(), known_));
  }
}

}  // namespace n3::program
