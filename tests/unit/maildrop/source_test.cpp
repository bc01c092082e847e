#include <n3/source.hpp>

#include <gtest/gtest.h>

namespace n3 {
namespace {

class Nothing : public Source {
 public:
  Answer<Batch> fetch(std::string_view) override { return Batch{}; }
};

TEST(Source, removes_nothing_of_its_own_unless_it_says_so) {
  Nothing source;
  EXPECT_FALSE(source.removes());
  const std::vector<std::string> keys{"a"};
  EXPECT_NE(source.remove(keys).value(), nullptr);
}

}  // namespace
}  // namespace n3
