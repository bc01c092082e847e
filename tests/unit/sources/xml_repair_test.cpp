#include <gtest/gtest.h>

#include "sources/xml_repair.hpp"

namespace n3::feeds {
namespace {

using namespace std::string_literals;

struct Case {
  std::string broken, repaired;
};

TEST(XmlRepairTest, MendsWhatIsMostOftenBroken) {
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
      {"<", "<"},
      {"<!", ""},
  };
  for (const Case& one : cases) EXPECT_EQ(repaired_xml(one.broken), one.repaired) << one.broken;
}

}  // namespace
}  // namespace n3::feeds
