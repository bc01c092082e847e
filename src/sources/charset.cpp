#include "sources/charset.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <utility>

#include <iconv.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace n3::feeds {
namespace {

// The charsets of the web, by the labels that are in use, and what iconv calls those that include them. No others are
// handed to iconv: it has converters that nobody has looked at for years. UTF-16 is known by its first octets only.
constexpr std::pair<std::string_view, const char*> charsets[] = {
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"us-ascii", "UTF-8"},
    {"ascii", "UTF-8"},
    {"iso-8859-1", "CP1252"},
    {"iso8859-1", "CP1252"},
    {"latin1", "CP1252"},
    {"windows-1252", "CP1252"},
    {"cp1252", "CP1252"},
    {"iso-8859-2", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-9", "CP1254"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"cp1251", "CP1251"},
    {"win-1251", "CP1251"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"windows-874", "CP874"},
    {"tis-620", "CP874"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"ibm866", "IBM866"},
    {"cp866", "IBM866"},
    {"macintosh", "MACINTOSH"},
    {"gbk", "GB18030"},
    {"gb2312", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"euc-jp", "EUC-JP"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"windows-31j", "CP932"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
};

const char* find_charset(std::string_view label) {
  const auto* found =
      std::ranges::find(charsets, ascii::lowercase(label), &std::pair<std::string_view, const char*>::first);
  return found == std::end(charsets) ? nullptr : found->second;
}

struct Mark {
  const char* charset;
  std::size_t length;
};

// A byte order mark, or the way in which "<?" looks without one.
std::optional<Mark> byte_order_mark(std::string_view document) {
  using namespace std::string_view_literals;
  if (document.starts_with("\xef\xbb\xbf"sv)) return Mark{"UTF-8", 3};
  if (document.starts_with("\xff\xfe\0\0"sv)) return Mark{"UTF-32LE", 4};
  if (document.starts_with("\0\0\xfe\xff"sv)) return Mark{"UTF-32BE", 4};
  if (document.starts_with("\xff\xfe"sv)) return Mark{"UTF-16LE", 2};
  if (document.starts_with("\xfe\xff"sv)) return Mark{"UTF-16BE", 2};
  if (document.starts_with("<\0?\0"sv)) return Mark{"UTF-16LE", 0};
  if (document.starts_with("\0<\0?"sv)) return Mark{"UTF-16BE", 0};
  return std::nullopt;
}

// The value after `name` and "=", in quotes or not.
std::string_view parameter(std::string_view text, std::string_view name) {
  const std::string lower = ascii::lowercase(text);
  for (std::size_t at = lower.find(name); at != lower.npos; at = lower.find(name, at + 1)) {
    std::size_t begin = lower.find_first_not_of(" \t", at + name.size());
    if (begin == lower.npos || lower[begin] != '=') continue;
    begin = lower.find_first_not_of(" \t\"'", begin + 1);
    if (begin == lower.npos) break;
    return text.substr(begin, lower.find_first_of(" \t\"';?>", begin) - begin);
  }
  return {};
}

std::string_view declared(std::string_view document) {
  const std::size_t begin = document.find_first_not_of(" \t\r\n");
  if (begin == document.npos || !document.substr(begin).starts_with("<?xml")) return {};
  return parameter(document.substr(begin, document.substr(begin).find("?>")), "encoding");
}

struct Close {
  void operator()(void* converter) const { iconv_close(converter); }
};

// Nothing where there is no such converter, or where the document has too much that is not of that charset.
std::optional<std::string> convert(std::string_view document, const char* charset) {
  constexpr std::size_t most_errors = 100;
  const iconv_t opened = iconv_open("UTF-8", charset);
  if (opened == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const std::unique_ptr<void, Close> converter(opened);
  std::string text;
  std::array<char, 16384> piece{};
  std::size_t errors = 0;
  char* in = const_cast<char*>(document.data());  // iconv does not write there
  std::size_t left = document.size();
  while (left > 0) {
    char* out = piece.data();
    std::size_t room = piece.size();
    const bool whole = iconv(converter.get(), &in, &left, &out, &room) != static_cast<std::size_t>(-1);
    text.append(piece.data(), out);
    if (whole || errno == E2BIG) continue;
    if (++errors > most_errors) return std::nullopt;
    text += "\xef\xbf\xbd";
    ++in;
    --left;
  }
  return valid_utf8(text);
}

// The characters of windows-1252 from 0x80 on.
std::array<std::string, 128> windows_1252() {
  std::array<std::string, 128> characters;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const char octet = static_cast<char>(0x80 + i);
    characters[i] = convert({&octet, 1}, "CP1252").value_or("\xef\xbf\xbd");
  }
  return characters;
}

std::string mostly_utf8(std::string_view document) {
  static const auto characters = windows_1252();
  std::string text;
  text.reserve(document.size());
  while (!document.empty()) {
    const std::size_t length = utf8_length(document);
    text += length > 0 ? document.substr(0, length) : characters[static_cast<unsigned char>(document.front()) - 0x80];
    document.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

// Whether more of it is UTF-8 than is not, beyond ASCII.
bool is_utf8_by_and_large(std::string_view document) {
  std::size_t characters = 0;
  std::size_t slips = 0;
  while (!document.empty()) {
    const std::size_t length = utf8_length(document);
    characters += length > 1 ? 1 : 0;
    slips += length == 0 ? 1 : 0;
    document.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return slips <= characters;
}

// Nothing where the document is not in that charset. The most common lie of all is that UTF-8 were Latin 1.
std::optional<std::string> decode(std::string_view document, const char* charset) {
  const std::string_view name = charset;
  if (name == "CP1252" && is_utf8(document)) return std::string(document);
  if (name != "UTF-8") return convert(document, charset);
  return is_utf8_by_and_large(document) ? std::optional(mostly_utf8(document)) : std::nullopt;
}

}  // namespace

std::string to_utf8(std::string_view document, std::string_view content_type) {
  const auto mark = byte_order_mark(document);
  if (mark) document.remove_prefix(mark->length);
  const char* said = mark ? mark->charset : find_charset(parameter(content_type, "charset"));
  for (const char* charset : {said, mark ? nullptr : find_charset(declared(document))})
    if (auto text = charset ? decode(document, charset) : std::nullopt) return *text;
  return mostly_utf8(document);
}

}  // namespace n3::feeds
