#include "mime/markdown.hpp"

#include <algorithm>
#include <new>

#include <md4c.h>

#include "mime/escape.hpp"
#include "mime/markdown_writer.hpp"

namespace n3::mime {
namespace {

constexpr unsigned dialect = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML;

// The parser needs quadratic time in the size of a paragraph for some input, and far more of it in brackets that are
// nested. Blank lines end paragraphs, so this bounds both.
constexpr std::size_t longest_paragraph = std::size_t{32} * 1024;
constexpr std::size_t deepest_brackets = 100;
constexpr std::size_t longest_markdown = 1u << 30;  // sizes in the parser are 32 bit

class Paragraph {
 public:
  /// False where the paragraph that this line continues has got too much for the parser.
  bool admits(std::string_view line) {
    if (line.find_first_not_of(" \t\r") == line.npos) *this = {};
    size_ += line.size() + 1;
    return size_ <= longest_paragraph && std::ranges::all_of(line, [&](char c) { return admits_bracket(c); });
  }

 private:
  bool admits_bracket(char c) {
    if (c == '[') ++open_;
    if (c == ']' && open_ > 0) --open_;
    return open_ <= deepest_brackets;
  }

  std::size_t size_ = 0;
  std::size_t open_ = 0;
};

bool is_parseable(std::string_view markdown) {
  if (markdown.size() > longest_markdown) return false;
  Paragraph paragraph;
  while (!markdown.empty()) {
    const std::size_t end = markdown.find('\n');
    if (!paragraph.admits(markdown.substr(0, end))) return false;
    if (end == markdown.npos) break;
    markdown.remove_prefix(end + 1);
  }
  return true;
}

struct Parsing {
  MarkdownWriter writer;
  bool stopped = false;  // the parser may go on, and does not always say that it was stopped
};

// Callbacks from C: nothing may be thrown through them. Anything but 0 ends the parsing.
int guarded(void* self, auto call) noexcept {
  auto& parsing = *static_cast<Parsing*>(self);
  try {
    parsing.stopped = parsing.stopped || !call(parsing.writer);
  } catch (const std::bad_alloc&) {
    parsing.stopped = true;
  }
  return parsing.stopped ? 1 : 0;
}

bool parse(std::string_view markdown, Parsing& parsing) {
  MD_PARSER parser{};
  parser.flags = dialect;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return guarded(self, [&](MarkdownWriter& to) { return to.enter_block(type, detail); });
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return guarded(self, [&](MarkdownWriter& to) { return to.leave_block(type, detail); });
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    return guarded(self, [&](MarkdownWriter& to) { return to.enter_span(type, detail); });
  };
  parser.leave_span = [](MD_SPANTYPE type, void* detail, void* self) {
    return guarded(self, [&](MarkdownWriter& to) { return to.leave_span(type, detail); });
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    return guarded(self, [&](MarkdownWriter& to) { return to.text(type, {text, size}); });
  };
  const int failed = md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &parsing);
  return failed == 0 && !parsing.stopped;
}

std::string document(std::string_view body) {
  std::string html = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n";
  html += body;
  html += "</body>\n</html>\n";
  return html;
}

}  // namespace

std::string html_of_markdown(std::string_view markdown) {
  if (is_parseable(markdown)) {
    Parsing parsing{MarkdownWriter(markdown.size() * 32 + 65536)};
    if (parse(markdown, parsing)) return document(parsing.writer.html());
  }
  return document("<pre>" + escaped_html(markdown) + "</pre>\n");
}

}  // namespace n3::mime
