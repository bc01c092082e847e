#include <gtest/gtest.h>

#include <set>
#include <string>

#include "disk/file.hpp"
#include "disk/open_file.hpp"

namespace n3::test {
namespace {

constexpr std::size_t sector = DiskFile::sector;
constexpr unsigned always = 8;  // every write survives whole
constexpr unsigned never = 0;

std::set<std::string> outcomes(const DiskFile& file, unsigned luck) {
  std::set<std::string> all;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    all.insert(file.after_power_cut(random, luck));
  }
  return all;
}

using Outcomes = std::set<std::string>;

TEST(DiskFileTest, what_is_synced_survives) {
  DiskFile file;
  file.write(0, "hello");
  file.write(4, " there");
  file.truncate(7);
  EXPECT_EQ(file.bytes(), "hell th");
  file.sync();
  EXPECT_EQ(outcomes(file, never), Outcomes{"hell th"});
}

TEST(DiskFileTest, what_is_not_synced_is_there_or_not_each_change_for_itself) {
  DiskFile file("0000");
  file.write(0, "1");
  file.write(1, "2");
  file.truncate(3);
  EXPECT_EQ(outcomes(file, 4), (Outcomes{"0000", "1000", "0200", "1200", "000", "100", "020", "120"}));
  EXPECT_EQ(outcomes(file, always), Outcomes{"120"});
}

TEST(DiskFileTest, a_write_is_torn_at_sectors_in_any_order) {
  DiskFile file;
  file.write(sector / 2, std::string(sector / 2, '1') + std::string(sector, '2') + std::string(9, '3'));
  const Outcomes torn = outcomes(file, never);
  const std::string zeros(sector, '\0');
  const std::string first = std::string(sector / 2, '\0') + std::string(sector / 2, '1');
  const std::string second(sector, '2');
  const std::string third(9, '3');
  EXPECT_EQ(torn, (Outcomes{"", first, zeros + second, zeros + zeros + third, first + second, first + zeros + third,
                            zeros + second + third, first + second + third}));
}

TEST(DiskFileTest, what_a_failed_sync_leaves_in_doubt_no_later_sync_makes_durable) {
  DiskFile file("..");
  file.write(0, "1");
  file.sync_failed();
  file.write(1, "2");
  file.sync();
  EXPECT_EQ(outcomes(file, 4), (Outcomes{".2", "12"}));
  file.write(0, "3");
  file.sync();
  EXPECT_EQ(outcomes(file, 4), Outcomes{"32"});
}

TEST(DiskFileTest, damage_is_durable) {
  DiskFile file("abc");
  file.damage(1, 100);
  EXPECT_EQ(file.bytes(), "a\x9d\x9c");
  EXPECT_EQ(outcomes(file, never), Outcomes{"a\x9d\x9c"});
}

TEST(OpenFileTest, a_read_past_the_end_is_filled_with_zeros) {
  DiskState disk;
  OpenFile file(disk, "", std::make_shared<Inode>(), SQLITE_OPEN_READWRITE);
  EXPECT_EQ(file.write("abc", 0), SQLITE_OK);
  std::string bytes = "xxxx";
  EXPECT_EQ(file.read(bytes, 1), SQLITE_IOERR_SHORT_READ);
  EXPECT_EQ(bytes, std::string("bc\0\0", 4));
  EXPECT_EQ(file.read(bytes, 100), SQLITE_IOERR_SHORT_READ);
  EXPECT_EQ(bytes, std::string(4, '\0'));
}

TEST(OpenFileTest, nothing_is_written_to_a_read_only_disk) {
  DiskState disk;
  OpenFile file(disk, "", std::make_shared<Inode>(), SQLITE_OPEN_READWRITE);
  file.write("abc", 0);
  disk.read_only = true;
  EXPECT_EQ(file.write("xyz", 0), SQLITE_READONLY);
  EXPECT_EQ(file.truncate(1), SQLITE_READONLY);
  std::string bytes(3, ' ');
  EXPECT_EQ(file.read(bytes, 0), SQLITE_OK);
  EXPECT_EQ(bytes, "abc");
}

}  // namespace
}  // namespace n3::test
