#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// This machine as others see it.
namespace n3::program {

/// Its name, with a dot in it, as APOP stamps and Message-IDs need it: "fw.example.org", "laptop.localdomain".
std::string host_name();

/// Letters, digits, hyphens and dots, as host names have them.
bool is_host_name(std::string_view text);

/// IPv4 or IPv6, in digits and without brackets.
bool is_ip_address(const std::string& text);

/// An address of 4 or 16 octets as text; empty for others.
std::string ip_address_text(std::span<const unsigned char> octets);

/// What a certificate for this machine has to name: localhost, its name, the addresses of its interfaces.
std::vector<std::string> own_names();

/// The first IPv4 or IPv6 address by which others can reach it; empty where there is none.
std::string own_address(bool ipv6);

}  // namespace n3::program
