#pragma once

/// The version of the headers, as in CMakeLists.txt.
#define N3_VERSION "0.1.0"
