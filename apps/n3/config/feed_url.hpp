#pragma once

#include <filesystem>
#include <string>
#include <string_view>

/// What the operator has written as the place of a feed.
namespace n3::program {

/// A URL as it is; a file ("file:...", or a path) as an absolute path, taken from `folder` where it is relative.
std::string feed_place(std::string_view text, const std::filesystem::path& folder);

/// The scheme of a URL in lowercase, "https"; empty for a path.
std::string feed_scheme(std::string_view place);

/// Why a URL cannot be fetched; empty: it can. Shows nothing of it but its scheme.
std::string url_problem(std::string_view url);

/// What a feed is called in names and logs: without user, password and query, which may hold secrets; a short digest
/// stands for them. Where nobody can tell what is what, it stands for everything.
std::string feed_name(std::string_view url);

}  // namespace n3::program
