#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "base/base64.hpp"
#include "questions.hpp"

// What a session tells the log, and what it does with names that are none.
namespace n3::pop3 {
namespace {

sasl::Exchange granting(std::string name) { co_return sasl::Grant{std::move(name)}; }

TEST(Session, tells_the_log_what_has_failed_and_for_whom) {
  std::vector<std::string> log;
  auto service = service_with_all();
  service->log = [&](const Event& event) { log.push_back(event.text); };
  for (const Asking& asking : questions) {
    Dialogue dialogue(service, {.id = 17, .peer = "192.0.2.7:4", .starttls = true});
    asking.begin(dialogue);
    dialogue.session.timed_out();
    dialogue.go_on();
  }
  EXPECT_THAT(log, testing::ElementsAre("session=17: the accounts cannot be asked: that took too long",
                                        "session=17: the accounts cannot be asked: that took too long",
                                        "session=17 user=andris: the maildrop is not opened: that took too long",
                                        "session=17 user=andris: a message is not opened: that took too long",
                                        "session=17 user=andris: a message breaks off: that took too long: uid=one",
                                        "session=17 user=andris: messages are not removed: that took too long"));
}

TEST(Session, shortens_names_in_the_log_to_what_a_name_may_be) {
  std::string log;
  auto service = service_with_all();
  service->log = [&](const Event& event) { log += event.text; };
  Dialogue dialogue(service);
  dialogue.send("AUTH PLAIN " + base64_encode('\0' + std::string(12'000, '\1') + '\0' + "12345") + "\r\n");
  EXPECT_THAT(log, testing::HasSubstr("login failed"));
  EXPECT_LT(log.size(), 2000);
}

TEST(Session, lets_no_mechanism_grant_a_name_that_is_none) {
  for (const std::string& name : {std::string(), std::string(256, 'x'), std::string("../\n")}) {
    auto service = service_with_all();
    service->mechanisms = {{.name = "ANY", .run = [name](sasl::Client) { return granting(name); }}};
    Dialogue dialogue(service);
    dialogue.send("AUTH ANY\r\n");
    EXPECT_FALSE(dialogue.question) << name;
    EXPECT_EQ(dialogue.step.kind, Step::Kind::pause);
  }
}

}  // namespace
}  // namespace n3::pop3
