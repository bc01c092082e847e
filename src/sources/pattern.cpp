#include "sources/pattern.hpp"

#include <stdexcept>

#include <re2/re2.h>

namespace n3 {

Pattern::Pattern(const std::string& expression) : expression_(std::make_unique<re2::RE2>(expression, re2::RE2::Quiet)) {
  if (!expression_->ok())
    throw std::invalid_argument("\"" + expression + "\" is no regular expression: " + expression_->error());
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;

bool Pattern::is_in(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *expression_);
}

}  // namespace n3
