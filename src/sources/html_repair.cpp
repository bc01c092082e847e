#include "sources/html_repair.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/take.hpp"

namespace n3::feeds {
namespace {

constexpr int most_attributes = 200;
constexpr std::string_view space = " \t\r\n\f\v";

bool is_letter(char c) { return ascii::is_alnum(c) && !ascii::is_digit(c); }
bool is_name(char c) { return ascii::is_alnum(c) || std::string_view(":-_.").contains(c); }

class Repair {
 public:
  explicit Repair(std::string_view html) : rest_(html) { out_.reserve(html.size()); }

  std::string run() {
    while (!rest_.empty()) {
      if (rest_.front() != '<') {
        out_ += take_until("<");
      } else if (rest_.starts_with("<!--")) {
        skip_comment();
      } else if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
        skip_past(">");
      } else if (rest_.size() > 1 && is_letter(rest_[1])) {
        copy_tag();
      } else if (rest_.size() > 2 && rest_[1] == '/' && is_letter(rest_[2])) {
        copy_end_tag();
      } else {
        out_ += "&lt;";
        take(1);
      }
    }
    return std::move(out_);
  }

 private:
  std::string_view take(std::size_t length) { return n3::take(rest_, length); }

  std::string_view take_until(std::string_view ends) { return take(rest_.find_first_of(ends)); }
  void skip_space() { take(rest_.find_first_not_of(space)); }

  void skip_past(std::string_view end) {
    take(rest_.find(end));
    take(end.size());
  }

  void skip_comment() {
    take(2);
    while (!rest_.empty()) {
      skip_past("--");
      if (rest_.starts_with("!>")) take(1);
      while (rest_.starts_with('-')) take(1);
      if (rest_.starts_with('>')) return static_cast<void>(take(1));
    }
  }

  std::string_view take_name() { return take(std::ranges::find_if_not(rest_, is_name) - rest_.begin()); }

  void copy_end_tag() {
    take(2);
    out_ += "</" + ascii::lowercase(take_name()) + ">";
    skip_past(">");
  }

  void copy_tag() {
    take(1);
    const std::string name = ascii::lowercase(take_name());
    if (name == "script" || name == "style") return skip_element(name);
    out_ += "<" + name;
    copy_attributes();
    out_ += '>';
  }

  // Up to the tag's end, and that too.
  void copy_attributes() {
    for (int count = 0; !rest_.empty(); ++count) {
      take(rest_.find_first_not_of(" \t\r\n\f\v/"));
      if (rest_.starts_with('>')) return static_cast<void>(take(1));
      const std::string_view name =
          take(std::max<std::size_t>(1, std::min(rest_.find_first_of(" \t\r\n\f\v/>="), rest_.size())));
      const bool counts = count < most_attributes && is_letter(name.front()) && std::ranges::all_of(name, is_name);
      if (counts) out_.append(" ").append(name);
      skip_space();
      if (rest_.starts_with('=')) copy_value(counts);
    }
  }

  void copy_value(bool counts) {
    take(1);
    skip_space();
    const bool quoted = rest_.starts_with('"') || rest_.starts_with('\'');
    std::string_view value;
    if (quoted) {
      const char quote = take(1).front();
      value = take(rest_.find(quote));
      take(1);
    } else {
      value = take_until(" \t\r\n\f\v>");
    }
    if (!counts) return;
    out_ += "=\"";
    for (const char c : value) c == '"' ? out_ += "&quot;" : out_ += c;
    out_ += '"';
  }

  // A script or a style: its text ends at its end tag, whatever is in it.
  void skip_element(std::string_view name) {
    while (!rest_.empty()) {
      skip_past("</");
      if (ascii::same(rest_.substr(0, name.size()), name)) return skip_past(">");
    }
  }

  std::string_view rest_;
  std::string out_;
};

}  // namespace

std::string repaired_html(std::string_view html) { return Repair(html).run(); }

}  // namespace n3::feeds
