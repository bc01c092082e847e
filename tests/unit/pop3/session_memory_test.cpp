#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <malloc.h>

#include <gtest/gtest.h>

#include "dialogue.hpp"
#include "pop3/session_impl.hpp"
#include "wire_form.hpp"

// What a session costs: while it waits, and whatever it sends.
namespace n3::pop3 {
namespace {

constexpr std::size_t KiB = 1024;

// Octets of the heap in use; always 0 under sanitizers, which have a heap of their own.
std::size_t heap() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

Snapshot messages_of(std::size_t count, std::uint64_t octets) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < count; ++i) entries.push_back({.uid = "uid-" + std::to_string(i), .octets = octets});
  return listing_of(std::move(entries));
}

// A body that comes in chunks, which the test gives.
Body no_chunks() {
  class Nothing : public ChunkSource {
    Answer<std::string_view> next() override { return std::string_view(); }
  };
  return Body::chunks(std::make_unique<Nothing>());
}

std::size_t heap_of_each(const std::function<void(Dialogue&)>& live) {
  constexpr std::size_t count = 200;
  const auto service = service_with_all();
  std::vector<std::unique_ptr<Dialogue>> dialogues;
  dialogues.reserve(count);
  const std::size_t before = heap();
  for (std::size_t i = 0; i < count; ++i) {
    dialogues.push_back(std::make_unique<Dialogue>(service));
    live(*dialogues.back());
    dialogues.back()->question.reset();
    EXPECT_EQ(dialogues.back()->step.kind, Step::Kind::read);
  }
  return (heap() - before) / count;
}

class SessionMemory : public testing::Test {
 protected:
  void SetUp() override {
    if (heap() == 0) GTEST_SKIP() << "this build has a heap that does not count";
  }
};

constexpr std::size_t waiting = 1536;

TEST_F(SessionMemory, of_a_client_that_has_only_connected_is_a_KiB_and_a_half) {
  const std::size_t octets = heap_of_each([](Dialogue& dialogue) { dialogue.go_on(); });
  EXPECT_LE(octets, waiting);
  EXPECT_LE(sizeof(Session::Impl), KiB);
}

TEST_F(SessionMemory, of_a_client_that_waits_is_no_more_whatever_it_has_done) {
  const Snapshot snapshot = messages_of(1000, 100 * KiB);
  const auto mail = std::make_shared<const std::string>("A: b\r\n\r\n" + std::string(100 * KiB - 10, 'x') + "\r\n");
  std::string noops;
  for (int i = 0; i < 1000; ++i) noops += "NOOP\r\n";
  const std::size_t octets = heap_of_each([&](Dialogue& dialogue) {
    dialogue.log_in(snapshot);
    dialogue.send("LIST\r\nUIDL\r\nRETR 1\r\n");
    dialogue.answer(Body::view(*mail, mail));
    dialogue.send(noops);
  });
  EXPECT_LE(octets, waiting);
}

// Answers come while what was there before is on its way.
void read_slowly(Dialogue& dialogue, std::string_view mail) {
  dialogue.session.received("RETR 1\r\n");
  std::string_view rest = mail;
  bool asked = false;
  const auto answer = [&] {
    asked = false;
    if (std::holds_alternative<OpenMessage>(*dialogue.question)) return dialogue.session.answered(no_chunks());
    dialogue.session.answered(std::exchange(rest, {}));
  };
  for (;;) {
    const Step step = dialogue.step = dialogue.session.next(dialogue.now);
    if (step.kind == Step::Kind::read) return;
    if (step.kind == Step::Kind::ask) dialogue.question = *step.question;
    if (step.kind == Step::Kind::write) dialogue.session.sent(std::min<std::size_t>(1000, step.bytes.size()));
    if (asked) answer();
    if (step.kind == Step::Kind::ask) asked = true;
  }
}

TEST_F(SessionMemory, of_a_client_that_waits_is_no_more_when_it_has_read_slowly) {
  const std::string mail = "A: b\r\n\r\n" + std::string(60 * KiB - 10, 'x') + "\r\n";
  const Snapshot snapshot = messages_of(1, mail.size());
  const std::size_t octets = heap_of_each([&](Dialogue& dialogue) {
    dialogue.log_in(snapshot);
    read_slowly(dialogue, mail);
    EXPECT_EQ(dialogue.session.summary().retrieved, 1);
  });
  EXPECT_LE(octets, waiting);
}

TEST_F(SessionMemory, of_half_a_command_is_no_more_than_the_command) {
  const std::size_t octets = heap_of_each([](Dialogue& dialogue) { dialogue.send("USER " + std::string(200, 'x')); });
  EXPECT_LE(octets, waiting + 512);
}

TEST_F(SessionMemory, of_a_line_that_never_ends_is_not_kept) {
  const std::string piece(16 * KiB, 'x');
  const std::size_t octets = heap_of_each([&](Dialogue& dialogue) {
    for (int i = 0; i < 10; ++i) dialogue.send(piece);
  });
  EXPECT_LE(octets, waiting);
}

// ---- Large things, in small pieces ----

class Lines : public ChunkSource {
 public:
  Answer<std::string_view> next() override { return piece_; }

