#include "config/config.hpp"

#include <gmock/gmock.h>

#include "demo/demo.hpp"

namespace n3::program {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;

Config parsed(std::string_view text) {
  auto [config, problems] = parse_config(text, "/etc/n3");
  for (const Problem& problem : problems) ADD_FAILURE() << to_string(problem, "n3.toml");
  return std::move(config);
}

constexpr std::string_view smallest = R"(
[[listen]]
address = "127.0.0.1:1110"
tls = "none"

[[account]]
user = "andris"
password = "12345"

[mailbox.blog]
[[mailbox.blog.source]]
type = "feed"
url = "https://blog.example.org/feed.xml"
)";

TEST(Config, has_defaults_for_all_but_listeners_accounts_and_sources) {
  const Config config = parsed(smallest);
  EXPECT_THAT(config.name, HasSubstr("."));
  EXPECT_EQ(config.spool, "n3.db");
  EXPECT_FALSE(config.tls);
  EXPECT_THAT(config.mechanisms, IsEmpty());
  EXPECT_EQ(config.policy.idle, 10min);
  EXPECT_EQ(config.policy.failure_delay, 2s);
  EXPECT_EQ(config.drain, 10s);

  ASSERT_EQ(config.listen.size(), 1u);
  EXPECT_TRUE(config.listen[0].plaintext_login.loopback);
  EXPECT_FALSE(config.listen[0].plaintext_login.everywhere);

  ASSERT_EQ(config.accounts.size(), 1u);
  EXPECT_THAT(config.accounts[0].mailboxes, ElementsAre("blog")) << "the only one there is";

  const auto& source = config.mailboxes.at(0).sources.at(0);
  EXPECT_EQ(source.name, "https://blog.example.org/feed.xml");
  EXPECT_EQ(std::get<FeedSource>(source.what).refresh, 15min);
}

TEST(Config, takes_what_is_written) {
  const Config config = parsed(R"(
name = "pop.example.org"
spool = "/srv/n3/mail.db"
[[listen]]
address = "*:110"
plaintext_login = ["10.0.0.0/8", "fd00::/8"]
[[listen]]
address = "[::]:995"
[[listen]]
address = "unix:/run/n3/pop3.sock"
plaintext_login = "never"
[[listen]]
address = "127.0.0.1:995"
tls = "starttls"
plaintext_login = "always"
[tls]
certificate = "fullchain.pem"
key = "/secret/key.pem"
[auth]
mechanisms = ["PLAIN", "FOOBAR"]
failure_delay = "500ms"
[timeouts]
login = "30s"
idle = "1h"
question = "20s"
drain = "1500ms"
[[account]]
user = "andris"
password = "p ä\t\"ss"
mailboxes = ["inbox", "blog"]
[[account]]
user = "*"
password_hash = "$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"
mailboxes = ["blog"]
[[mailbox.inbox.source]]
type = "maildir"
uidl = "header:X-UIDL"
path = "mail/andris"
delete = "ledger"
exclude = "(?i)spam"
maximum_age = "30d"
[mailbox.blog]
keep = 500
keep_for = "30d"
backlog = 20
changes = "reply"
report_after = "2h"
lock = "exclusive"
[[mailbox.blog.source]]
type = "feed"
url = "feeds/news.xml"
refresh = "90s"
largest = "1MiB"
name = "news"
[[mailbox.blog.source]]
type = "directory"
path = "/srv/mail"
delete = "source"
[[mailbox.blog.source]]
type = "mbox"
path = "inbox"
format = "mboxo"
[[mailbox.blog.source]]
type = "demo"
fresh = "once"
)");
  EXPECT_EQ(config.name, "pop.example.org");
  ASSERT_EQ(config.listen.size(), 4u);
  EXPECT_EQ(config.listen[0].tls, Tls::starttls);
  EXPECT_THAT(config.listen[0].plaintext_login.networks, ElementsAre("10.0.0.0/8", "fd00::/8"));
  EXPECT_EQ(config.listen[1].tls, Tls::implicit) << "port 995";
  EXPECT_EQ(config.listen[2].tls, Tls::none) << "a unix socket";
  EXPECT_FALSE(config.listen[2].plaintext_login.loopback);
  EXPECT_EQ(config.listen[3].tls, Tls::starttls);
  EXPECT_TRUE(config.listen[3].plaintext_login.everywhere);

  EXPECT_EQ(config.tls->files.chain, "/etc/n3/fullchain.pem");
  EXPECT_EQ(config.tls->files.key, "/secret/key.pem");
  EXPECT_THAT(config.mechanisms, ElementsAre("PLAIN", "FOOBAR"));
  EXPECT_EQ(config.policy.failure_delay, 500ms);
  EXPECT_EQ(config.policy.login, 30s);
  EXPECT_EQ(config.policy.idle, 1h);
  EXPECT_EQ(config.policy.question, 20s);
  EXPECT_EQ(config.drain, 1500ms);

  EXPECT_EQ(config.accounts.at(0).login.password, "p ä\t\"ss");
  EXPECT_THAT(config.accounts.at(0).mailboxes, ElementsAre("inbox", "blog"));
  EXPECT_THAT(config.accounts.at(1).login.hash, HasSubstr("$2b$05$"));

  ASSERT_EQ(config.mailboxes.size(), 2u);
  EXPECT_EQ(config.mailboxes[0].name, "inbox");
  const auto& maildir = std::get<MaildirSource>(config.mailboxes[0].sources.at(0).what);
  EXPECT_EQ(maildir.path, "/etc/n3/mail/andris");
  EXPECT_EQ(maildir.on_delete, OnDelete::hide);
  EXPECT_EQ(maildir.uidl, "header:X-UIDL");
  EXPECT_EQ(maildir.filter.exclude, "(?i)spam");
  EXPECT_EQ(maildir.filter.maximum_age, 30 * 24h);
  EXPECT_EQ(config.mailboxes[0].rules.lock, Lock::by_source);
  const MailboxRules& rules = config.mailboxes[1].rules;
  EXPECT_EQ(rules.keep, 500u);
  EXPECT_EQ(rules.keep_for, 30 * 24h);
  EXPECT_EQ(rules.backlog, 20u);
  EXPECT_EQ(rules.changes, Changes::reply);
  EXPECT_EQ(rules.report_after, 2h);
  EXPECT_EQ(config.mailboxes[0].rules.report_after, 24h);
  EXPECT_EQ(rules.lock, Lock::exclusive);
  const auto& sources = config.mailboxes[1].sources;
  ASSERT_EQ(sources.size(), 4u);
  EXPECT_EQ(sources[0].name, "news");
  EXPECT_EQ(std::get<FeedSource>(sources[0].what).url, "/etc/n3/feeds/news.xml");
  EXPECT_EQ(std::get<FeedSource>(sources[0].what).refresh, 90s);
  EXPECT_EQ(std::get<FeedSource>(sources[0].what).options.largest, 1u << 20);
  EXPECT_EQ(sources[1].name, "/srv/mail");
  EXPECT_EQ(std::get<DirectorySource>(sources[1].what).on_delete, OnDelete::remove_file);
  EXPECT_EQ(std::get<MboxSource>(sources[2].what).path, "/etc/n3/inbox");
  EXPECT_EQ(std::get<MboxSource>(sources[2].what).format, MboxFormat::mboxo);
  EXPECT_FALSE(std::get<DemoSource>(sources[3].what).at_every_login);
}

