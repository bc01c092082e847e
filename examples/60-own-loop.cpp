// The session without the server: for programs that have an event loop of their own. This one has the simplest there
// is: one client after the other, and answers from memory.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <random>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <n3/n3.hpp>
#include <n3/pop3/session.hpp>

namespace {

using namespace n3::pop3;

// Answers a session's questions: everybody is andris, and there is one message.
class Answers {
 public:
  Answers() { box_.add("only", "From: loop@example.org\nSubject: By hand\n\nHello.\n"); }

  void to(Session& session, const Question& question) {
    if (std::get_if<CheckCredential>(&question)) session.answered(n3::Verdict::granted("andris"));
    if (std::get_if<OpenMaildrop>(&question)) session.answered(std::move(*box_.list().value()));
    if (const auto* message = std::get_if<OpenMessage>(&question))
      session.answered(std::move(*box_.open(message->index).value()));
    if (std::get_if<RemoveMessages>(&question)) session.failed(n3::Error::permanent("it stays"));
  }

 private:
  n3::MemoryMaildrop box_;
};

// Waits for the client, but not beyond the deadline.
bool is_ready(int client, short events, Time deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  pollfd waiting{.fd = client, .events = events, .revents = 0};
  return ::poll(&waiting, 1, static_cast<int>(std::max(left, std::chrono::milliseconds(0)).count())) > 0;
}

void serve(int client, const std::shared_ptr<const Service>& service) {
  Session session(service, Channel{.peer = "somebody"}, Clock::now());
  Answers answers;
  char bytes[4096];
  for (;;) {
    const Step step = session.next(Clock::now());
    switch (step.kind) {
      case Step::Kind::read: {
        if (!is_ready(client, POLLIN, step.deadline)) {
          session.timed_out();
          break;
        }
        const ssize_t count = ::recv(client, bytes, std::min(sizeof bytes, step.room), 0);
        if (count <= 0) {
          session.disconnected("disconnected");
        } else {
          session.received({bytes, static_cast<std::size_t>(count)});
        }
        break;
      }
      case Step::Kind::write: {
        if (!is_ready(client, POLLOUT, step.deadline)) {
          session.timed_out();
          break;
        }
        const ssize_t count = ::send(client, step.bytes.data(), step.bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0) {
          session.disconnected("disconnected");
        } else {
          session.sent(static_cast<std::size_t>(count));
        }
        break;
      }
      case Step::Kind::ask: answers.to(session, *step.question); break;
      case Step::Kind::pause: ::usleep(10'000); break;
      case Step::Kind::idle:       // everything here answers at once,
      case Step::Kind::start_tls:  // and STLS is not offered
      case Step::Kind::close: std::cerr << n3::to_string(session.summary()) << '\n'; return;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string address = argc > 1 ? argv[1] : "127.0.0.1:1110";
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  where.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  socklen_t size = sizeof where;

  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  if (listener < 0) return 1;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&where), size) != 0 || ::listen(listener, 8) != 0) return 1;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&where), &size);
  std::cout << "listening on 127.0.0.1:" << ntohs(where.sin_port) << std::endl;

  auto service = std::make_shared<Service>();
  service->host = "example.org";
  service->policy.login = std::chrono::seconds(5);  // while one client is silent, the others wait
  service->random = [] { return std::uint64_t{std::random_device{}()} << 32 | std::random_device{}(); };
  for (;;) {
    const int client = ::accept(listener, nullptr, nullptr);
    if (client < 0) return 1;
    serve(client, service);
    ::close(client);
  }
}
