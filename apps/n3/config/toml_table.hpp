#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "config/problem.hpp"

namespace n3::program {

/// A word of the file, and where it stands.
struct Word {
  std::string text;
  Place place;
};

/// One table of the file. Every key that is asked for is a known key, whether it is there or not; finish() complains
/// about the others. What is wrong goes to the list of problems, and counts as absent.
class TomlTable {
 public:
  TomlTable(const toml::table& table, std::string path, Place place, std::vector<Problem>& problems)
      : table_(table), path_(std::move(path)), place_(std::move(place)), problems_(problems) {}

  std::optional<Word> word(std::string_view key);  ///< A text that is not empty and has no NUL and no line end.
  std::optional<Word> needed(std::string_view key, std::string_view hint);  ///< The same, but it must be there.
  std::optional<std::vector<Word>> words(std::string_view key);             ///< A list of such texts, not empty.
  std::optional<std::chrono::milliseconds> duration(std::string_view key, bool whole_seconds = false);  ///< Up to 365d.
  std::optional<std::uint64_t> size(std::string_view key);
  std::optional<std::uint64_t> number(std::string_view key, std::uint64_t least);

  /// The place in `words` of a text that must be one of them.
  std::optional<std::size_t> one_of(std::string_view key, std::span<const std::string_view> words);
  std::optional<TomlTable> table(std::string_view key);       ///< [key]
  std::vector<TomlTable> tables(std::string_view key);        ///< [[key]]
  std::vector<TomlTable> named_tables(std::string_view key);  ///< [key.NAME], in the order of the file.

  bool has(std::string_view key) const { return table_.get().contains(key); }
  bool says(std::string_view key, std::string_view word) const {
    return table_.get()[key].value<std::string>() == word;
  }
  bool is_list(std::string_view key) const { return has(key) && table_.get().get(key)->is_array(); }
  bool is_table(std::string_view key) const { return has(key) && table_.get().get(key)->is_table(); }

  const Place& place() const { return place_; }      ///< Of the table.
  Place place(std::string_view key) const;           ///< Of a key's value, or of the table where there is none.
  const std::string& name() const { return name_; }  ///< NAME, of named_tables().

  void complain(Place place, std::string text) { problems_.get().push_back({std::move(place), std::move(text)}); }
  void finish();  ///< Complains about keys that nobody asked for.

 private:
  const toml::node* find(std::string_view key);
  std::optional<Word> word_of(const toml::node& node, Place place);
  std::string path_of(std::string_view key) const;

  std::reference_wrapper<const toml::table> table_;
  std::string path_;
  std::string name_{};
  Place place_;
  std::reference_wrapper<std::vector<Problem>> problems_;
  std::vector<std::string> known_;
};

}  // namespace n3::program
