#include "net/setup.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace n3::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct WithSecrets : Accounts {
  bool has_secrets() const override { return true; }
};

Settings settings(std::shared_ptr<Accounts> accounts, std::vector<sasl::Mechanism> added = {}) {
  Settings settings;
  settings.accounts = std::move(accounts);
  settings.extensions = std::move(added);
  return settings;
}

std::vector<std::string> offered(const Settings& settings) {
  const auto setup = make_setup(settings);
  std::vector<std::string> names;
  if (setup->service->user) names.push_back("USER");
  if (setup->service->apop) names.push_back("APOP");
  for (const auto& mechanism : setup->service->mechanisms) names.push_back(mechanism.name);
  return names;
}

sasl::Exchange deny_all(sasl::Client) { co_return sasl::Deny{}; }

TEST(DottedHost, is_what_may_stand_in_stamps_and_message_ids) {
  const struct {
    const char* name;
    const char* host;
  } table[] = {
      {"pop.example.org", "pop.example.org"},
      {"pop", "pop.localdomain"},
      {"", "localhost.localdomain"},
      {".", "localhost.localdomain"},
      {"..", "localhost.localdomain"},
      {"pop.example.org.", "pop.example.org"},
      {".example.org", "example.org"},
      {"a..b", "a.b"},
      {"a.b..", "a.b"},
      {"pop_1.example.org", "pop1.example.org"},
      {"a b>@c.d\r\n", "abc.d"},
      {"münchen.example", "mnchen.example"},
      {"x-1.example", "x-1.example"},
  };
  for (const auto& row : table) EXPECT_EQ(dotted_host(row.name), row.host) << row.name;
}

TEST(DottedHost, is_found_for_this_machine) { EXPECT_THAT(dotted_host(host_name()), testing::HasSubstr(".")); }

TEST(Setup, offers_what_the_accounts_can_serve) {
  EXPECT_THAT(offered(settings(std::make_shared<Accounts>())), ElementsAre("USER", "PLAIN", "LOGIN"));
  EXPECT_THAT(offered(settings(std::make_shared<WithSecrets>())),
              ElementsAre("USER", "APOP", "CRAM-MD5", "PLAIN", "LOGIN"));
}

TEST(Setup, offers_no_more_than_is_wanted) {
  Settings some = settings(std::make_shared<WithSecrets>());
  some.offered = {"plain", "APOP"};
  EXPECT_THAT(offered(some), ElementsAre("APOP", "PLAIN"));
  some.offered = std::vector<std::string>();
  EXPECT_THAT(offered(some), IsEmpty());

  Settings none_that_can_be = settings(std::make_shared<Accounts>());
  none_that_can_be.offered = {"APOP", "CRAM-MD5", "NTLM"};
  EXPECT_THAT(offered(none_that_can_be), IsEmpty());
}

TEST(Setup, adds_mechanisms_behind_its_own_and_replaces_those_of_the_same_name) {
  const auto setup =
      make_setup(settings(std::make_shared<Accounts>(), {{"FOOBAR", deny_all}, {"PLAIN", deny_all, sasl::raw}}));
  const auto& mechanisms = setup->service->mechanisms;
  ASSERT_EQ(mechanisms.size(), 3u);
  EXPECT_EQ(mechanisms[0].name, "PLAIN");
  EXPECT_EQ(mechanisms[0].encoding, sasl::Encoding::raw);
  EXPECT_EQ(mechanisms[2].name, "FOOBAR");
}

TEST(Setup, offers_no_added_mechanism_that_the_accounts_cannot_serve) {
  const auto accounts = std::make_shared<Accounts>();
  const sasl::Mechanism digest{"DIGEST", deny_all, sasl::Encoding::base64, sasl::Needs::secret};
  const sasl::Mechanism token{"TOKEN", deny_all, sasl::Encoding::base64, sasl::Needs::nothing};
  EXPECT_THAT(offered(settings(accounts, {digest, token})), ElementsAre("USER", "PLAIN", "LOGIN", "TOKEN"));
}

}  // namespace
}  // namespace n3::net
