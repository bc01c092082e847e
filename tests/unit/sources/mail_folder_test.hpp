#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <n3/sources.hpp>
#include <n3/spool.hpp>

#include "base/settled.hpp"

namespace n3 {

/// A folder of its own for each test.
class MailFolderTest : public testing::Test {
 protected:
  using Names = std::vector<std::string>;

  MailFolderTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "n3-folder-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~MailFolderTest() override { std::filesystem::remove_all(folder); }

  void write(const std::string& name, int age = 0, const std::string& bytes = "Subject: x\n\nText\n") {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << bytes;
    std::filesystem::last_write_time(folder / name,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(age + 1));
  }

  bool exists(const std::string& name) const { return std::filesystem::exists(folder / name); }

  static Batch fetch(Source& source) {
    auto answer = settled(source.fetch(""));
    if (answer.error()) throw std::runtime_error(answer.error()->text);
    return std::move(*answer.value());
  }

  static std::string error_of(Source& source) {
    const auto answer = settled(source.fetch(""));
    return answer.error() ? answer.error()->text : "";
  }

  static Names keys(Source& source) {
    Names names;
    for (const Item& item : fetch(source).items) names.push_back(item.key);
    return names;
  }

  std::filesystem::path folder;
};

}  // namespace n3
