#pragma once

#include <utility>

#include <unistd.h>

namespace n3::program {

/// A file descriptor that is closed at the end. A negative number is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  operator int() const { return number_; }

  void close() { const Descriptor closed = std::move(*this); }

 private:
  int number_;
};

}  // namespace n3::program
