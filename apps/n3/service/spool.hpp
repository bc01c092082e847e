#pragma once

#include <memory>
#include <string>

#include <n3/spool.hpp>

#include "config/config.hpp"

namespace n3::program {

/// Where the spool of a configuration is: "memory", or a file, in the state folder where nothing else is said.
std::string spool_place(const std::string& spool);

/// Whether what strangers have written, which is feeds, is fetched by a process of its own: not where the spool is in
/// the memory of this one.
bool has_fetch_process(const Config& config);

/// The spool of the process that serves. Throws std::runtime_error for what cannot be used.
std::shared_ptr<Spool> serving_spool(const Config& config, Log log);

/// The same file as the process that fetches has it.
std::shared_ptr<Spool> fetching_spool(const Config& config, Log log);

/// One mailbox as somebody would see it for the first time, in memory, and started: its sources are fetched once.
std::shared_ptr<Spool> preview_spool(const Config& config, const MailboxConfig& mailbox, Log log);

}  // namespace n3::program
