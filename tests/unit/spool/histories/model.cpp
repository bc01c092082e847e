#include "model.hpp"

#include <algorithm>

namespace n3::histories {

using State = Model::Message::State;

Model::Message* Model::newest(std::size_t mailbox, const std::string& key) {
  Message* found = nullptr;
  for (Message& message : messages_)
    if (message.mailbox == mailbox && message.key == key) found = &message;
  return found;
}

bool Model::has_ever_said(std::size_t mailbox, const Said& said) const {
  return std::ranges::any_of(messages_, [&](const Message& message) {
    return message.mailbox == mailbox && message.key == said.key && message.text == said.text;
  });
}

void Model::take(std::size_t mailbox, const Said& said) {
  const Message fresh{
      .mailbox = mailbox, .key = said.key, .text = said.text, .account = said.account, .last_text = said.text};
  Message* known = newest(mailbox, said.key);
  if (!known) {
    messages_.push_back(fresh);
    return;
  }
  if (known->state == State::retired) return;
  for (Message& message : messages_)
    if (message.mailbox == mailbox && message.key == said.key && message.state == State::away)
      message.state = State::shown;

  const Changes changes = mailboxes[mailbox].rules.changes;
  const bool is_news = known->last_text != said.text && !has_ever_said(mailbox, said);
  if (!is_news || changes == Changes::ignore || (changes == Changes::replace && known->retrieved)) {
    known->last_text = said.text;
    return;
  }
  if (changes == Changes::replace) known->state = State::retired;
  messages_.push_back(fresh);
}

// Its text is the list of titles.
void Model::gather(const Fetch& fetch) {
  for (const Said& said : fetch.said) {
    if (newest(fetch.mailbox, said.key)) continue;
    messages_.push_back({fetch.mailbox, said.key, said.text, "", said.text, State::retired});
    gathered_.push_back(said.key);
  }
  if (gathered_.empty() || newest(fetch.mailbox, fetch.gathers)) return;
  std::string titles;
  for (std::size_t i = 0; i < gathered_.size(); ++i)
    titles += std::to_string(i + 1) + ". " + std::string(mailboxes[fetch.mailbox].name) + ", " + gathered_[i] + "\r\n";
  messages_.push_back({fetch.mailbox, fetch.gathers, titles, "", titles});
  gathered_.clear();
}

void Model::apply(const Fetch& fetch) {
  if (mailboxes[fetch.mailbox].gathers) return gather(fetch);
  std::set<std::string> keys;
  for (const Said& said : fetch.said)
    if (keys.insert(said.key).second) take(fetch.mailbox, said);
  if (mailboxes[fetch.mailbox].complete)
    for (Message& message : messages_)
      if (message.mailbox == fetch.mailbox && message.state == State::shown && !keys.contains(message.key))
        message.state = State::away;
  keep_newest(fetch.mailbox);
}

void Model::keep_newest(std::size_t mailbox) {
  const std::size_t keep = mailboxes[mailbox].rules.keep;
  if (keep == 0) return;
  std::map<std::string, std::vector<Message*>> shown;  // by account
  for (Message& message : messages_)
    if (message.mailbox == mailbox && message.state == State::shown) shown[message.account].push_back(&message);
  for (const auto& [account, all] : shown) {
    if (all.size() <= keep + keep / 10) continue;
    for (std::size_t i = 0; i < all.size() - keep; ++i) all[i]->state = State::retired;
  }
}

void Model::apply(const Visit& visit) {
  for (const std::size_t place : shown(visit.account, visit.mailboxes)) messages_[place].retrieved = true;
  deleted_[visit.account].insert(visit.deleted.begin(), visit.deleted.end());
}

void Model::apply(const GrowOld& grow_old) {
  for (Message& message : messages_)
    if (message.mailbox == grow_old.mailbox) message.state = State::retired;
}

std::vector<std::size_t> Model::shown(const std::string& account, const std::vector<std::size_t>& in) const {
  const auto deleted = deleted_.find(account);
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < messages_.size(); ++place) {
    const Message& message = messages_[place];
    const bool is_mine = message.account.empty() || message.account == account;
    const bool is_deleted = deleted != deleted_.end() && deleted->second.contains(place);
    if (is_mine && !is_deleted && message.state == State::shown && std::ranges::count(in, message.mailbox) > 0)
      places.push_back(place);
  }
  return places;
}

}  // namespace n3::histories
