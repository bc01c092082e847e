// A maildrop of your own: rows of a table, each of them a message. Nothing is composed before somebody wants to read
// it, but for its size, which n3::measured finds out once for each row.
#include <iostream>

#include <n3/n3.hpp>

namespace {

struct Row {
  int id;
  std::string title;
  std::chrono::sys_seconds date;
};

// Stands for a database.
const std::vector<Row>& table() {
  using namespace std::chrono;
  static const std::vector<Row> rows{{7, "Disk 7 is full", sys_days(2026y / 11 / 20)},
                                     {8, "Disk 7 is empty again", sys_days(2026y / 11 / 21)}};
  return rows;
}

class Rows final : public n3::Maildrop {
 public:
  n3::Answer<n3::Snapshot> list() override {
    std::vector<n3::Entry> entries;
    for (const Row& row : table()) entries.push_back({uid(row), 0, row.date});  // 0: to be measured
    return n3::Snapshot{std::make_shared<const n3::Listing>(std::move(entries)), {}};
  }

  n3::Answer<n3::Body> open(std::size_t index) override {
    const Row& row = table().at(index);
    const auto message = n3::Message{}.from("Alerts", "alerts@example.org").subject(row.title).text("Row " + uid(row));
    return n3::Body::text(n3::compose(message, {.uid = uid(row), .date = row.date, .host = "example.org"}));
  }

  n3::Answer<n3::Done> remove(std::span<const std::size_t>) override {
    return n3::Error::permanent("rows stay where they are");
  }

 private:
  static std::string uid(const Row& row) { return "row-" + std::to_string(row.id); }
};

}  // namespace

int main(int argc, char** argv) {
  const auto sizes = std::make_shared<n3::Sizes>();
  n3::Server server;
  server.accounts(
      [](std::string_view user, std::string_view password) { return user == "andris" && password == "12345"; });
  server.on_login([sizes](const n3::Login&) { return n3::measured(std::make_unique<Rows>(), sizes); });
  server.listen(argc > 1 ? argv[1] : "127.0.0.1:1110");
  std::cout << "listening on " << server.start().front() << std::endl;
  server.run();
}
