#pragma once

#include <array>
#include <memory>
#include <string_view>

#include <n3/pop3/session.hpp>
#include <n3/sasl.hpp>

#include "transcript.hpp"

namespace n3::transcripts {

inline constexpr std::string_view host = "pop.example.org";

/// What a server would share with all its sessions.
std::shared_ptr<const pop3::Service> make_service(const Setting& setting);

/// What a server would know of the connection.
pop3::Channel make_channel(const Way& way);

/// What an application adds where a dialogue wants it: FOOBAR, the ancestor's, and BROKEN, which throws.
const std::array<sasl::Mechanism, 2>& added_mechanisms();

}  // namespace n3::transcripts
