#include "base/random.hpp"

#include <array>
#include <stdexcept>

#include <openssl/rand.h>

namespace n3 {

// OpenSSL's generator costs a microsecond a call whatever it is asked for, so numbers are drawn by the dozen. None is
// given out twice.
std::uint64_t random_number() {
  thread_local std::array<std::uint64_t, 64> numbers;
  thread_local std::size_t left = 0;
  if (left == 0) {
    if (RAND_bytes(reinterpret_cast<unsigned char*>(numbers.data()), sizeof numbers) != 1)
      throw std::runtime_error("no random numbers can be had from OpenSSL");
    left = numbers.size();
  }
  return numbers[--left];
}

}  // namespace n3
