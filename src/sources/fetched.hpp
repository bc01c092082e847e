#pragma once

#include <string_view>
#include <utility>

#include <n3/source.hpp>

#include "base/settled.hpp"
#include "base/thrown.hpp"

namespace n3 {

/// What a source brings, for one that has it inside. Whatever goes wrong is a batch that says so.
inline Batch fetched(Source& source, std::string_view cursor) {
  try {
    auto answer = settled(source.fetch(cursor));
    return answer.error() ? Batch{.failure = *answer.error()} : std::move(*answer.value());
  } catch (...) {
    return {.failure = Error::temporary(thrown_text())};
  }
}

}  // namespace n3
