#pragma once

/// The version of all of it: CMakeLists.txt reads it here.
#define N3_VERSION "0.1.0"
