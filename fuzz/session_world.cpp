#include "session_world.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

#include <n3/body.hpp>

#include "sasl/mechanisms.hpp"

namespace n3::fuzz {
namespace {

using namespace pop3;

// What a decision means for any question; 3 to 8 are up to the question, and all else is the sensible answer.
enum Decision : std::size_t { fails = 1, hangs = 2, is_answered_wrongly_first = 9 };
constexpr std::size_t decisions = 10;

sasl::Exchange foobar(sasl::Client client) {
  const std::string line = co_await client.respond();
  const auto space = line.find(' ');
  if (space == line.npos) co_return sasl::Deny{"FOOBAR expects <user> <password>"};
  const std::string user = line.substr(0, space);
  const bool good = co_await client.check(user, line.substr(space + 1));
  if (!good) co_return sasl::Deny{"no\r\n+OK"};
  co_return sasl::Grant{user};
}

sasl::Exchange chatty(sasl::Client client) {
  for (int i = 0; i < 3; ++i) {
    const std::string response = co_await client.respond_to("more\r\n.\r\n");
    if (response == "throw") throw std::runtime_error("as asked\r\n");
  }
  co_return sasl::Deny{};
}

std::shared_ptr<Service> make_service(std::size_t kind) {
  auto service = std::make_shared<Service>();
  service->mechanisms = {{.name = "PLAIN", .run = sasl::plain},
                         {.name = "LOGIN", .run = sasl::login},
                         {.name = "CRAM-MD5", .run = sasl::cram_md5, .needs = sasl::Needs::secret},
                         {.name = "FOOBAR", .run = foobar, .encoding = sasl::raw},
                         {.name = "CHATTY", .run = chatty, .encoding = sasl::raw}};
  service->user = kind % 4 != 3;
  service->apop = kind % 2 == 0;
  service->policy.sasl_line = 1024;
  service->random = [number = std::uint64_t{0}]() mutable { return ++number; };
  return service;
}

Channel make_channel(std::size_t kind) {
  return {.peer = "192.0.2.7:40112",
          .implicit_tls = kind % 8 == 4,
          .starttls = kind % 2 == 0,
          .plaintext_login = kind % 8 < 6};
}

std::vector<std::string> make_messages() {
  std::string large = "Subject: large\r\n\r\n";
  while (large.size() < 80'000)
    large += "." + std::string(large.size() % 150, 'x') + (large.size() % 3 == 0 ? "\n" : "\r\n");
  std::string one_line = "Subject: one line\n\n";
  one_line.append(70'000, '.');
  return {"From: a@example.org\r\n\r\ntext\r\n",
          ".\n.\n\n.\n..\n",
          "",
          "no empty line",
          "\r",
          "a\rb\r\r\n\n\n\n",
          large,
          one_line};
}

std::shared_ptr<const Listing> make_listing(std::size_t more) {
  std::vector<Entry> entries;
  for (const std::string& message : messages())
    entries.push_back({.uid = "uid" + std::to_string(entries.size()), .octets = octets(message)});
  for (std::size_t i = 0; i < more; ++i)
    entries.push_back({.uid = std::string(60, 'u') + std::to_string(i), .octets = octets(messages()[0])});
  return std::make_shared<const Listing>(std::move(entries));
}

const std::string& message(std::size_t index) { return messages()[index < messages().size() ? index : 0]; }

class NoChunks : public ChunkSource {  // the world gives them
  Answer<std::string_view> next() override { return std::string_view(); }
};

// All answers but the one that was asked for. The session must not take any of them.
void answer_wrongly(Session& session, const Question& question) {
  if (!std::holds_alternative<CheckCredential>(question)) session.answered(Verdict::granted("root"));
  if (!std::holds_alternative<FindSecret>(question)) session.answered(std::optional(Secret::clear("")));
  if (!std::holds_alternative<OpenMaildrop>(question)) session.answered(Snapshot{});
  if (!std::holds_alternative<OpenMessage>(question)) session.answered(Body::file("/etc/passwd"));
  if (!std::holds_alternative<NextChunk>(question)) session.answered(std::string_view("chunk"));
  if (!std::holds_alternative<RemoveMessages>(question)) session.answered(Done{});
}

}  // namespace

const std::vector<std::string>& messages() {
  static const std::vector<std::string> all = make_messages();
  return all;
}

std::string with_more(const std::string& message) { return message + "x"; }
std::string with_less(const std::string& message) { return "\r\n" + message.substr(0, message.size() / 2); }

World::World(Script script) : script_(script) {
  const std::size_t kind = script_.next();
  service_ = make_service(kind);
  channel_ = make_channel(kind);
}

void World::ask(const Question& question) {
  require(!asked_, "one question at a time");
  question_ = question;
  decision_ = script_.next(decisions);
  asked_ = true;
}

bool World::lets_it_hang() const { return decision_ == hangs; }

void World::answer(Session& session) {
  asked_ = false;
  if (decision_ == fails) return session.failed(Error::in_use("somebody\r\n+OK has it \xff"));
  if (decision_ == hangs) return session.timed_out();
  if (decision_ == is_answered_wrongly_first) answer_wrongly(session, question_);
  std::visit([&](const auto& question) { answer(session, question); }, question_);
}

void World::answer(Session& session, const CheckCredential& question) {
  const auto& [user, password] = question.credential;
  if (decision_ == 3) return session.answered(Verdict::denied("as the script says\r\n"));
  session.answered(password == "12345" ? Verdict::granted(user + "'s") : Verdict::denied("wrong password"));
}

void World::answer(Session& session, const FindSecret& question) {
  session.answered(question.user == "nobody" ? std::nullopt : std::optional(Secret::clear("12345")));
}

void World::answer(Session& session, const OpenMaildrop&) {
  static const auto few = make_listing(0);
  static const auto many = make_listing(1500);
  Snapshot snapshot{decision_ == 3 ? many : few, {}};
  if (decision_ == 4) snapshot.hidden = {{0, 1}, {2, 4}};
  if (decision_ == 5) snapshot.hidden = {{2, 3}, {1, 2}};
  if (decision_ == 6) snapshot.hidden = {{1, 100'000}};
  if (decision_ == 7) snapshot.listing = nullptr;
  if (decision_ == 8) snapshot.listing = std::make_shared<const Listing>();

  shown_.clear();
  const auto is_shown = [&](std::size_t i) {
    return std::ranges::none_of(snapshot.hidden, [i](const IndexRange& r) { return r.begin <= i && i < r.end; });
  };
  for (std::size_t i = 0; snapshot.listing && i < snapshot.listing->size(); ++i)
    if (is_shown(i)) shown_.push_back(i);
  session.answered(std::move(snapshot));
}

void World::answer(Session& session, const OpenMessage& question) {
  const std::string& bytes = message(question.index);
  message_ = bytes;
  const auto forever = std::shared_ptr<const void>(&bytes, [](const void*) {});
  if (decision_ == 3) return session.answered(Body::chunks(std::make_unique<NoChunks>()));
  if (decision_ == 4) return session.answered(Body::text(with_more(bytes)));
  if (decision_ == 5) return session.answered(Body::text(with_less(bytes)));
  if (decision_ == 6) return session.answered(Body::chunks(nullptr));
  if (decision_ == 7) return session.answered(Body::file("/etc/passwd"));
  session.answered(Body::view(bytes, forever));
}

void World::answer(Session& session, const NextChunk&) {
  constexpr std::size_t sizes[] = {20'000, 0, 0, 1, 7, 64, 65, 64 * 1024, 1 << 20, 20'000};
  const std::string_view chunk = message_.substr(0, sizes[decision_]);
  message_.remove_prefix(chunk.size());
  session.answered(chunk);
}

void World::answer(Session& session, const RemoveMessages& question) {
  removed_ = question.indexes;
  session.answered(Done{});
}

}  // namespace n3::fuzz
