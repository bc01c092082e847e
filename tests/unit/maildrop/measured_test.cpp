#include <n3/maildrop.hpp>

#include <functional>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bodies.hpp"
#include "folder.hpp"

namespace n3 {
namespace {

using Opener = std::function<Answer<Body>()>;

// Rows of a table: a uid, the octets that are known (0: none are) and how the message is had.
struct Row {
  std::string uid;
  std::uint64_t octets;
  Opener open;
};

// What the sessions of a test have in common.
struct Table {
  std::vector<Row> rows;
  std::vector<IndexRange> hidden;
  std::optional<Error> down;
  bool forgets_listing = false;
  std::vector<std::string> opened;
  std::vector<std::size_t> removed;
};

class Rows : public Maildrop {
 public:
  explicit Rows(std::shared_ptr<Table> table) : table_(std::move(table)) {}

  Answer<Snapshot> list() override {
    if (table_->down) return *table_->down;
    std::vector<Entry> entries;
    for (const Row& row : table_->rows) entries.push_back({.uid = row.uid, .octets = row.octets});
    if (table_->forgets_listing) return Snapshot{};
    return Snapshot{std::make_shared<const Listing>(std::move(entries)), table_->hidden};
  }
  Answer<Body> open(std::size_t index) override {
    table_->opened.push_back(table_->rows[index].uid);
    return table_->rows[index].open();
  }
  Answer<Done> remove(std::span<const std::size_t> indexes) override {
    table_->removed.assign(indexes.begin(), indexes.end());
    return Done{};
  }
  std::vector<std::string> locks() const override { return {"rows"}; }

 private:
  std::shared_ptr<Table> table_;
};

Opener text(std::string bytes) {
  return [bytes] { return Body::text(bytes); };
}
Opener error(std::string words) {
  return [words]() -> Answer<Body> { return Error::permanent(words); };
}

class MeasuredTest : public testing::Test {
 protected:
  std::unique_ptr<Maildrop> session() { return measured(std::make_unique<Rows>(table), sizes); }

  // The octets of each message as a session is told them, or the error.
  std::vector<std::uint64_t> listed() {
    auto answer = session()->list();
    std::vector<std::uint64_t> octets;
    EXPECT_EQ(answer.error(), nullptr) << answer.error()->text;
    if (answer.error()) return octets;
    for (const Entry& entry : *answer.value()->listing) octets.push_back(entry.octets);
    return octets;
  }
  std::string list_error() {
    auto answer = session()->list();
    return answer.error() ? answer.error()->text : "no error";
  }

