#pragma once

#include <string>

#include <n3/source.hpp>

#include "maildrop/measure.hpp"

namespace n3::spool {

/// What has come of looking at a mail file.
struct Reading {
  enum class Outcome { whole, vanished, unfinished };  ///< Unfinished: it is being written.

  Outcome outcome = Outcome::whole;
  std::string stamp{};  ///< Of what was measured.
  Measure size{};
};

/// Measures a mail file. Throws std::invalid_argument that says why it cannot be a message.
Reading read(const MailFile& mail);

/// Takes its octets from its source, without reading it: the digest is empty. Throws as read() does.
Reading believe(const MailFile& mail);

}  // namespace n3::spool
