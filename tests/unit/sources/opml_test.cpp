#include "sources/opml.hpp"

#include "feed_source_test.hpp"
#include "folder.hpp"

namespace n3 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string opml_of(const std::string& outlines) {
  return "<?xml version=\"1.0\"?><opml version=\"2.0\"><head><title>Feeds</title></head><body>" + outlines +
         "</body></opml>";
}

TEST(OpmlTest, all_outlines_with_a_feed_are_read_whatever_folder_they_are_in) {
  const auto urls = feeds::read_opml(opml_of(
      "<outline text='News'><outline type='rss' xmlUrl='https://a.example/?a=1&amp;b=2'/><outline text='Deeper'>"
      "<outline xmlURL=' https://b.example/ '/></outline></outline><outline text='No feed' htmlUrl='x'/>"
      "<outline xmlUrl='https://b.example/'/>"));
  EXPECT_THAT(*urls, ElementsAre("https://a.example/?a=1&b=2", "https://b.example/"));
  EXPECT_TRUE(feeds::read_opml(opml_of(""))->empty());
}

TEST(OpmlTest, what_is_none_or_not_whole_is_an_error_that_says_so) {
  EXPECT_EQ(feeds::read_opml("").error(), "there is no XML in it");
  EXPECT_EQ(feeds::read_opml("<rss/>").error(), "it is no OPML: its root is <rss>");
  EXPECT_THAT(feeds::read_opml("<opml><body><outline xmlUrl='https://a.example/'/>").error(), HasSubstr("broken"));
}

class OpmlFileTest : public testing::Test {
 protected:
  void write(const std::string& outlines) { folder.write("feeds.opml", opml_of(outlines)); }

  const test::Folder folder;
};

TEST_F(OpmlFileTest, the_file_is_read_at_each_fetch) {
  auto source = opml(folder / "feeds.opml");
  EXPECT_EQ(error_of(*source), folder.file("feeds.opml") + ": No such file or directory");
  write("");
  EXPECT_TRUE(fetch(*source).items.empty());
}

TEST_F(OpmlFileTest, a_list_says_nothing_of_files_on_this_machine) {
  folder.write("feed.xml", feeds::rss(item("A")));
  write("<outline xmlUrl='" + folder.file("feed.xml") + "'/><outline xmlUrl='file://" + folder.file("feed.xml") +
        "'/>");
  EXPECT_THAT(error_of(*opml(folder / "feeds.opml")), HasSubstr("a list has feeds at http and https, and not at"));
}

TEST_F(OpmlFileTest, what_is_wrong_with_the_options_is_said_at_once) {
  EXPECT_THROW(opml(folder / "feeds.opml", {.subject = "{x}"}), std::invalid_argument);
}

}  // namespace
}  // namespace n3
