#include "sources/feed_list.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include <n3/sources.hpp>

#include "base/digest.hpp"
#include "base/take.hpp"
#include "http/url.hpp"
#include "sources/fetched.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t most_at_once = 8;
constexpr std::size_t name_octets = 16;
constexpr std::chrono::minutes most_time{5};  // to finish messages: all who log in may be waiting for the batch

// The same whatever user and password are.
std::string name_of(const std::string& url) { return sha256_hex(http::without_user(url)).substr(0, name_octets); }

// Calls `work` with each number below `count`, several at once.
void for_each_at_once(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(count, most_at_once); ++i)
    threads.emplace_back([&] {
      for (std::size_t number = next++; number < count; number = next++) work(number);
    });
}

// What each feed does to its messages, as long as there is time for all of them.
class Finishing {
 public:
  std::function<Message(Message)> in_time(std::function<Message(Message)> finish) const {
    return [finish = std::move(finish), end = end_](Message message) {
      if (!*end) *end = Clock::now() + most_time;
      return Clock::now() < **end ? finish(std::move(message)) : message;
    };
  }

 private:
  using Clock = std::chrono::steady_clock;
  const std::shared_ptr<std::optional<Clock::time_point>> end_ =
      std::make_shared<std::optional<Clock::time_point>>();  // begins with the first of them
};

void sort_by_date(std::vector<Item>& items) {
  if (std::ranges::all_of(items, [](const Item& item) { return item.date.has_value(); }))
    std::ranges::stable_sort(items, {}, [](const Item& item) { return *item.date; });
}

}  // namespace

// "NAME OCTETS\n" and the cursor, for each.
FeedList::Cursors FeedList::cursors_of(std::string_view text) {
  Cursors cursors;
  while (text.size() > name_octets) {
    const std::string name(take(text, name_octets));
    take(text, 1);
    const std::string_view number = take(text, text.find('\n'));
    take(text, 1);
    std::size_t octets = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), octets).ec != std::errc{}) return cursors;
    cursors[name] = take(text, octets);
  }
  return cursors;
}

std::string FeedList::to_text(const Cursors& cursors) {
  std::string text;
  for (const auto& [name, cursor] : cursors) text += name + " " + std::to_string(cursor.size()) + "\n" + cursor;
  return text;
}

void FeedList::update_members(std::vector<std::string>& problems) {
  const Urls urls = urls_();
  if (!urls) return problems.push_back(urls.error());
  std::set<std::string> names;
  const std::lock_guard lock(mutex_);
  for (const std::string& url : *urls) {
    const std::string name = name_of(url);
    const auto known = members_.find(name);
    try {
      if (known == members_.end() || known->second.url != url) members_.insert_or_assign(name, Member{url, make_(url)});
      names.insert(name);
      if (interrupted_) members_.at(name).source->interrupt();
    } catch (const std::invalid_argument& mistake) {
      problems.emplace_back(mistake.what());
    }
  }
  std::erase_if(members_, [&](const auto& member) { return !names.contains(member.first); });
}

Answer<Batch> FeedList::fetch(std::string_view text) {
  std::vector<std::string> problems;
  update_members(problems);
  if (members_.empty() && !problems.empty()) return Error::temporary(problems.front());
  const Cursors cursors = cursors_of(text);
  std::vector<std::pair<std::string, Member*>> due;
  for (auto& [name, member] : members_)
    if (member.paused_until <= Clock::now()) due.emplace_back(name, &member);

  std::vector<std::pair<std::string, Batch>> batches(due.size());
  std::mutex counting;
  std::size_t done = 0;
  for_each_at_once(due.size(), [&](std::size_t i) {
    auto& [name, member] = due[i];
    const auto cursor = cursors.find(name);
    batches[i] = {name, fetched(*member->source, cursor == cursors.end() ? "" : cursor->second)};
    member->paused_until = Clock::now() + std::min<std::chrono::seconds>(batches[i].second.pause, std::chrono::days(1));
    const std::lock_guard lock(counting);
    if (progress_) progress_(++done, due.size());
  });
  Batch batch = joined(std::move(batches), cursors);
  batch.problems.insert(batch.problems.begin(), problems.begin(), problems.end());
  return batch;
}

Batch FeedList::joined(std::vector<std::pair<std::string, Batch>> batches, const Cursors& before) const {
  Batch all;
  Cursors cursors;
  for (const auto& [name, cursor] : before)
    if (members_.contains(name)) cursors[name] = cursor;
  const Finishing finishing;
  std::size_t failures = 0;
  for (auto& [name, batch] : batches) {
    const std::string prefix = http::without_secrets(members_.at(name).url) + ": ";
    for (const std::string& problem : batch.problems) all.problems.push_back(prefix + problem);
    if (batch.failure) {
      ++failures;
      all.problems.push_back(prefix + "not fetched: " + batch.failure->text);
      continue;
    }
    cursors[name] = batch.cursor;
    for (Item& item : batch.items) {
      item.key = name + " " + item.key;
      if (!item.in_reply_to.empty()) item.in_reply_to = name + " " + item.in_reply_to;
      if (item.finish) item.finish = finishing.in_time(std::move(item.finish));
      all.items.push_back(std::move(item));
    }
  }
  if (failures > 0 && failures == members_.size()) all.failure = Error::temporary(all.problems.back());
  sort_by_date(all.items);
  all.cursor = to_text(cursors);
  return all;
}

void FeedList::interrupt() {
  const std::lock_guard lock(mutex_);
  interrupted_ = true;
  for (auto& [name, member] : members_) member.source->interrupt();
}

}  // namespace n3::feeds

namespace n3 {

std::unique_ptr<Source> feed_list(std::vector<std::string> urls, const FeedOptions& options) {
  const auto make = [options](const std::string& url) { return feed(url, options); };
  for (const std::string& url : urls) make(url);  // what is wrong with one is said at once
  return std::make_unique<feeds::FeedList>([urls = std::move(urls)] { return urls; }, make, options.progress);
}

}  // namespace n3
