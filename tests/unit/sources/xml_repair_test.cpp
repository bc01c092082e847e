#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "sources/xml_repair.hpp"

namespace n3::feeds {
namespace {

using namespace std::string_literals;

struct Case {
  std::string broken, repaired;
};

TEST(XmlRepairTest, mends_what_is_most_often_broken) {
  const Case cases[] = {
      {"<a>text</a>", "<a>text</a>"},
      {"\n  noise <a/>", "<a/>"},
      {"<?xml version='1.0' encoding='klingon'?><a/>", "<a/>"},
      {"<a>AT&T & co &</a>", "<a>AT&#38;T &#38; co &#38;</a>"},
      {"<a>&amp; &lt; &gt; &quot; &apos; &#38;</a>", "<a>&#38; &#60; &#62; &#34; &#39; &#38;</a>"},
      {"<a>&nbsp;&eacute;&mdash;&hellip;</a>", "<a>\u00a0é—…</a>"},
      {"<a>&nosuch;</a>", "<a>&#38;nosuch;</a>"},
      {"<a b=\"x&y\"/>", "<a b=\"x&#38;y\"/>"},
      {"<a b=\"?x=1&amp;y=2&z\"/>", "<a b=\"?x=1&#38;y=2&#38;z\"/>"},
      {"<a>\x01\x08"
       "b\0c\ufffe\uffff</a>"s,
       "<a>bc</a>"},
      {"<a>&#0;&#8;b&#xFFFE;</a>", "<a>b</a>"},
      {"<a><![CDATA[1 < 2 & &nbsp; \x02]]></a>", "<a><![CDATA[1 < 2 & &nbsp; ]]></a>"},
      {"<a><!-- & <b> -->c</a>", "<a>c</a>"},
      {"<?xml-stylesheet href='x'?><a><?php x ?>b</a>", "<a>b</a>"},
      {"<!DOCTYPE a><a/>", "<a/>"},
      {"<!DOCTYPE a PUBLIC \"-//x>y//\" 'z>'><a/>", "<a/>"},
      {"<!DOCTYPE a [<!ENTITY b \"]>\"> <!-- ' ]> --> ]><a>&b;</a>", "<a>&#38;b;</a>"},
      {"<a><![CDATA[never ends", "<a><![CDATA[never ends"},
      {"<a><!-- never ends", "<a>"},
      {"<!DOCTYPE a [ never ends", ""},
      {"<!DOCTYPE a <!--", ""},
      {"no markup at all", ""},
      {"", ""},
      {"<", "&#60;"},
      {"<a>1 < 2 <3</a >", "<a>1 &#60; 2 &#60;3</a>"},
      {"<a b=c d='e'>f</a><g h='i' j=k/>", "<a>f</a><g h='i'/>"},
      {"<a b='1' &#32; c='2' \x01 d='3'/>", "<a b='1'/>"},
      {"<a b='<c d=\"e\">'/>", "<a><c d=\"e\">'/>"},
      {"<!", ""},
      {"<a><b>c</a>", "<a><b>c</b></a>"},
      {"<a><b><c>d</b >e</a>", "<a><b><c>d</c></b>e</a>"},
      {"<a>b</c>d</a>", "<a>bd</a>"},
      {"<a>b</a></a >c</a", "<a>b</a>c"},
      {"<a>b<br>c<IMG d='e'>f</img></a>", "<a>b<br/>c<IMG d='e'/>f</a>"},
      {"<a><b>cut", "<a><b>cut"},
  };
  for (const Case& one : cases) EXPECT_EQ(repaired_xml(one.broken), one.repaired) << one.broken;
}

TEST(XmlRepairTest, a_tag_has_its_first_attributes_only) {
  std::string few, many;
  for (int i = 0; i < 1000; ++i) (i < 200 ? few : many) += " a" + std::to_string(i) + " = '>&amp;\"'";
  const std::string repaired = repaired_xml("<x" + few + many + " /><y b='1'/>");
  EXPECT_TRUE(repaired.starts_with("<x a0 = '>&#38;\"' a1"));
  EXPECT_TRUE(repaired.ends_with(" a199 = '>&#38;\"'/><y b='1'/>"));
}

TEST(XmlRepairTest, a_text_of_many_megabytes_is_cut_off_between_characters) {
  std::string text;
  while (text.size() < 5'000'000) text += "\u20ac";
  for (const std::string& content : {text, "<![CDATA[" + text + "]]>", text + "<![CDATA[" + text + "]]>"}) {
    const std::string repaired = repaired_xml("<a>" + content + "</a><b>c</b>");
    EXPECT_LT(repaired.size(), 4'200'000);
    EXPECT_TRUE(repaired.ends_with("</a><b>c</b>"));
    EXPECT_TRUE(is_utf8(repaired));
  }
}

}  // namespace
}  // namespace n3::feeds
