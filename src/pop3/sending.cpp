#include <algorithm>
#include <charconv>

#include "pop3/session_impl.hpp"

// Messages and listings on their way to the client, in bounded memory. RFC 1939 sections 3, 5 and 7.
namespace n3::pop3 {
namespace {

constexpr std::size_t output_room = output_full + 1024;  // the last reply may begin just below the mark

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  out.append(digits, end);
}

}  // namespace

void Session::Impl::retr(const Command& command) {
  const auto number = existing_message(*command.argument);
  if (!number) return;
  ask(OpenMessage{maildrop.index(*number)});
  activity = SendingMessage{.number = *number};
}

void Session::Impl::top(const Command& command) {
  const Command words = parse_command(*command.argument);
  if (!words.argument) return bad_command("TOP needs a message number and a number of lines");
  const auto count = parse_line_count(*words.argument);
  if (!count) return bad_command("TOP needs a number of lines");
  const auto number = existing_message(words.keyword);
  if (!number) return;
  ask(OpenMessage{maildrop.index(*number)});
  activity = SendingMessage{.number = *number, .whole = false, .encoder = Encoder(*count)};
}

void Session::Impl::answered(Body body) {
  const auto* source = std::get_if<Body::Chunks>(&body.content());
  const bool readable = std::holds_alternative<Body::View>(body.content()) || (source && *source);
  if (asks<OpenMessage>() && !readable) return failed(Error::temporary("the message cannot be opened"));
  if (!was_asked<OpenMessage>()) return;
  auto& sending = std::get<SendingMessage>(activity);
  const std::uint64_t octets = maildrop.entry(sending.number).octets;
  out.reserve(std::min<std::uint64_t>(output_room, out.size() + octets + octets / 64 + 64));
  if (sending.whole) {
    ok(std::to_string(octets) + " octets");
  } else {
    ok("top of message follows");
  }
  if (auto* view = std::get_if<Body::View>(&body.content())) {
    sending.piece = view->bytes;
    sending.owner = std::move(view->owner);
  } else {
    sending.chunks = std::move(std::get<Body::Chunks>(body.content()));
    ask(NextChunk{sending.chunks});
  }
}

void Session::Impl::answered(std::string_view chunk) {
  if (!was_asked<NextChunk>()) return;
  auto& sending = std::get<SendingMessage>(activity);
  sending.piece = chunk;
  if (chunk.empty()) finish(sending);
}

void Session::Impl::produce(SendingMessage& sending) {
  sending.piece = sending.encoder.encode(sending.piece, out, output_full);
  if (sending.whole && sending.encoder.octets() > maildrop.entry(sending.number).octets)
    return abandon("a message is longer than it was listed");
  if (sending.encoder.enough()) return finish(sending);
  if (!sending.piece.empty()) return;
  if (!sending.chunks) return finish(sending);
  ask(NextChunk{sending.chunks});
}

void Session::Impl::finish(SendingMessage& sending) {
  sending.encoder.finish(out);
  if (sending.whole && sending.encoder.octets() != maildrop.entry(sending.number).octets)
    return abandon("a message is not as long as it was listed");
  out += ".\r\n";
  ++summary.retrieved;
  activity = {};
}

// A client must not take half a message for a whole one: there is no final dot.
void Session::Impl::abandon(std::string_view why) {
  const auto& entry = maildrop.entry(std::get<SendingMessage>(activity).number);
  report(Event::Level::error, std::string(why) + ": uid=" + entry.uid);
  end(why);
}

void Session::Impl::produce(SendingListing& sending) {
  for (; out.size() < output_full && sending.next <= maildrop.size(); ++sending.next) {
    if (maildrop.is_deleted(sending.next)) continue;
    const Entry& entry = maildrop.entry(sending.next);
    append_number(out, sending.next);
    out += ' ';
    if (sending.kind == SendingListing::Kind::list) {
      append_number(out, entry.octets);
    } else {
      out += entry.uid;
    }
    out += "\r\n";
  }
  if (sending.next <= maildrop.size()) return;
  out += ".\r\n";
  activity = {};
}

}  // namespace n3::pop3
