#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include <n3/sources.hpp>
#include <n3/spool.hpp>

#include "base/settled.hpp"
#include "folder.hpp"

namespace n3 {

/// A folder of its own for each test.
class MailFolderTest : public testing::Test {
 protected:
  using Names = std::vector<std::string>;

  void write(const std::string& name, int age = 0, const std::string& bytes = "Subject: x\n\nText\n") {
    std::filesystem::last_write_time(folder.write(name, bytes),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(age + 1));
  }

  bool exists(const std::string& name) const { return std::filesystem::exists(folder / name); }

  static Batch fetch(Source& source, const std::string& cursor = "") {
    auto answer = settled(source.fetch(cursor));
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

  const test::Folder folder;
};

}  // namespace n3
