#include <n3/message.hpp>

#include <random>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "../../compose/invariants.hpp"
#include "../../compose/samples.hpp"

// Messages by chance, the same ones in every run. What must hold for each stands in tests/compose/invariants.hpp.
namespace {

TEST(ComposedMessages, keep_the_invariants) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    const Sample sample = random_sample(seed);
    ASSERT_EQ(broken_invariant(sample.message, sample.identity), "") << "seed " << seed;
  }
}

std::string noise(std::mt19937& engine, std::size_t most) {
  std::string bytes(engine() % (most + 1), '\0');
  for (char& c : bytes) c = static_cast<char>(engine() & 0xff);
  return bytes;
}

// Line ends and NULs are refused, all else has to be made presentable.
std::string noise_for_a_header(std::mt19937& engine) {
  std::string bytes = noise(engine, 200);
  std::erase_if(bytes, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  return bytes;
}

TEST(ComposedMessages, keep_the_invariants_for_noise) {
  std::mt19937 engine(1);
  for (int i = 0; i < 500; ++i) {
    n3::Message message;
    message.from(noise_for_a_header(engine), "a@b")
        .to(noise_for_a_header(engine), "c@d")
        .subject(noise_for_a_header(engine));
    message.header("X-Noise", noise_for_a_header(engine)).list_id(noise_for_a_header(engine), "e.f");
    message.text(noise(engine, 2000)).attach({.name = noise(engine, 100), .bytes = noise(engine, 500)});
    if (i % 2 == 0) message.html(noise(engine, 2000));
    if (i % 3 == 0) message.markdown(noise(engine, 2000));
    const n3::Identity identity{.uid = noise(engine, 100), .date = {}, .host = noise(engine, 10)};
    ASSERT_EQ(broken_invariant(message, identity), "") << "message " << i;
  }
}

// One octet in the middle of every header that takes text: every octet is either refused or harmless.
TEST(ComposedMessages, keep_the_invariants_for_every_octet) {
  for (int octet = 0; octet < 256; ++octet) {
    const std::string text = std::string("a") + static_cast<char>(octet) + "b";
    const bool refused = octet == '\r' || octet == '\n' || octet == 0;
    n3::Message message;
    message.text(text).attach({.name = text, .bytes = text});
    try {
      message.from(text, "a@b").subject(text).header("X-One", text).list_id(text, "c.d");
      EXPECT_FALSE(refused) << octet;
    } catch (const std::invalid_argument&) {
      EXPECT_TRUE(refused) << octet;
    }
    ASSERT_EQ(broken_invariant(message, {.uid = text, .date = {}, .host = text}), "") << octet;
  }
}

}  // namespace
