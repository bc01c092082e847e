#include <array>
#include <cstdio>
#include <stdexcept>

#include "base/output.hpp"
#include "commands/commands.hpp"
#include "compose/message_json.hpp"

namespace n3::program {
namespace {

constexpr auto examples =
    R"(Reads one JSON object from standard input and writes the message to standard
output. Its keys, all optional:

  from, to, cc, reply_to   "ann@example.org", "Ann Ö <ann@example.org>" or
                           {"name": "Ann Ö", "address": "ann@example.org"},
                           or a list of these
  subject                  a text
  date                     "2026-11-23T10:15:00Z", seconds since 1970, or "now";
                           default: 1970, so that the same input always makes
                           the same message
  text, html, markdown     the body; markdown makes both text and HTML
  attachments              [{"name": "a.pdf", "type": "application/pdf",
                           "base64": "..."}]; "text" in place of "base64" for
                           text; with "cid" an inline image, for
                           <img src="cid:..."> in the HTML
  headers                  {"X-Name": "value"}
  in_reply_to              a Message-ID
  references               Message-IDs, one or a list
  list_id                  "Releases <releases.example.org>"
                           or {"name": ..., "id": ...}
  keywords                 what it is about, one or a list
  uid, host                make the Message-ID <uid@host>; default of uid: a
                           digest of the input

Example
  echo '{"from": "a@example.org", "markdown": "It is **noon**."}' | n3 compose)";

std::string read_standard_input() {
  std::string content;
  std::array<char, 65536> piece;
  while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), stdin)) content.append(piece.data(), got);
  if (std::ferror(stdin)) throw std::runtime_error("cannot read standard input");
  return content;
}

int compose_command() {
  print(compose_json(read_standard_input()));
  return 0;
}

}  // namespace

void add_compose(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("compose", "Make a message of JSON");
  command->footer(examples);
  command->callback([&chosen] { chosen = compose_command; });
}

}  // namespace n3::program
