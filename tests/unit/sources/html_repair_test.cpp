#include <gtest/gtest.h>

#include "sources/html_repair.hpp"

namespace n3::feeds {
namespace {

struct Case {
  std::string html, repaired;
};

TEST(HtmlRepairTest, writes_tags_in_one_form) {
  const Case cases[] = {
      {"a &amp; b", "a &amp; b"},
      {"<p>x</p>", "<p>x</p>"},
      {"<P CLASS=x>y</P >z", "<p CLASS=\"x\">y</p>z"},
      {"<a href='a\"b' title = \"c>'d\" download>x</a>", "<a href=\"a&quot;b\" title=\"c>'d\" download>x</a>"},
      {"<a href=/b/c?d=e>x", "<a href=\"/b/c?d=e\">x"},
      {"<br/><br /><img src=a/>", "<br><br><img src=\"a/\">"},
      {"<p 1=\"<b x>\" = =y @click='z' ok>x", "<p ok>x"},
      {"1 < 2 <3 <", "1 &lt; 2 &lt;3 &lt;"},
      {"a<!-- <p b=' -->c<!-->d<!---->e<!-- --!>f<!-- - -- --->g", "acdefg"},
      {"a<!DOCTYPE x><?php y ?>b<![CDATA[c]]>d", "abd"},
      {"a<script>if (a</b/) '<p>'</script >b<STYLE x>c</style>d", "abd"},
      {"a<script>b", "a"},
      {"<p a=\"b", "<p a=\"b\">"},
      {"<p a", "<p a>"},
      {"<p a=", "<p a=\"\">"},
      {"<", "&lt;"},
      {"</", "&lt;/"},
      {"", ""},
  };
  for (const Case& one : cases) EXPECT_EQ(repaired_html(one.html), one.repaired) << one.html;
}

TEST(HtmlRepairTest, a_tag_has_its_first_attributes_only) {
  std::string few, many;
  for (int i = 0; i < 1000; ++i) (i < 200 ? few : many) += " a" + std::to_string(i) + "=\">\"";
  EXPECT_EQ(repaired_html("<p" + few + many + ">x"), "<p" + few + ">x");
}

}  // namespace
}  // namespace n3::feeds
