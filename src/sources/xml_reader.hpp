#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <libxml/tree.h>

namespace n3::feeds {

/// What an element's namespace means to a feed.
enum class Vocabulary {
  feed,     ///< RSS's and Atom's own, or none.
  atom,     ///< Atom's within RSS.
  content,  ///< RSS 1.0's content module.
  dublin_core,
  itunes,
  media,  ///< Media RSS.
  xhtml,
  thread,  ///< RFC 4685: what answers what.
  unknown,
};

/// An element of a document, lent by it.
class Element {
 public:
  explicit Element(const xmlNode* node) : node_(node) {}

  std::string_view name() const;  ///< Without a prefix.
  Vocabulary vocabulary() const;

  /// Names are compared regardless of case, as people write them.
  bool is(Vocabulary vocabulary, std::string_view name) const;
  bool is(std::string_view name) const { return is(Vocabulary::feed, name); }

  std::vector<Element> children() const;
  bool has_children() const;  ///< Elements, not only text.

  std::string attribute(std::string_view name) const;  ///< Without a prefix; empty where there is none.
  std::string text() const;                            ///< All text inside, white space at the ends left out.
  std::string markup() const;                          ///< All that is inside, as HTML.
  std::string base(const std::string& outer) const;    ///< xml:base, relative to the element's around it.
  bool is_whole() const;                               ///< The document did not end inside it.

 private:
  const xmlNode* node_;
};

/// An XML document. Takes what it can get of one that is broken.
class Document {
 public:
  /// `text` is UTF-8. The error says why there is nothing at all to be had of it.
  static std::expected<Document, std::string> parse(const std::string& text);

  Element root() const;

  /// What is wrong with it; empty where it is well-formed.
  const std::string& problem() const { return problem_; }

  /// It ends before its root does.
  bool is_cut_short() const { return cut_short_; }

 private:
  struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  };
  Document(xmlDoc* document, std::string problem) : document_(document), problem_(std::move(problem)) {}

  std::unique_ptr<xmlDoc, Free> document_;
  std::string problem_;
  bool cut_short_ = false;
};

}  // namespace n3::feeds
