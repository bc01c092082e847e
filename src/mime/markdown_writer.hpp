#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <md4c.h>

namespace n3::mime {

/// Writes the HTML of what the Markdown parser finds. Each function returns false where the parser had better stop:
/// the HTML got longer than `limit`, or blocks are nested deeper than 100 levels.
class MarkdownWriter {
 public:
  explicit MarkdownWriter(std::size_t limit) : limit_(limit) {}

  bool enter_block(MD_BLOCKTYPE type, const void* detail);
  bool leave_block(MD_BLOCKTYPE type, const void* detail);
  bool enter_span(MD_SPANTYPE type, const void* detail);
  bool leave_span(MD_SPANTYPE type, const void* detail);
  bool text(MD_TEXTTYPE type, std::string_view text);

  const std::string& html() const { return html_; }

 private:
  void enter_list(const MD_BLOCK_OL_DETAIL& list);
  void enter_cell(std::string_view tag, const MD_BLOCK_TD_DETAIL& cell);
  void enter_link(const MD_SPAN_A_DETAIL& link);
  void enter_image(const MD_SPAN_IMG_DETAIL& image);
  void leave_image(const MD_SPAN_IMG_DETAIL& image);
  void add_url(std::string_view attribute, const MD_ATTRIBUTE& url);
  void add_title(const MD_ATTRIBUTE& title);
  void line_break(std::string_view tag);
  bool goes_on() const { return html_.size() <= limit_; }

  std::string html_;
  std::size_t limit_;
  std::size_t depth_ = 0;   // of blocks
  std::size_t images_ = 0;  // open: in an image all is text, for its alt attribute
};

}  // namespace n3::mime
