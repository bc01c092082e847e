// The yardstick: what the kernel alone takes for a POP3 conversation. One thread, edge-triggered epoll, replies made
// before the first client comes, one send for all commands that arrive together, no authentication, no deadlines, no
// limits. Not a server; nothing that is one can be cheaper.
//
//     bench_responder [PORT]
#include <cerrno>
#include <charconv>
#include <cstring>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "mail.hpp"

namespace {

using namespace bench;

constexpr std::string_view greeting = "+OK responder ready\r\n";
constexpr std::string_view done = "+OK done\r\n";
constexpr std::string_view refused = "-ERR no\r\n";
constexpr std::string_view capabilities =
    "+OK capabilities follow\r\nTOP\r\nUIDL\r\nUSER\r\nSASL PLAIN\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\n"
    "EXPIRE NEVER\r\nIMPLEMENTATION responder\r\n.\r\n";

// All that can be asked about one box.
struct Replies {
  std::string stat, list, uidl;
  std::vector<std::string> retr;
};

std::string stuffed(std::string_view mail) {
  std::string wire;
  for (std::size_t at = 0; at < mail.size();) {
    const std::size_t end = mail.find('\n', at) + 1;
    if (mail[at] == '.') wire += '.';
    wire += mail.substr(at, end - at);
    at = end;
  }
  return wire + ".\r\n";
}

Replies replies_of(const Box& box) {
  const std::string octets = std::to_string(box.octets);
  Replies replies{
      .stat = "+OK " + std::to_string(box.messages) + " " + std::to_string(box.messages * box.octets) + "\r\n",
      .list = "+OK\r\n",
      .uidl = "+OK\r\n",
      .retr = {}};
  for (std::size_t number = 1; number <= box.messages; ++number) {
    const std::string digits = std::to_string(number);
    const std::string uid = std::string(32 - digits.size(), '0') + digits;
    replies.list += digits + " " + octets + "\r\n";
    replies.uidl += digits + " " + uid + "\r\n";
    replies.retr.push_back("+OK " + octets + " octets\r\n" + stuffed(message(box, number)));
  }
  replies.list += ".\r\n";
  replies.uidl += ".\r\n";
  return replies;
}

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

struct Client {
  const Replies* box = nullptr;
  std::string partial;                   // a command whose end has not come
  std::vector<std::string_view> unsent;  // what the kernel did not take yet
  bool watches_output = false;
  bool quits = false;
};

class Responder {
 public:
  explicit Responder(std::uint16_t port);
  std::uint16_t port() const;
  [[noreturn]] void run();

 private:
  void welcome();
  void receive(int socket);
  void commands(Client& client, std::string_view bytes);
  std::string_view answer(Client& client, std::string_view command);
  std::string_view answer_retr(const Client& client, std::string_view number) const;
  void send(int socket);
  void drop(int socket);

  std::map<std::string, Replies, std::less<>> boxes_;
  int listener_;
  int epoll_;
  std::vector<Client> clients_;  // by socket
  std::vector<char> buffer_ = std::vector<char>(64 * 1024);
};

Responder::Responder(std::uint16_t port)
    : listener_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket")),
      epoll_(checked(::epoll_create1(0), "epoll_create1")) {
  for (const Box& box : boxes) boxes_.emplace(box.name, replies_of(box));

  const int yes = 1;
  checked(::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), "SO_REUSEADDR");
  checked(::setsockopt(listener_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes), "TCP_NODELAY");  // clients inherit it
  sockaddr_in address{
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  checked(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  checked(::listen(listener_, 4096), "listen");
  epoll_event event{.events = EPOLLIN, .data = {.fd = listener_}};
  checked(::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event), "epoll_ctl");
}

std::uint16_t Responder::port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  checked(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  return ntohs(address.sin_port);
}

void Responder::run() {
  std::array<epoll_event, 256> events;
  for (;;) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.fd == listener_) {
        welcome();
      } else if (event.events == EPOLLOUT) {
        send(event.data.fd);
      } else {
        receive(event.data.fd);
      }
    }
  }
}

