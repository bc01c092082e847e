#include "mime/parameter.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using n3::mime::parameter;
using Pieces = std::vector<std::string>;

TEST(Parameter, is_written_plainly_where_it_can) {
  EXPECT_EQ(parameter("charset", "utf-8"), Pieces{"charset=utf-8"});
  EXPECT_EQ(parameter("filename", "a.txt"), Pieces{"filename=a.txt"});
  EXPECT_EQ(parameter("filename", "two words.pdf"), Pieces{"filename=\"two words.pdf\""});
  EXPECT_EQ(parameter("filename", "a/b"), Pieces{"filename=\"a/b\""});
  EXPECT_EQ(parameter("filename", "O'Neill.txt"), Pieces{"filename=\"O'Neill.txt\""});
  EXPECT_EQ(parameter("title", "This is ***fun***"), Pieces{"title=\"This is ***fun***\""});
  EXPECT_EQ(parameter("x", ""), Pieces{"x=\"\""});
}

TEST(Parameter, is_written_as_in_rfc_2231_section_4_where_it_cannot) {
  EXPECT_EQ(parameter("title", "This is \"***fun***\""),
            Pieces{"title*=UTF-8''This%20is%20%22%2A%2A%2Afun%2A%2A%2A%22"});
  EXPECT_EQ(parameter("filename", "Zürich.pdf"), Pieces{"filename*=UTF-8''Z%C3%BCrich.pdf"});
  EXPECT_EQ(parameter("filename", "back\\slash"), Pieces{"filename*=UTF-8''back%5Cslash"});
  EXPECT_EQ(parameter("filename", " x "), Pieces{"filename*=UTF-8''%20x%20"});
  EXPECT_EQ(parameter("filename", "=?UTF-8?Q?x?="), Pieces{"filename*=UTF-8''%3D%3FUTF-8%3FQ%3Fx%3F%3D"});
  EXPECT_EQ(parameter("filename", "utf-8''x"), Pieces{"filename*=UTF-8''utf-8%27%27x"});
}

TEST(Parameter, is_continued_as_in_rfc_2231_section_3) {
  const Pieces pieces = parameter("filename", std::string(100, 'n'));
  EXPECT_EQ(pieces, (Pieces{"filename*0*=UTF-8''" + std::string(55, 'n'), "filename*1*=" + std::string(45, 'n')}));
}

TEST(Parameter, is_continued_only_where_it_has_to_be) {
  const std::string longest(63, 'n');
  EXPECT_EQ(parameter("filename", longest), Pieces{"filename=" + longest});
  EXPECT_EQ(parameter("filename", longest + 'n').size(), 2u);
  EXPECT_EQ(parameter("filename", std::string(51, 'n') + "ä"),
            Pieces{"filename*=UTF-8''" + std::string(51, 'n') + "%C3%A4"});
  EXPECT_EQ(parameter("filename", std::string(52, 'n') + "ä").size(), 2u);
}

TEST(Parameter, never_splits_a_character) {
  std::string value;
  for (int i = 0; i < 50; ++i) value += "🕛";
  for (const auto& piece : parameter("filename", value)) {
    EXPECT_LE(piece.size(), 74u);
    const std::string content = piece.substr(piece.find("%F0"));
    EXPECT_EQ(content.size() % 12, 0u) << piece;
  }
}

TEST(Parameter, folds_the_field) {
  std::string out;
  n3::mime::write_field(out, "Content-Disposition", "attachment", parameter("filename", std::string(70, 'n') + ".txt"));
  EXPECT_EQ(out, "Content-Disposition: attachment;\r\n filename*0*=UTF-8''" + std::string(55, 'n') +
                     ";\r\n filename*1*=" + std::string(15, 'n') + ".txt\r\n");
  out.clear();
  n3::mime::write_field(out, "MIME-Version", "1.0", {});
  EXPECT_EQ(out, "MIME-Version: 1.0\r\n");
}

}  // namespace
