#include "sources/html_to_text.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "sources/feed_text.hpp"
#include "sources/html_nodes.hpp"
#include "sources/link.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t most_links = 1000;   // written out at the end
constexpr std::size_t widest_prefix = 20;  // deeper lists and quotes look like those around them

constexpr std::string_view dropped[] = {"script", "style", "head", "title", "template"};
constexpr std::string_view paragraphs[] = {"p",  "h1", "h2",    "h3",         "h4",     "h5", "h6",
                                           "ul", "ol", "table", "blockquote", "figure", "dl", "pre"};
constexpr std::string_view lines[] = {"div",    "li",     "tr",      "dt",         "dd",      "section", "article",
                                      "header", "footer", "address", "figcaption", "caption", "center",  "aside"};

template <std::size_t size>
bool is_one_of(std::string_view name, const std::string_view (&names)[size]) {
  return std::ranges::find(names, name) != std::end(names);
}

std::string bracketed(const std::string& text) { return "[" + text + "]"; }

// Lines of text with something before each of them. Line breaks count when text follows.
class Paper {
 public:
  void write(std::string_view text) {
    for (const char c : text) {
      const bool space = c == ' ' || ascii::is_control(c);
      if (space && !verbatim) {
        space_ = true;
      } else if (c == '\n') {
        ++breaks_;
      } else if (!space || c == ' ' || c == '\t') {
        put(c);
      }
    }
  }

  void break_line() { breaks_ = std::max(breaks_, 1); }
  void break_paragraph() { breaks_ = std::max(breaks_, 2); }
  void force_break() { ++breaks_; }

  // What goes before the next line only, in place of as much of the prefix.
  void mark(std::string mark) { mark_ = std::move(mark); }

  std::string written;
  std::string prefix;     // "> " and the like
  bool verbatim = false;  // white space counts

 private:
  void put(char c) {
    if (written.empty() || breaks_ > 0) {
      begin_line();
    } else if (space_) {
      written += ' ';
    }
    space_ = false;
    written += c;
  }

  void begin_line() {
    // An empty line belongs to what is on both sides of it.
    const auto common = std::ranges::mismatch(prefix, last_prefix_).in1 - prefix.begin();
    const std::string shared = prefix.substr(0, static_cast<std::size_t>(common));
    const std::string empty_line = shared.substr(0, shared.find_last_not_of(' ') + 1);
    for (int i = 0; i < std::min(breaks_, 2) && !written.empty(); ++i) written += i == 0 ? "\n" : empty_line + "\n";
    last_prefix_ = prefix;
    written += prefix.substr(0, prefix.size() - std::min(mark_.size(), prefix.size())) + mark_;
    mark_.clear();
    breaks_ = 0;
  }

  std::string mark_;
  std::string last_prefix_;  // of the line before
  int breaks_ = 0;
  bool space_ = false;
};

class TextWriter {
 public:
  TextWriter(const std::string& base, bool with_links) : base_(base), with_links_(with_links) {}

  std::string run(const xmlNode* root) {
    write(root, 0);
    paper_.prefix.clear();
    if (!links_.empty()) paper_.break_paragraph();
    for (std::size_t i = 0; i < links_.size(); ++i) {
      paper_.write(bracketed(std::to_string(i + 1)) + " " + links_[i]);
      paper_.break_line();
    }
    return std::move(paper_.written);
  }

 private:
  void write(const xmlNode* node, int depth) {
    if (is_text(node)) return paper_.write(content_of(node));
    if (node->type != XML_ELEMENT_NODE || depth > deepest) return;
    const std::string name = ascii::lowercase(tag_name(node));
    if (is_one_of(name, dropped)) return;
    if (name == "br") return paper_.force_break();
    if (name == "hr") return write_rule();
    if (name == "img") return write_image(node);
    if (name == "a") return write_link(node, depth);
    if (name == "li") return write_item(node, depth);
    if (name == "td" || name == "th") paper_.write(" ");
    write_block(node, name, depth);
  }

  void write_block(const xmlNode* node, const std::string& name, int depth) {
    const bool paragraph = is_one_of(name, paragraphs);
    const bool line = is_one_of(name, lines);
    const auto end_block = [&] { paragraph ? paper_.break_paragraph() : line ? paper_.break_line() : void(); };
    const std::string prefix = paper_.prefix;
    const bool verbatim = paper_.verbatim;
    end_block();
    if (name == "blockquote") indent("> ");
    if (name == "pre") paper_.verbatim = true;
    if (name == "ol" || name == "ul") lists_.push_back(name == "ol" ? 1 : 0);
    write_children(node, depth);
    if (name == "ol" || name == "ul") lists_.pop_back();
    paper_.verbatim = verbatim;
    end_block();
    paper_.prefix = prefix;
  }

  void write_children(const xmlNode* node, int depth) {
    for (const xmlNode* child = node->children; child; child = child->next) write(child, depth + 1);
  }

  void write_item(const xmlNode* node, int depth) {
    const bool numbered = !lists_.empty() && lists_.back() > 0;
    const std::string mark = numbered ? std::to_string(lists_.back()++) + ". " : "- ";
    const std::string prefix = paper_.prefix;
    paper_.break_line();
    paper_.mark(mark);
    indent(std::string(mark.size(), ' '));
    write_children(node, depth);
    paper_.break_line();
    paper_.mark("");
    paper_.prefix = prefix;
  }

  void indent(const std::string& more) {
    if (paper_.prefix.size() + more.size() <= widest_prefix) paper_.prefix += more;
  }

  void write_link(const xmlNode* node, int depth) {
    const std::size_t begin = paper_.written.size();
    write_children(node, depth);
    const std::string href = attribute_of(node, "href");
    if (!with_links_ || links_.size() == most_links || href.empty() || href.starts_with('#') || runs_script(href))
      return;
    const std::string url = one_line(absolute(href, base_));
    const std::string shown = one_line(std::string_view(paper_.written).substr(begin));
    if (shown.ends_with(url) || "mailto:" + shown == url) return;
    const auto [link, is_new] = numbers_.try_emplace(url, links_.size() + 1);
    if (is_new) links_.push_back(url);
    paper_.write(" ");
    paper_.write(bracketed(std::to_string(link->second)));
  }

  void write_image(const xmlNode* node) {
    const std::string description = one_line(attribute_of(node, "alt"));
    if (!description.empty()) paper_.write(bracketed(description));
  }

  void write_rule() {
    paper_.break_paragraph();
    if (!paper_.written.empty()) paper_.write("---");
    paper_.break_paragraph();
  }

  const std::string& base_;
  const bool with_links_;
  Paper paper_;
  std::vector<int> lists_;  // of the lists around: the next number, 0 where there are none
  std::vector<std::string> links_;
  std::map<std::string, std::size_t> numbers_;  // of the links
};

}  // namespace

std::string html_to_text(const xmlNode* root, const std::string& base) { return TextWriter(base, true).run(root); }

std::string html_to_words(const xmlNode* root) { return TextWriter("", false).run(root); }

}  // namespace n3::feeds