TEST(Config, every_folder_and_mbox_may_be_filtered) {
  for (const char* type : {"directory", "maildir", "mbox"}) {
    const std::string source =
        std::string("[[listen]]\naddress = \"*:110\"\ntls = \"none\"\n[[account]]\nuser = \"a\"\n") +
        "password = \"b\"\n[[mailbox.m.source]]\npath = \"x\"\ntype = \"" + type + "\"\n";
    EXPECT_TRUE(parse_config(source + "include = \"a\"\nexclude = \"b\"\nmaximum_age = \"1d\"\n", {}).problems.empty())
        << type;
    EXPECT_EQ(parse_config(source + "include = \"(\"\n", {}).problems.size(), 1) << type;
  }
}

TEST(Config, saved_by_the_demo_is_read_back_as_the_same) {
  Config demo;
  demo.name = "fw.example.org";
  demo.listen = {{{"[::1]:40110", Tls::starttls}}, {{"[::1]:40995", Tls::implicit}}};
  demo.tls = TlsConfig{{"/tmp/a \"b\"/n3.crt", "/tmp/ä\\/n3.key"}};
  demo.mechanisms = {"USER", "FOOBAR"};
  demo.accounts = {{{.user = "*", .password = "12345"}, {"demo"}}};
  demo.mailboxes = {{"demo",
                     {{"demo", DemoSource{false}},
                      {"https://example.org/f", FeedSource{"https://example.org/f"}},
                      {"/tmp/a", DirectorySource{"/tmp/a"}},
                      {"/tmp/m\tb", MaildirSource{"/tmp/m\tb"}}}}};
  const Config read = parsed(demo_toml(demo));
  EXPECT_EQ(demo_toml(read), demo_toml(demo));
  EXPECT_EQ(read.accounts.at(0).login.password, "12345");
  EXPECT_EQ(read.listen.at(0).address, "[::1]:40110");
  EXPECT_EQ(read.listen.at(1).tls, Tls::implicit);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(read.mailboxes.at(0).sources.at(i).name, demo.mailboxes[0].sources[i].name) << "identities depend on it";
  }
}

}  // namespace
}  // namespace n3::program
