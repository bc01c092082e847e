#include "sources/article.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "sources/html_nodes.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t least = 250;  // octets of text: less is a teaser, or a note about cookies

constexpr std::string_view furniture[] = {"nav", "aside", "footer", "button", "dialog", "h1", "menu"};

std::string name_of_tag(const xmlNode* node) {
  return node->type == XML_ELEMENT_NODE ? ascii::lowercase(tag_name(node)) : std::string();
}

bool is_furniture(const xmlNode* node) {
  const std::string name = name_of_tag(node);
  return std::ranges::find(furniture, name) != std::end(furniture) ||
         (!name.empty() && ascii::same(attribute_of(node, "aria-hidden"), "true"));
}

// Octets that are not blank, those of links left out: much of them is navigation.
std::size_t text_in(const xmlNode* node, int depth) {
  if (is_text(node)) {
    const std::string_view text = content_of(node);
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) > ' '; }));
  }
  if (depth > deepest || is_furniture(node) || name_of_tag(node) == "a") return 0;
  std::size_t octets = 0;
  for (const xmlNode* child = node->children; child; child = child->next) octets += text_in(child, depth + 1);
  return octets;
}

std::size_t text_in_paragraphs(const xmlNode* node, int depth) {
  std::size_t octets = 0;
  for (const xmlNode* child = node->children; child; child = child->next)
    if (name_of_tag(child) == "p") octets += text_in(child, depth + 1);
  return octets;
}

struct Candidate {
  xmlNode* node = nullptr;
  std::size_t octets = 0;

  void offer(xmlNode* other, std::size_t others) {
    if (others > octets) *this = {other, others};
  }
};

// The best of each kind; the first kind that has one wins.
class Search {
 public:
  void look(xmlNode* node, int depth) {
    if (node->type != XML_ELEMENT_NODE || depth > deepest || is_furniture(node)) return;
    const std::string name = name_of_tag(node);
    if (attribute_of(node, "itemprop").contains("articleBody")) best_[0].offer(node, text_in(node, depth));
    if (name == "article") best_[1].offer(node, text_in(node, depth));
    if (name == "main" || attribute_of(node, "role") == "main") best_[2].offer(node, text_in(node, depth));
    best_[3].offer(node, text_in_paragraphs(node, depth));
    for (xmlNode* child = node->children; child; child = child->next) look(child, depth + 1);
  }

  xmlNode* found() const {
    const auto one = std::ranges::find_if(best_, [](const Candidate& kind) { return kind.octets >= least; });
    return one == best_.end() ? nullptr : one->node;
  }

 private:
  std::array<Candidate, 4> best_;
};

void remove_furniture(xmlNode* node, int depth) {
  for (xmlNode* child = node->children; child;) {
    xmlNode* const next = child->next;
    if (is_furniture(child)) {
      xmlUnlinkNode(child);
      xmlFreeNode(child);
    } else if (depth < deepest) {
      remove_furniture(child, depth + 1);
    }
    child = next;
  }
}

}  // namespace

const xmlNode* find_article(xmlNode* root) {
  Search search;
  search.look(root, 0);
  xmlNode* const article = search.found();
  if (article) remove_furniture(article, 0);
  return article;
}

std::string base_of_page(const xmlNode* root) {
  for (const xmlNode* head = root->children; head; head = head->next)
    for (const xmlNode* node = name_of_tag(head) == "head" ? head->children : nullptr; node; node = node->next)
      if (name_of_tag(node) == "base") return attribute_of(node, "href");
  return {};
}

}  // namespace n3::feeds
