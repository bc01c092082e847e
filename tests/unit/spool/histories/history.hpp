#pragma once

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "db/sqlite.hpp"
#include "model.hpp"

namespace n3::histories {

using Step = std::variant<Fetch, Visit, GrowOld>;
using Random = std::mt19937_64;

/// A step that could come next. It depends on nothing but the model and the random numbers.
Step next_step(const Model& model, Random& random);

/// A spool at work, without threads: what a program is until it ends or is killed.
class Life {
 public:
  explicit Life(const db::Location& where);
  ~Life();

  /// Does a step, perhaps once more. What it sees must be what the model has to show before it, or after it where it
  /// was done already. Throws what the spool throws, and Violation.
  void perform(const Step& step, const Model& before, const Model& after);

  /// What an account sees, one line for each message.
  struct Seen {
    std::string uid;
    std::string mail;
  };
  std::vector<Seen> look(const std::string& account, const std::vector<std::size_t>& in);

 private:
  struct Parts;
  void fetch(const Fetch& fetch);
  void visit(const Visit& visit, const Model& before, const Model& after);
  void grow_old(const GrowOld& step);

  std::unique_ptr<Parts> parts_;
};

/// The spool did what it promised never to do.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What was ever seen under a UIDL, which must be the same for ever, and of which message.
class Memory {
 public:
  /// What is seen is all that the model has to show, in its order.
  void expect(Life& life, const Model& model);

  /// A step may have been done, not done, or half: what stays and what comes is there, and nothing else.
  void expect_between(Life& life, const Model& before, const Model& after);

 private:
  void remember(const Model::Message& message, const Life::Seen& seen);

  std::map<std::string, std::string> mails_;  // by uid
  std::map<std::string, std::string> uids_;   // by message
};

}  // namespace n3::histories