  std::shared_ptr<Table> table = std::make_shared<Table>();
  std::shared_ptr<Sizes> sizes = std::make_shared<Sizes>();
};

using Octets = std::vector<std::uint64_t>;
using Uids = std::vector<std::string>;

TEST_F(MeasuredTest, a_size_that_is_known_is_believed) {
  table->rows = {{"a", 120, error("never opened")}, {"b", 80, error("never opened")}};
  EXPECT_EQ(listed(), (Octets{120, 80}));
  EXPECT_EQ(table->opened, Uids{});
}

TEST_F(MeasuredTest, a_size_that_is_not_known_is_that_of_the_wire) {
  table->rows = {{"a", 120, error("never opened")}, {"b", 0, text("A: b\n\n.x\n")}, {"c", 0, text("")}};
  EXPECT_EQ(listed(), (Octets{120, 12, 2}));
  EXPECT_EQ(table->opened, (Uids{"b", "c"}));
}

TEST_F(MeasuredTest, a_message_is_opened_once_for_all_sessions) {
  table->rows = {{"a", 0, text("A: b\n\ntext\n")}};
  EXPECT_EQ(listed(), Octets{14});
  EXPECT_EQ(listed(), Octets{14});
  table->rows.insert(table->rows.begin(), {"new", 0, text("")});
  EXPECT_EQ(listed(), (Octets{2, 14}));
  EXPECT_EQ(table->opened, (Uids{"a", "new"}));
}

TEST_F(MeasuredTest, views_files_and_chunks_measure_the_same) {
  const test::Folder folder;
  std::string mail = "A: b\n\n";
  while (mail.size() < 200'000) mail += ".line " + std::to_string(mail.size()) + "\n";
  const auto small = folder.write("small.eml", "A: b\n\ntext");
  const auto large = folder.write("large.eml", mail);
  const auto owner = std::make_shared<const std::string>(mail);
  const std::uint64_t size = octets(mail);

  table->rows.push_back({"small-file", 0, [&] { return Body::file(small); }});
  table->rows.push_back({"large-file", 0, [&] { return Body::file(large); }});
  table->rows.push_back({"view", 0, [&] { return Body::view(*owner, owner); }});
  table->rows.push_back({"two-chunks", 0, [&] { return in_pieces({mail.substr(0, 1000), mail.substr(1000)}); }});
  table->rows.push_back({"cut-in-crlf", 0, [] { return in_pieces({"A: b\r", "\n\r", "\ntext\r", "\n"}); }});
  EXPECT_EQ(listed(), (Octets{14, size, size, size, 14}));
}

TEST_F(MeasuredTest, a_body_and_its_pieces_may_come_later) {
  class Slow : public ChunkSource {
   public:
    Answer<std::string_view> next() override {
      auto [answer, reply] = Answer<std::string_view>::later();
      const bool first = !std::exchange(asked_, true);
      thread_ = std::jthread(
          [reply = std::move(reply), first]() mutable { reply(first ? "A: b\n\ntext\n" : std::string_view()); });
      return std::move(answer);
    }

   private:
    bool asked_ = false;
    std::jthread thread_;
  };
  std::jthread opener;
  table->rows = {{"a", 0, [&]() -> Answer<Body> {
                    auto [answer, reply] = Answer<Body>::later();
                    opener = std::jthread(
                        [reply = std::move(reply)]() mutable { reply(Body::chunks(std::make_unique<Slow>())); });
                    return std::move(answer);
                  }}};
  EXPECT_EQ(listed(), Octets{14});
}

TEST_F(MeasuredTest, what_is_hidden_is_not_opened) {
  table->rows = {{"a", 0, text("")}, {"b", 0, error("hidden")}, {"c", 0, text("A: b\n\ntext\n")}};
  table->hidden = {{1, 2}};
  EXPECT_EQ(listed(), (Octets{2, 0, 14}));
  EXPECT_EQ(table->opened, (Uids{"a", "c"}));
  EXPECT_EQ(session()->list().value()->hidden, (std::vector<IndexRange>{{1, 2}}));
}

TEST_F(MeasuredTest, a_message_that_cannot_be_opened_refuses_the_login) {
  table->rows = {{"a", 0, text("")}, {"b", 0, error("the table has gone")}};
  EXPECT_EQ(list_error(), "the table has gone");
}

TEST_F(MeasuredTest, a_body_that_breaks_off_refuses_the_login_and_is_measured_again) {
  bool mended = false;
  table->rows = {
      {"a", 0, [&] { return mended ? Body::text("A: b\n\ntext\n") : in_pieces({"A: b\n\nte"}, "the line broke"); }}};
  EXPECT_EQ(list_error(), "the line broke");
  mended = true;
  EXPECT_EQ(listed(), Octets{14});
}

TEST_F(MeasuredTest, a_file_that_is_missing_refuses_the_login) {
  table->rows = {{"a", 0, [] { return Body::file("/nowhere/a.eml"); }}};
  EXPECT_EQ(list_error(), "cannot read a.eml: No such file or directory");
}

TEST_F(MeasuredTest, a_maildrop_that_cannot_be_listed_says_why) {
  table->down = Error::in_use("another session has it");
  EXPECT_EQ(list_error(), "another session has it");
}

TEST_F(MeasuredTest, a_maildrop_that_breaks_its_promises_is_no_crash) {
  table->rows = {{"a", 0, [] { return Body::chunks(nullptr); }}};
  EXPECT_EQ(list_error(), "the message cannot be opened");

  table->forgets_listing = true;
  EXPECT_EQ(session()->list().value()->listing, nullptr) << "the session refuses it";
}

TEST_F(MeasuredTest, all_else_is_asked_of_the_maildrop_itself) {
  table->rows = {{"a", 0, text("mail")}};
  const auto maildrop = session();
  auto opened = maildrop->open(0);
  EXPECT_EQ(read_all(std::move(*opened.value())), "mail");
  EXPECT_EQ(maildrop->locks(), Uids{"rows"});
  EXPECT_FALSE(maildrop->instant()) << "measuring may block";
  const std::vector<std::size_t> indexes{0};
  EXPECT_NE(maildrop->remove(indexes).value(), nullptr);
  EXPECT_EQ(table->removed, indexes);
}

}  // namespace
}  // namespace n3
