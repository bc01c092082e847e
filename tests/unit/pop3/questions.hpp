#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "dialogue.hpp"

namespace n3::pop3 {

inline constexpr std::string_view mail = "A: b\r\n\r\ntext\r\n";

class ThreePieces : public ChunkSource {
 public:
  Answer<std::string_view> next() override { return std::string_view(); }  // the test answers, not this
};

inline Snapshot one_message() { return listing_of({{.uid = "one", .octets = mail.size()}}); }

inline Body chunks() { return Body::chunks(std::make_unique<ThreePieces>()); }

/// Each of the six questions: how a dialogue comes to it, how it is answered, and the reply that follows.
struct Asking {
  std::string name;
  std::function<void(Dialogue&)> begin;
  std::function<void(Session&)> answer;
  std::string reply;
};

inline const Asking check{"CheckCredential", [](Dialogue& d) { d.send("USER andris\r\nPASS 12345\r\n"); },
                          [](Session& s) { s.answered(Verdict::granted("andris")); }, ""};
inline const Asking find{"FindSecret", [](Dialogue& d) { d.send("APOP andris 00\r\n"); },
                         [](Session& s) { s.answered(std::optional(Secret::clear("12345"))); }, ""};
inline const Asking open_maildrop{"OpenMaildrop",
                                  [](Dialogue& d) {
                                    check.begin(d);
                                    check.answer(d.session);
                                    d.go_on();
                                  },
                                  [](Session& s) { s.answered(one_message()); },
                                  "+OK maildrop has 1 messages (14 octets)\r\n"};
inline const Asking open_message{"OpenMessage",
                                 [](Dialogue& d) {
                                   d.log_in(one_message());
                                   d.send("RETR 1\r\n");
                                 },
                                 [](Session& s) { s.answered(Body::text(std::string(mail))); },
                                 "+OK 14 octets\r\n" + std::string(mail) + ".\r\n"};
inline const Asking next_chunk{"NextChunk",
                               [](Dialogue& d) {
                                 d.log_in(one_message());
                                 d.send("RETR 1\r\n");
                                 d.answer(chunks());
                               },
                               [](Session& s) { s.answered(mail); }, std::string(mail)};
inline const Asking remove{"RemoveMessages",
                           [](Dialogue& d) {
                             d.log_in(one_message());
                             d.send("DELE 1\r\nQUIT\r\n");
                           },
                           [](Session& s) { s.answered(Done{}); }, "+OK bye\r\n"};

inline const Asking questions[] = {check, find, open_maildrop, open_message, next_chunk, remove};

}  // namespace n3::pop3
