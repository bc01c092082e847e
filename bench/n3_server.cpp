// What the benchmark measures: an n3::Server with one I/O thread, in one of four ways of using it.
//
//     bench_n3_server WAY [--certificate FILE --key FILE] [--folder DIR]
//
//     instant   accounts, on_login and messages answer from memory, on the I/O thread
//     workers   plain functions, called on the worker threads; messages in memory
//     files     the same, and each message is a file, opened and read on the worker threads
//     spool     accounts on the I/O thread, as those of "n3 serve" with passwords in clear; messages in a spool's file
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sys/resource.h>

#include <n3/memory_maildrop.hpp>
#include <n3/server.hpp>
#include <n3/spool.hpp>

#include "mail.hpp"

namespace {

using namespace bench;

std::map<std::string, n3::MemoryMaildrop, std::less<>> messages_in_memory() {
  std::map<std::string, n3::MemoryMaildrop, std::less<>> maildrops;
  for (const Box& box : boxes)
    for (std::size_t number = 1; number <= box.messages; ++number)
      maildrops[std::string(box.name)].add(std::to_string(number), message(box, number));
  return maildrops;
}

// As long as MemoryMaildrop makes them.
std::string uid(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(32 - digits.size(), '0') + digits;
}

// A box written to a folder of its own.
struct Folder {
  std::vector<std::filesystem::path> files;
  std::shared_ptr<const n3::Listing> listing;
};

Folder written(const Box& box, const std::filesystem::path& where) {
  Folder folder;
  std::vector<n3::Entry> entries;
  std::filesystem::create_directories(where);
  for (std::size_t number = 1; number <= box.messages; ++number) {
    const auto file = where / (std::to_string(number) + ".eml");
    std::ofstream(file, std::ios::binary) << message(box, number);
    entries.push_back({.uid = uid(number), .octets = box.octets});
    folder.files.push_back(file);
  }
  folder.listing = std::make_shared<const n3::Listing>(std::move(entries));
  return folder;
}

class FolderMaildrop final : public n3::Maildrop {
 public:
  explicit FolderMaildrop(const Folder& folder) : folder_(folder) {}

  n3::Answer<n3::Snapshot> list() override { return n3::Snapshot{folder_.listing, {}}; }
  n3::Answer<n3::Body> open(std::size_t index) override { return n3::Body::file(folder_.files.at(index)); }
  n3::Answer<n3::Done> remove(std::span<const std::size_t>) override {
    return n3::Error::permanent("the benchmark keeps its mail");
  }

 private:
  const Folder& folder_;
};

std::string box_name(std::string_view user) {
  const Box* box = box_of(user);
  return box ? std::string(box->name) : throw std::runtime_error("no such box: " + std::string(user));
}

bool is_right(std::string_view, std::string_view password) { return n3::same_secret("secret", password); }

void serve_instantly(n3::Server& server) {
  server.accounts(is_right, n3::instant);
  server.on_login([boxes = messages_in_memory()](const n3::Login& login) { return boxes.at(box_name(login.account)); },
                  n3::instant);
}

void serve_on_workers(n3::Server& server) {
  server.accounts(is_right);
  server.on_login([boxes = messages_in_memory()](const n3::Login& login) { return boxes.at(box_name(login.account)); });
}

void serve_files(n3::Server& server, const std::filesystem::path& where) {
  auto folders = std::make_shared<std::map<std::string, Folder, std::less<>>>();
  for (const Box& box : boxes) folders->emplace(box.name, written(box, where / box.name));
  server.accounts(is_right);
  server.on_login([folders](const n3::Login& login) { return FolderMaildrop(folders->at(box_name(login.account))); });
}

void serve_spool(n3::Server& server, const std::filesystem::path& where) {
  std::filesystem::create_directories(where);
  const auto spool = n3::Spool::open((where / "n3.db").string());
  for (const Box& box : boxes)
    for (std::size_t number = 1; number <= box.messages; ++number)
      spool->mailbox(box.name).add(
          {.key = std::to_string(number), .content = n3::Mail{message(box, number)}, .uid = uid(number)});
  server.accounts(is_right, n3::instant);
  server.on_login(
      [spool](const n3::Login& login) { return spool->maildrop(login.account, {box_name(login.account)}); });
}

std::map<std::string, std::string, std::less<>> options(int count, char** arguments) {
  std::map<std::string, std::string, std::less<>> given;
  for (int i = 2; i + 1 < count; i += 2) given[arguments[i]] = arguments[i + 1];
  return given;
}

void allow_many_files() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

void run(std::string_view way, const std::map<std::string, std::string, std::less<>>& given) {
  n3::Server server;
  if (way == "instant") {
    serve_instantly(server);
  } else if (way == "workers") {
    serve_on_workers(server);
  } else if (way == "files") {
    serve_files(server, given.at("--folder"));
  } else if (way == "spool") {
    serve_spool(server, given.at("--folder"));
  } else {
    throw std::runtime_error("no way to serve: " + std::string(way));
  }
  server.threads(1).listen("127.0.0.1:0");
  if (given.contains("--certificate")) {
    server.tls({given.at("--certificate"), given.at("--key")});
    server.listen({.address = "127.0.0.1:0", .tls = n3::Tls::implicit});
  }
  for (const std::string& address : server.start()) std::cout << "listening " << address << std::endl;
  server.run();
}

}  // namespace

int main(int count, char** arguments) {
  try {
    allow_many_files();
    run(count > 1 ? arguments[1] : "", options(count, arguments));
  } catch (const std::exception& error) {
    std::cerr << "bench_n3_server: " << error.what() << "\n";
    return 1;
  }
}
