#pragma once

#include <string>
#include <utility>

#include "spool_test.hpp"

namespace n3 {

/// Sources that are scripted, and a first fetch that is waited for no longer than a second.
class FetchingTest : public SpoolTest {
 protected:
  static constexpr const char* not_yet = "no mail has been fetched yet; please try again later";

  FetchingTest() : SpoolTest(Seconds(1)) {}
  ~FetchingTest() override { spool.reset(); }

  static Batch one(std::string key) { return {.items = {message_item(key, "Item " + key)}}; }

  void source(std::string name, Seconds refresh, ScriptedSource::Fetch fetch, std::string mailbox = "blog") {
    spool->mailbox(mailbox).source(std::move(name), scripted(std::move(fetch)), refresh);
  }
};

}  // namespace n3
