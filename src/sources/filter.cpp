#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <n3/sources.hpp>

#include "base/settled.hpp"
#include "sources/pattern.hpp"

namespace n3 {
namespace {

std::optional<Pattern> pattern_of(const std::string& expression) {
  return expression.empty() ? std::nullopt : std::optional<Pattern>(expression);
}

bool is_in(const Pattern& pattern, const Message::Fields& fields) {
  const auto found = [&](const std::string& text) { return pattern.is_in(text); };
  return found(fields.subject) || found(fields.text ? *fields.text : fields.html.value_or("")) ||
         std::ranges::any_of(fields.from, found, &Mailbox::name) || std::ranges::any_of(fields.keywords, found);
}

class Filtered final : public Source {
 public:
  Filtered(std::unique_ptr<Source> source, const Filter& filter)
      : source_(std::move(source)),
        include_(pattern_of(filter.include)),
        exclude_(pattern_of(filter.exclude)),
        maximum_age_(filter.maximum_age) {}

  Answer<Batch> fetch(std::string_view cursor) override {
    auto answer = settled(source_->fetch(cursor));
    const auto now = std::chrono::system_clock::now();
    if (Batch* batch = answer.value())
      std::erase_if(batch->items, [&](const Item& item) { return is_old(item, now) || is_unwanted(item); });
    return answer;
  }

  bool removes() const override { return source_->removes(); }
  Answer<Done> remove(std::span<const std::string> keys) override { return source_->remove(keys); }
  void interrupt() override { source_->interrupt(); }

 private:
  bool is_old(const Item& item, std::chrono::system_clock::time_point now) const {
    const auto* message = std::get_if<Message>(&item.content);
    const auto date = item.date || !message ? item.date : message->fields().date;
    return maximum_age_.count() > 0 && date && *date < now - maximum_age_;
  }

  bool is_unwanted(const Item& item) const {
    const auto* message = std::get_if<Message>(&item.content);
    if (!message) return false;
    if (include_ && !is_in(*include_, message->fields())) return true;
    return exclude_ && is_in(*exclude_, message->fields());
  }

  const std::unique_ptr<Source> source_;
  const std::optional<Pattern> include_;
  const std::optional<Pattern> exclude_;
  const std::chrono::seconds maximum_age_;
};

}  // namespace

std::unique_ptr<Source> filtered(std::unique_ptr<Source> source, Filter filter) {
  return std::make_unique<Filtered>(std::move(source), filter);
}

}  // namespace n3
