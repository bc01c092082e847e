#pragma once

#include <cstddef>
#include <memory>

#include <n3/maildrop.hpp>

namespace n3::program {

/// Two maildrops as one: first the messages of `first`, then those of `second`. For worker threads: it may block.
class JoinedMaildrop final : public Maildrop {
 public:
  JoinedMaildrop(std::unique_ptr<Maildrop> first, std::unique_ptr<Maildrop> second)
      : first_(std::move(first)), second_(std::move(second)) {}

  Answer<Snapshot> list() override;
  Answer<Body> open(std::size_t index) override;

  /// First from the one, then from the other: where the second fails, the first's are gone.
  Answer<Done> remove(std::span<const std::size_t> indexes) override;
  std::vector<std::string> locks() const override;

 private:
  std::unique_ptr<Maildrop> first_;
  std::unique_ptr<Maildrop> second_;
  std::size_t border_ = 0;  // the index of the second's first message
};

}  // namespace n3::program
