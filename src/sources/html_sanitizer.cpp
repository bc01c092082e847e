#include "sources/html_sanitizer.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/ascii.hpp"
#include "sources/feed_text.hpp"
#include "sources/html_nodes.hpp"
#include "sources/link.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t longest = std::size_t{8} << 20;  // octets: links become longer, and there may be very many

constexpr std::string_view dropped[] = {"script", "style", "head", "title", "template", "link", "meta", "base"};
constexpr std::string_view unwrapped[] = {"html",     "body",     "form",   "input",  "button", "select",
                                          "textarea", "option",   "object", "applet", "param",  "noscript",
                                          "label",    "fieldset", "svg",    "canvas"};
constexpr std::string_view void_elements[] = {"area", "br", "col", "hr", "img", "wbr"};
constexpr std::string_view players[] = {"iframe", "frame", "embed", "video", "audio", "source", "track"};
constexpr std::string_view dropped_attributes[] = {"srcdoc", "action", "srcset", "sizes", "ping", "base"};
constexpr std::string_view link_attributes[] = {"href", "src", "cite", "background", "poster", "longdesc"};

template <std::size_t size>
bool is_one_of(std::string_view name, const std::string_view (&names)[size]) {
  return std::ranges::find(names, name) != std::end(names);
}

class Writer {
 public:
  Writer(const std::string& base, std::string& out) : base_(base), out_(out) {}

  void write(const xmlNode* node, int depth) {
    if (out_.size() > longest) return;
    if (is_text(node)) {
      out_ += escaped_html(content_of(node));
    } else if (node->type == XML_ELEMENT_NODE && depth < deepest) {
      write_element(node, depth);
    }
  }

 private:
  // Markup within XML may say for itself what its links are relative to.
  void write_element(const xmlNode* node, int depth) {
    const std::string base = xml_base(node);
    if (base.empty()) return write_tags(node, depth);
    const std::string outer = std::exchange(base_, absolute(base, base_));
    write_tags(node, depth);
    base_ = outer;
  }

  void write_tags(const xmlNode* node, int depth) {
    const std::string name = ascii::lowercase(tag_name(node));
    if (is_one_of(name, dropped)) return;
    if (is_one_of(name, players)) {
      write_link(attribute_of(node, "src"));
      return write_children(node, depth);
    }
    if (is_one_of(name, unwrapped) || !is_tag(name)) return write_children(node, depth);
    out_ += "<" + name;
    for (const xmlAttr* attribute = node->properties; attribute; attribute = attribute->next) write(attribute);
    if (name == "img" && attribute_of(node, "src").empty()) write_source(attribute_of(node, "srcset"));
    out_ += ">";
    if (is_one_of(name, void_elements)) return;
    write_children(node, depth);
    out_ += "</" + name + ">";
  }

  void write_children(const xmlNode* node, int depth) {
    for (const xmlNode* child = node->children; child; child = child->next) write(child, depth + 1);
  }

  void write(const xmlAttr* attribute) {
    const std::string name = ascii::lowercase(name_of(attribute));
    if (name.starts_with("on") || is_one_of(name, dropped_attributes) || !is_tag(name)) return;
    std::string value = value_of(attribute);
    if (is_one_of(name, link_attributes)) {
      value = link(value);
      if (value.empty()) return;
    }
    out_ += " " + name + "=\"" + escaped_html(value) + "\"";
  }

  // For an image that comes in several sizes only: "small.png 320w, large.png 640w".
  void write_source(std::string_view candidates) {
    candidates = trimmed(candidates);
    candidates = candidates.substr(0, candidates.find_first_of(" \t\r\n"));
    if (candidates.ends_with(',')) candidates.remove_suffix(1);
    const std::string url = escaped_html(link(std::string(candidates)));
    if (!url.empty()) out_ += " src=\"" + url + "\"";
  }

  void write_link(const std::string& address) {
    const std::string url = escaped_html(link(address));
    if (!url.empty()) out_ += "<p><a href=\"" + url + "\">" + url + "</a></p>";
  }

  std::string link(const std::string& address) const {
    if (runs_script(address)) return {};
    return address.starts_with('#') ? address : absolute(address, base_);
  }

  // Letters, digits and hyphens: nothing that could end a tag early.
  static bool is_tag(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) { return ascii::is_alnum(c) || c == '-'; });
  }

  std::string base_;
  std::string& out_;
};

}  // namespace

void write_sanitized(const xmlNode* node, const std::string& base, std::string& out) {
  Writer(base, out).write(node, 0);
}

}  // namespace n3::feeds
