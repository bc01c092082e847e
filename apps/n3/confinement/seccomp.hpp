#pragma once

#include <string>

namespace n3::program {

/// Takes from this thread, and those that it makes, the system calls that fetching never needs and a stranger would.
/// They fail with EPERM. Returns why that cannot be; empty: it is so. seccomp(2).
std::string restrict_calls();

}  // namespace n3::program
