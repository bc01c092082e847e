#include "mime/markdown_writer.hpp"

#include <algorithm>

#include "mime/escape.hpp"
#include "mime/markdown_text.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t deepest_blocks = 100;

struct Block {
  std::string_view tag;
  MD_BLOCKTYPE type;
  bool holds_blocks;  // and so has a line of its own
};

constexpr Block blocks[] = {
    {"blockquote", MD_BLOCK_QUOTE, true}, {"ul", MD_BLOCK_UL, true},       {"ol", MD_BLOCK_OL, true},
    {"li", MD_BLOCK_LI, false},           {"p", MD_BLOCK_P, false},        {"table", MD_BLOCK_TABLE, true},
    {"thead", MD_BLOCK_THEAD, true},      {"tbody", MD_BLOCK_TBODY, true}, {"tr", MD_BLOCK_TR, true},
    {"th", MD_BLOCK_TH, false},           {"td", MD_BLOCK_TD, false},
};

struct Span {
  MD_SPANTYPE type;
  std::string_view tag;
};

constexpr Span spans[] = {
    {MD_SPAN_EM, "em"}, {MD_SPAN_STRONG, "strong"}, {MD_SPAN_CODE, "code"}, {MD_SPAN_DEL, "del"}, {MD_SPAN_A, "a"},
};

const Block& of(MD_BLOCKTYPE type) { return *std::ranges::find(blocks, type, &Block::type); }
const Span& of(MD_SPANTYPE type) { return *std::ranges::find(spans, type, &Span::type); }

std::string element(std::string_view tag) { return '<' + std::string(tag) + '>'; }
std::string end_of(std::string_view tag) { return "</" + std::string(tag) + '>'; }
std::string heading(const void* detail) {
  return 'h' + std::to_string(static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level);
}

}  // namespace

bool MarkdownWriter::enter_block(MD_BLOCKTYPE type, const void* detail) {
  if (++depth_ > deepest_blocks) return false;
  switch (type) {
    case MD_BLOCK_DOC: break;
    case MD_BLOCK_HR: html_ += "<hr>\n"; break;
    case MD_BLOCK_H: html_ += element(heading(detail)); break;
    case MD_BLOCK_CODE: html_ += "<pre><code>"; break;
    case MD_BLOCK_OL: enter_list(*static_cast<const MD_BLOCK_OL_DETAIL*>(detail)); break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: enter_cell(of(type).tag, *static_cast<const MD_BLOCK_TD_DETAIL*>(detail)); break;
    default: html_ += element(of(type).tag) + (of(type).holds_blocks ? "\n" : "");
  }
  return goes_on();
}

bool MarkdownWriter::leave_block(MD_BLOCKTYPE type, const void* detail) {
  --depth_;
  switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR: break;
    case MD_BLOCK_H: html_ += end_of(heading(detail)) + '\n'; break;
    case MD_BLOCK_CODE: html_ += "</code></pre>\n"; break;
    default: html_ += end_of(of(type).tag) + '\n';
  }
  return goes_on();
}

bool MarkdownWriter::enter_span(MD_SPANTYPE type, const void* detail) {
  if (type == MD_SPAN_IMG) {
    if (images_++ == 0) enter_image(*static_cast<const MD_SPAN_IMG_DETAIL*>(detail));
  } else if (images_ == 0) {
    if (type == MD_SPAN_A) {
      enter_link(*static_cast<const MD_SPAN_A_DETAIL*>(detail));
    } else {
      html_ += element(of(type).tag);
    }
  }
  return goes_on();
}

bool MarkdownWriter::leave_span(MD_SPANTYPE type, const void* detail) {
  if (type == MD_SPAN_IMG) {
    if (--images_ == 0) leave_image(*static_cast<const MD_SPAN_IMG_DETAIL*>(detail));
  } else if (images_ == 0) {
    html_ += end_of(of(type).tag);
  }
  return goes_on();
}

bool MarkdownWriter::text(MD_TEXTTYPE type, std::string_view text) {
  switch (type) {
    case MD_TEXT_NULLCHAR: html_ += "\uFFFD"; break;
    case MD_TEXT_BR: line_break("<br>\n"); break;
    case MD_TEXT_SOFTBR: line_break("\n"); break;
    case MD_TEXT_ENTITY: html_ += text; break;
    default: html_ += escaped_html(text);
  }
  return goes_on();
}

void MarkdownWriter::enter_list(const MD_BLOCK_OL_DETAIL& list) {
  html_ += list.start == 1 ? "<ol>\n" : "<ol start=\"" + std::to_string(list.start) + "\">\n";
}

void MarkdownWriter::enter_cell(std::string_view tag, const MD_BLOCK_TD_DETAIL& cell) {
  html_ += '<';
  html_ += tag;
  if (cell.align == MD_ALIGN_LEFT) html_ += " align=\"left\"";
  if (cell.align == MD_ALIGN_CENTER) html_ += " align=\"center\"";
  if (cell.align == MD_ALIGN_RIGHT) html_ += " align=\"right\"";
  html_ += '>';
}

void MarkdownWriter::enter_link(const MD_SPAN_A_DETAIL& link) {
  html_ += "<a";
  add_url("href", link.href);
  add_title(link.title);
  html_ += '>';
}

void MarkdownWriter::enter_image(const MD_SPAN_IMG_DETAIL& image) {
  html_ += "<img";
  add_url("src", image.src);
  html_ += " alt=\"";
}

void MarkdownWriter::leave_image(const MD_SPAN_IMG_DETAIL& image) {
  html_ += '"';
  add_title(image.title);
  html_ += '>';
}

void MarkdownWriter::add_url(std::string_view attribute, const MD_ATTRIBUTE& url) {
  if (!is_harmless(url)) return;
  html_ += ' ';
  html_ += attribute;
  html_ += "=\"" + attribute_url(url) + '"';
}

void MarkdownWriter::add_title(const MD_ATTRIBUTE& title) {
  if (title.text == nullptr) return;
  html_ += " title=\"" + attribute_text(title) + '"';
}

void MarkdownWriter::line_break(std::string_view tag) { html_ += images_ > 0 ? " " : tag; }

}  // namespace n3::mime
