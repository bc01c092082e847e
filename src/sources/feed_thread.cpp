#include "sources/feed_thread.hpp"

#include "sources/feed_readers.hpp"
#include "sources/link.hpp"

namespace n3::feeds {

void read_thread(Element element, const std::string& base, Entry& entry) {
  if (!element.is(Vocabulary::thread, "in-reply-to") || !entry.answers.empty()) return;
  entry.answers = element.attribute("ref");
  entry.answers_page = absolute(element.attribute("href"), element.base(base));
}

Thread::Thread(const Feed& feed, const KeyPolicy& policy) : policy_(policy) {
  for (const Entry& entry : feed.entries) {
    entries_.try_emplace(entry.id, &entry);
    if (entry.has_page) entries_.try_emplace(entry.link, &entry);
  }
  entries_.erase("");
}

std::string Thread::answered_by(const Entry& entry) const {
  const Entry* answered = find(entry.answers);
  if (!answered) answered = find(entry.answers_page);
  if (answered == &entry) return {};
  if (answered) return key_of(*answered, policy_);
  return policy_.ids && !entry.answers.empty() ? key_of({.id = entry.answers}, policy_) : std::string();
}

const Entry* Thread::find(const std::string& name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : found->second;
}

}  // namespace n3::feeds
