#include "transcript.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "directives.hpp"
#include "properties.hpp"

namespace n3::transcripts {
namespace {

constexpr std::array question_names{
    std::pair{QuestionKind::check, "check"},       std::pair{QuestionKind::secret, "secret"},
    std::pair{QuestionKind::maildrop, "maildrop"}, std::pair{QuestionKind::message, "message"},
    std::pair{QuestionKind::chunk, "chunk"},       std::pair{QuestionKind::removal, "removal"},
};

constexpr std::string_view block_mark = "  |";

// What follows "C:" and its like: one space, then the text.
std::string_view behind_mark(std::string_view line) {
  if (line.ends_with(' ')) throw std::invalid_argument("ends in a space; write \\x20");
  line.remove_prefix(2);
  if (line.starts_with(' ')) line.remove_prefix(1);
  return line;
}

class Parser {
 public:
  explicit Parser(std::string file) {
    transcript_.file = std::move(file);
    transcript_.setting.policy.failure_delay = {};  // dialogues that are about it say so
  }

  Transcript parse(std::string_view contents) {
    std::istringstream lines{std::string(contents)};
    for (std::string line; std::getline(lines, line);) {
      ++number_;
      try {
        add(line);
      } catch (const std::invalid_argument& mistake) {
        throw Failure(transcript_.at(number_) + mistake.what());
      }
    }
    finish();
    return std::move(transcript_);
  }

 private:
  void add(std::string_view line) {
    if (line.starts_with(block_mark)) return add_block_line(line.substr(block_mark.size()));
    finish_block();
    if (line.empty()) return;
    if (line.starts_with('#')) {
      if (transcript_.lines.empty()) transcript_.prose += std::string(trimmed(line.substr(1))) + '\n';
      return;
    }
    if (transcript_.prose.empty()) throw std::invalid_argument("a dialogue begins with # and what it shows");
    if (is_dialogue(line)) return add_dialogue(line);
    if (!transcript_.lines.empty()) throw std::invalid_argument("no line of a dialogue: " + std::string(line));
    parse_directive(line, transcript_.setting);
    in_block_ = line.starts_with("message:") && transcript_.setting.messages.back().bytes.empty();
    if (in_block_) block_.clear();
  }

  static bool is_dialogue(std::string_view line) {
    return line.starts_with("C:") || line.starts_with("C+") || line.starts_with("S:") || line.starts_with("! ") ||
           line.starts_with("= ");
  }

  // A line of a message ends in CRLF; a backslash at its end takes that away.
  void add_block_line(std::string_view text) {
    if (!in_block_) throw std::invalid_argument("this text belongs to no message");
    const bool open_end = text.ends_with('\\') && !text.ends_with("\\\\");
    if (open_end) text.remove_suffix(1);
    block_ += Text(text).expand({});
    if (!open_end) block_ += "\r\n";
    has_block_ = true;
  }

  void finish_block() {
    if (in_block_ && !has_block_) throw std::invalid_argument("the message above has neither octets nor a text");
    if (in_block_) transcript_.setting.messages.back().bytes = std::move(block_);
    in_block_ = has_block_ = false;
  }

  void add_dialogue(std::string_view text) {
    Line line{.kind = Line::Kind::client, .number = number_, .source = std::string(text)};
    if (text.starts_with('!')) {
      line.kind = Line::Kind::event;
      line.event = parse_event(text.substr(2));
    } else if (text.starts_with('=')) {
      line.kind = Line::Kind::effect;
      line.effect = parse_effect(text.substr(2));
    } else if (text.starts_with('S')) {
      read_server_line(behind_mark(text), line);
    } else {
      if (text[1] == '+') line.kind = Line::Kind::client_part;
      line.text = Text(behind_mark(text));
      if (line.text.has_wildcards()) throw std::invalid_argument("a client says no wildcards");
    }
    transcript_.lines.push_back(std::move(line));
  }

  void read_server_line(std::string_view text, Line& line) {
    line.kind = Line::Kind::server;
    if (text == "{lines}") {
      line.kind = Line::Kind::server_lines;
    } else if (text.starts_with("{message ") && text.ends_with('}')) {
      line.kind = Line::Kind::server_message;
      line.message = parse_number(text.substr(9, text.size() - 10));
      if (line.message == 0 || line.message > transcript_.setting.messages.size())
        throw std::invalid_argument("there is no such message above");
    } else {
      line.text = Text(text);
    }
  }

  void finish() {
    finish_block();
    Setting& setting = transcript_.setting;
    if (transcript_.lines.empty()) throw Failure(transcript_.at(number_) + "there is no dialogue");
    if (setting.any_server && !setting.messages.empty())
      throw Failure(transcript_.at(1) + "a dialogue for any server cannot have messages");
    if (setting.accounts.empty()) setting.accounts.push_back({"andris", "12345", "andris"});
  }

  Transcript transcript_;
  unsigned number_ = 0;
  std::string block_;
  bool in_block_ = false;   // the message above expects its text
  bool has_block_ = false;  // and has some
};

}  // namespace

std::string_view name(QuestionKind kind) {
  return std::ranges::find(question_names, kind, &std::pair<QuestionKind, const char*>::first)->second;
}

std::optional<QuestionKind> question_kind(std::string_view name) {
  for (const auto& [kind, word] : question_names)
    if (name == word) return kind;
  return std::nullopt;
}

bool is_possible_over_tcp(const Event& event) {
  const auto* handshake = std::get_if<Handshake>(&event);
  return (handshake && handshake->succeeds) || std::holds_alternative<ClientGoes>(event);
}

Transcript parse_transcript(std::string file, std::string_view contents) {
  return Parser(std::move(file)).parse(contents);
}

Transcript read_transcript(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream contents;
  contents << stream.rdbuf();
  if (!stream) throw Failure(file + ": cannot be read");
  return parse_transcript(file, contents.str());
}

}  // namespace n3::transcripts
