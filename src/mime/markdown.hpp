#pragma once

#include <string>
#include <string_view>

namespace n3::mime {

/// Markdown (UTF-8) as an HTML document: CommonMark with tables, strikethrough and links that are just written down.
/// Fit for text from strangers: raw HTML is shown, not obeyed; links lead to the web, to mail, or to parts of the
/// message, not into scripts. Time and size are linear in the size of the text: what would take more (paragraphs beyond
/// 32 KiB, nesting beyond 100 levels, references that multiply their text) is shown as it was written.
std::string html_of_markdown(std::string_view markdown);

}  // namespace n3::mime
