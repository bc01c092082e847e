#pragma once

#include <n3/server.hpp>

namespace n3::test {

/// What the server under load serves: the user's name says how their maildrop answers. "memory" and "instant" at once,
/// "blocks" after a moment, "later" from another thread, "streams" long messages in pieces, "locked" to one session at
/// a time, "broken" by throwing. Everybody has messages with the same bytes.
class LoadMaildrops {
 public:
  LoadMaildrops();
  ~LoadMaildrops();

  std::unique_ptr<Maildrop> operator()(const Login& login);

 private:
  class Answering;
  std::unique_ptr<Answering> answering_;
};

}  // namespace n3::test