 private:
  std::string piece_ = std::string(98, '.') + "\r\n" + std::string(98, '.') + "\r\n";
};

// The most that was seen while a large reply went out.
struct Seen {
  std::size_t written = 0;
  std::size_t largest_write = 0;
  std::size_t largest_heap = 0;
};

template <class Answer>
Seen watch(Dialogue& dialogue, std::size_t write_at_once, Answer answer) {
  const std::size_t before = heap();
  Seen seen;
  for (;;) {
    const Step step = dialogue.session.next(dialogue.now);
    seen.largest_heap = std::max(seen.largest_heap, heap() - std::min(heap(), before));
    if (step.kind == Step::Kind::ask) {
      answer(*step.question);
    } else if (step.kind == Step::Kind::write) {
      seen.largest_write = std::max(seen.largest_write, step.bytes.size());
      const std::size_t count = std::min(write_at_once, step.bytes.size());
      seen.written += count;
      dialogue.session.sent(count);
    } else {
      return seen;
    }
  }
}

constexpr std::size_t most_output = 65 * KiB;

TEST(SessionOutput, of_a_message_of_50_MB_in_chunks_is_never_more_than_65_KiB_at_a_time) {
  constexpr std::uint64_t pieces = 250'000;
  constexpr std::uint64_t octets = pieces * 200 + 2;  // all of it is header, and every line is stuffed
  for (const std::size_t write_at_once : {std::size_t{1} << 20, std::size_t{5000}}) {
    Dialogue dialogue;
    dialogue.log_in(listing_of({{.uid = "large", .octets = octets}}));
    dialogue.session.received("RETR 1\r\n");
    Lines lines;
    std::uint64_t given = 0;
    const Seen seen = watch(dialogue, write_at_once, [&](const Question& question) {
      if (std::holds_alternative<OpenMessage>(question))
        return dialogue.session.answered(Body::chunks(std::make_unique<Lines>()));
      dialogue.session.answered(given++ < pieces ? *lines.next().value() : std::string_view());
    });
    EXPECT_EQ(seen.written, octets + 2 * pieces + std::string_view("+OK 50000002 octets\r\n.\r\n").size());
    EXPECT_LE(seen.largest_write, most_output);
    EXPECT_LE(seen.largest_heap, 72 * KiB);
  }
}

TEST(SessionOutput, of_a_message_of_50_MB_in_memory_is_never_more_than_65_KiB_at_a_time) {
  auto mail = std::make_shared<std::string>("A: b\n\n");
  while (mail->size() < 50'000'000) mail->append(".\n").append(mail->size() % 150, 'x').append("\n");
  const std::uint64_t octets = n3::octets(*mail);
  Dialogue dialogue;
  dialogue.log_in(listing_of({{.uid = "large", .octets = octets}}));
  dialogue.session.received("RETR 1\r\n");
  const Seen seen =
      watch(dialogue, 1 << 20, [&](const Question&) { dialogue.session.answered(Body::view(*mail, mail)); });
  EXPECT_GT(seen.written, octets);
  EXPECT_LE(seen.largest_write, most_output);
  EXPECT_LE(seen.largest_heap, 72 * KiB);
}

TEST(SessionOutput, of_a_UIDL_of_a_million_messages_comes_in_pieces) {
  constexpr std::size_t count = 1'000'000;
  const Snapshot snapshot = messages_of(count, 100);
  for (const std::string_view command : {"UIDL\r\n", "LIST\r\n"}) {
    Dialogue dialogue;
    dialogue.log_in(snapshot);
    dialogue.session.received(command);
    const Seen seen = watch(dialogue, 1 << 20, [](const Question&) { FAIL() << "nothing is asked"; });
    EXPECT_GT(seen.written, count * 10);
    EXPECT_LE(seen.largest_write, most_output);
    EXPECT_LE(seen.largest_heap, 132 * KiB);
  }
}

TEST(SessionOutput, of_a_UIDL_of_a_million_messages_is_complete_and_in_order) {
  constexpr std::size_t count = 1'000'000;
  Dialogue dialogue;
  dialogue.log_in(messages_of(count, 100));
  dialogue.send("DELE 500000\r\n");
  const std::vector<std::string> lines = lines_of(dialogue.send("UIDL\r\n"));
  ASSERT_EQ(lines.size(), count + 1);  // the reply and the dot, less the one that is deleted
  for (std::size_t number = 1, line = 1; number <= count; ++number) {
    if (number == 500'000) continue;
    ASSERT_EQ(lines[line++], std::to_string(number) + " uid-" + std::to_string(number - 1));
  }
  EXPECT_EQ(lines.back(), ".");
}

TEST(SessionOutput, of_pipelined_commands_waits_for_the_client_to_read) {
  Dialogue dialogue;
  dialogue.log_in(messages_of(100, 100));
  std::string commands;
  for (int i = 0; i < 1000; ++i) commands += "LIST\r\n";
  dialogue.session.received(commands);
  const Seen seen = watch(dialogue, 5000, [](const Question&) { FAIL() << "nothing is asked"; });
  EXPECT_GT(seen.written, 700 * KiB);
  EXPECT_LE(seen.largest_write, most_output);
}

}  // namespace
}  // namespace n3::pop3