// One at a time: while more are waiting, epoll says so again.
void Responder::welcome() {
  const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
  if (socket < 0) return;
  const auto slot = static_cast<std::size_t>(socket);
  if (slot >= clients_.size()) clients_.resize(slot + 1024);
  clients_[slot] = Client();
  (void)!::send(socket, greeting.data(), greeting.size(), MSG_NOSIGNAL);
  epoll_event event{.events = EPOLLIN | EPOLLET, .data = {.fd = socket}};
  checked(::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
}

void Responder::receive(int socket) {
  Client& client = clients_[static_cast<std::size_t>(socket)];
  for (;;) {
    const ssize_t count = ::recv(socket, buffer_.data(), buffer_.size(), 0);
    if (count < 0 && errno == EAGAIN) break;
    if (count <= 0) return drop(socket);
    commands(client, {buffer_.data(), static_cast<std::size_t>(count)});
    if (static_cast<std::size_t>(count) < buffer_.size()) break;
  }
  send(socket);
}

void Responder::commands(Client& client, std::string_view bytes) {
  std::string joined;
  if (!client.partial.empty()) bytes = joined = std::exchange(client.partial, {}) + std::string(bytes);
  while (!client.quits) {
    const std::size_t end = bytes.find("\r\n");
    if (end == bytes.npos) break;
    client.unsent.push_back(answer(client, bytes.substr(0, end)));
    bytes.remove_prefix(end + 2);
  }
  client.partial = bytes;
}

std::string_view Responder::answer(Client& client, std::string_view command) {
  const std::string_view verb = command.substr(0, 4);
  if (verb == "CAPA") return capabilities;
  if (verb == "PASS" || verb == "NOOP") return done;
  if (verb == "QUIT") return client.quits = true, done;
  if (verb == "USER") {
    const Box* box = box_of(command.substr(std::min(command.size(), std::size_t{5})));
    client.box = box ? &boxes_.find(box->name)->second : nullptr;
    return done;
  }
  if (!client.box) return refused;
  if (verb == "STAT") return client.box->stat;
  if (verb == "LIST") return client.box->list;
  if (verb == "UIDL") return client.box->uidl;
  return verb == "RETR" && command.size() > 5 ? answer_retr(client, command.substr(5)) : refused;
}

std::string_view Responder::answer_retr(const Client& client, std::string_view number) const {
  std::size_t index = 0;
  std::from_chars(number.data(), number.data() + number.size(), index);
  return index >= 1 && index <= client.box->retr.size() ? std::string_view(client.box->retr[index - 1]) : refused;
}

void Responder::send(int socket) {
  Client& client = clients_[static_cast<std::size_t>(socket)];
  auto& unsent = client.unsent;
  while (!unsent.empty()) {
    std::array<iovec, 256> pieces;
    const std::size_t count = std::min(unsent.size(), pieces.size());
    for (std::size_t i = 0; i < count; ++i) pieces[i] = {const_cast<char*>(unsent[i].data()), unsent[i].size()};
    const msghdr gathered{.msg_name = nullptr,
                          .msg_namelen = 0,
                          .msg_iov = pieces.data(),
                          .msg_iovlen = count,
                          .msg_control = nullptr,
                          .msg_controllen = 0,
                          .msg_flags = 0};
    const ssize_t sent = count == 1 ? ::send(socket, pieces[0].iov_base, pieces[0].iov_len, MSG_NOSIGNAL)
                                    : ::sendmsg(socket, &gathered, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return drop(socket);

    std::size_t left = sent < 0 ? 0 : static_cast<std::size_t>(sent);
    std::size_t gone = 0;
    while (gone < count && left >= unsent[gone].size()) left -= unsent[gone++].size();
    unsent.erase(unsent.begin(), unsent.begin() + static_cast<std::ptrdiff_t>(gone));
    if (gone == count) continue;
    unsent.front().remove_prefix(left);
    if (!std::exchange(client.watches_output, true)) {
      epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.fd = socket}};
      checked(::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event), "epoll_ctl");
    }
    return;
  }
  if (client.quits) drop(socket);
}

void Responder::drop(int socket) {
  clients_[static_cast<std::size_t>(socket)] = Client();
  ::close(socket);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);

    Responder responder(count > 1 ? static_cast<std::uint16_t>(std::stoul(arguments[1])) : 0);
    std::cout << "listening 127.0.0.1:" << responder.port() << std::endl;
    responder.run();
  } catch (const std::exception& error) {
    std::cerr << "bench_responder: " << error.what() << "\n";
    return 1;
  }
}
