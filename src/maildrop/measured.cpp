#include <algorithm>
#include <utility>

#include <n3/maildrop.hpp>

#include "base/settled.hpp"
#include "maildrop/measure.hpp"

namespace n3 {
namespace {

class Measured final : public Maildrop {
 public:
  Measured(std::unique_ptr<Maildrop> maildrop, std::shared_ptr<Sizes> sizes)
      : maildrop_(std::move(maildrop)), sizes_(std::move(sizes)) {}

  Answer<Snapshot> list() override {
    auto answer = settled(maildrop_->list());
    if (const Error* error = answer.error()) return *error;
    Snapshot snapshot = std::move(*answer.value());
    if (!snapshot.listing) return snapshot;  // the session refuses it
    if (std::ranges::none_of(*snapshot.listing, [](const Entry& entry) { return entry.octets == 0; })) return snapshot;

    std::vector<Entry> entries(snapshot.listing->begin(), snapshot.listing->end());
    auto hidden = snapshot.hidden.begin();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      while (hidden != snapshot.hidden.end() && hidden->end <= i) ++hidden;
      const bool is_hidden = hidden != snapshot.hidden.end() && hidden->begin <= i;
      if (entries[i].octets != 0 || is_hidden) continue;
      auto size = size_of(i, entries[i].uid);
      if (const Error* error = size.error()) return *error;
      entries[i].octets = *size.value();
    }
    snapshot.listing = std::make_shared<const Listing>(std::move(entries));
    return snapshot;
  }

  Answer<Body> open(std::size_t index) override { return maildrop_->open(index); }
  Answer<Done> remove(std::span<const std::size_t> indexes) override { return maildrop_->remove(indexes); }
  std::vector<std::string> locks() const override { return maildrop_->locks(); }

 private:
  Answer<std::uint64_t> size_of(std::size_t index, std::string_view uid) {
    if (const auto known = sizes_->find(uid)) return *known;
    auto opened = settled(maildrop_->open(index));
    if (const Error* error = opened.error()) return *error;
    auto measured = measure(std::move(*opened.value()));
    if (const Error* error = measured.error()) return *error;
    sizes_->put(uid, measured.value()->octets);
    return measured.value()->octets;
  }

  std::unique_ptr<Maildrop> maildrop_;
  std::shared_ptr<Sizes> sizes_;
};

}  // namespace

std::unique_ptr<Maildrop> measured(std::unique_ptr<Maildrop> maildrop, std::shared_ptr<Sizes> sizes) {
  return std::make_unique<Measured>(std::move(maildrop), std::move(sizes));
}

}  // namespace n3
