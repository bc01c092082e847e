#include "load/workload.hpp"

#include <stdexcept>

#include "mail.hpp"

namespace bench {
namespace {

using enum ReplyReader::Shape;
using Ending = Workload::Ending;
using Operation = Workload::Operation;
using Script = std::vector<Command>;

const Script greeting{{.line = ""}};
const Script capa{{.line = "CAPA\r\n", .shape = text}};
const Script quit{{.line = "QUIT\r\n"}};

Script login(const Box& box) {
  const std::string count = std::to_string(box.messages) + " " + std::to_string(box.messages * box.octets);
  return {{.line = "USER " + std::string(box.name) + "\r\n"},
          {.line = "PASS secret\r\n"},
          {.line = "STAT\r\n", .status = "+OK " + count}};
}

Script listing(std::string_view verb, const Box& box) {
  return {{.line = std::string(verb) + "\r\n", .shape = text, .lines = box.messages}};
}

Command retr(const Box& box, std::size_t number) {
  return {.line = "RETR " + std::to_string(number) + "\r\n", .shape = text, .octets = box.octets};
}

enum class Fetch { one_by_one, pipelined, compared };

Script fetches(const Box& box, Fetch fetch, unsigned rounds) {
  Script script;
  for (unsigned round = 0; round < rounds; ++round)
    for (std::size_t number = 1; number <= box.messages; ++number) {
      Command& command = script.emplace_back(retr(box, number));
      command.pipelined = fetch == Fetch::pipelined;
      if (fetch == Fetch::compared) command.text = message(box, number);
    }
  return script;
}

Script joined(std::initializer_list<Script> parts) {
  Script whole;
  for (const Script& part : parts) whole.insert(whole.end(), part.begin(), part.end());
  return whole;
}

Workload session(const Script& commands, Operation operation = Operation::session) {
  return {.script = joined({greeting, commands, quit}), .operation = operation};
}

Workload held(const Script& commands, Ending ending = Ending::hold) {
  return {.script = joined({greeting, commands}), .ending = ending, .operation = Operation::connection};
}

}  // namespace

Workload workload(std::string_view name) {
  constexpr unsigned many = 4;  // rounds, so that logging in weighs little
  const Box& small = small_mail;
  const Box& large = large_mail;
  if (name == "session") return session(login(small));
  if (name == "poll") return session(joined({capa, login(small), listing("UIDL", small), listing("LIST", small)}));
  if (name == "retr")
    return session(joined({login(small), fetches(small, Fetch::one_by_one, many)}), Operation::message);
  if (name == "pipeline")
    return session(joined({login(small), fetches(small, Fetch::pipelined, many)}), Operation::message);
  if (name == "bulk") return session(joined({login(large), fetches(large, Fetch::one_by_one, 1)}), Operation::megabyte);
  if (name == "compare") return session(joined({login(small), fetches(small, Fetch::compared, 1)}));
  if (name == "compare-large") return session(joined({login(large), fetches(large, Fetch::compared, 1)}));
  if (name == "handshake") return session({});
  if (name == "hold") return held({});
  if (name == "hold-logged-in") return held(login(small));
  if (name == "hold-small-retr") return held(joined({login(small), {retr(small, 1)}}), Ending::ignore);
  if (name == "hold-large-retr") return held(joined({login(large), {retr(large, 1)}}), Ending::ignore);
  throw std::runtime_error("no such workload: " + std::string(name));
}

}  // namespace bench
