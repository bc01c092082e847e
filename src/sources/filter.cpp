#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <n3/sources.hpp>

#include "base/regular_file.hpp"
#include "base/settled.hpp"
#include "sources/mail_summary.hpp"
#include "sources/pattern.hpp"

namespace n3 {
namespace {

using sources::MailSummary;

std::optional<Pattern> pattern_of(const std::string& expression) {
  return expression.empty() ? std::nullopt : std::optional<Pattern>(expression);
}

bool is_in(const Pattern& pattern, const Message::Fields& fields) {
  const auto found = [&](const std::string& text) { return pattern.is_in(text); };
  return found(fields.subject) || found(fields.text ? *fields.text : fields.html.value_or("")) ||
         std::ranges::any_of(fields.from, found, &Mailbox::name) || std::ranges::any_of(fields.keywords, found);
}

bool is_in(const Pattern& pattern, const MailSummary& mail) {
  return pattern.is_in(mail.subject) ||
         std::ranges::any_of(mail.from, [&](const std::string& text) { return pattern.is_in(text); });
}

// What the filter asks for.
class Conditions {
 public:
  explicit Conditions(const Filter& filter)
      : include_(pattern_of(filter.include)), exclude_(pattern_of(filter.exclude)), maximum_age_(filter.maximum_age) {}

  bool any() const { return include_ || exclude_ || maximum_age_.count() > 0; }

  // `text` is a message's or a mail's.
  bool are_met(const auto& text, std::optional<std::chrono::sys_seconds> date) const {
    const auto now = std::chrono::system_clock::now();
    if (maximum_age_.count() > 0 && date && *date < now - maximum_age_) return false;
    if (include_ && !is_in(*include_, text)) return false;
    return !exclude_ || !is_in(*exclude_, text);
  }

 private:
  const std::optional<Pattern> include_;
  const std::optional<Pattern> exclude_;
  const std::chrono::seconds maximum_age_;
};

// The headers of mail files that have been read, until a batch has them no more, or the spool knows them.
class Headers {
 public:
  // Nothing: it is no mail, or cannot be read just now.
  std::optional<MailSummary> of(const Item& item) {
    if (const auto* mail = std::get_if<Mail>(&item.content)) return MailSummary::of(mail->bytes);
    const auto* file = std::get_if<MailFile>(&item.content);
    return file ? of_file(item.key, file->path) : std::nullopt;
  }

  void begin_batch() { last_ = std::exchange(now_, {}); }

 private:
  struct Read {
    std::string stamp;
    MailSummary summary;
  };

  std::optional<MailSummary> of_file(const std::string& key, const std::filesystem::path& path) {
    constexpr std::size_t longest_header = std::size_t{64} * 1024;
    auto file = RegularFile::open(path, Links::refuse);
    if (!file) return std::nullopt;
    const auto last = last_.find(key);
    if (last != last_.end() && last->second.stamp == file->stamp()) return (now_[key] = last->second).summary;
    std::string start(std::min<std::uint64_t>(longest_header, file->size()), '\0');
    const auto length = file->read(start);
    if (!length) return std::nullopt;
    start.resize(*length);
    return (now_[key] = {file->stamp(), MailSummary::of(start)}).summary;
  }

  std::map<std::string, Read> last_;  // by key, in the batch before
  std::map<std::string, Read> now_;
};

using Wanted = std::function<bool(const Item&)>;

Wanted both(Wanted one, Wanted other) {
  return [one = std::move(one), other = std::move(other)](const Item& item) { return one(item) && other(item); };
}

class Filtered final : public Source {
 public:
  Filtered(std::unique_ptr<Source> source, const Filter& filter)
      : source_(std::move(source)), conditions_(std::make_shared<const Conditions>(filter)) {
    is_wanted_ = [conditions = conditions_, headers = headers_](const Item& item) {
      const auto mail = headers->of(item);
      return !mail || conditions->are_met(*mail, item.date ? item.date : mail->date);
    };
  }

  Answer<Batch> fetch(std::string_view cursor) override {
    auto answer = settled(source_->fetch(cursor));
    Batch* batch = answer.value();
    if (!batch || !conditions_->any()) return answer;
    std::erase_if(batch->items, [&](const Item& item) { return is_unwanted(item); });
    if (!batch->items.empty()) headers_->begin_batch();
    for (Item& item : batch->items)
      item.is_wanted = item.is_wanted ? both(std::move(item.is_wanted), is_wanted_) : is_wanted_;
    return answer;
  }

  bool removes() const override { return source_->removes(); }
  Answer<Done> remove(std::span<const std::string> keys) override { return source_->remove(keys); }
  void interrupt() override { source_->interrupt(); }

 private:
  bool is_unwanted(const Item& item) const {
    const auto* message = std::get_if<Message>(&item.content);
    return message && !conditions_->are_met(message->fields(), item.date ? item.date : message->fields().date);
  }

  const std::unique_ptr<Source> source_;
  const std::shared_ptr<const Conditions> conditions_;
  const std::shared_ptr<Headers> headers_ = std::make_shared<Headers>();
  Wanted is_wanted_;  // nobody asks of what is known, and so its header is not read
};

}  // namespace

std::unique_ptr<Source> filtered(std::unique_ptr<Source> source, Filter filter) {
  return std::make_unique<Filtered>(std::move(source), filter);
}

}  // namespace n3
