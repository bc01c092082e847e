#include "http/fetch.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "http/cache_control.hpp"
#include "http/location.hpp"
#include "http/transfer.hpp"
#include "http/url.hpp"

namespace n3::http {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr unsigned most_redirects = 10;

bool is_redirect(long status) {
  constexpr std::array<long, 5> redirects{301, 302, 303, 307, 308};
  return std::ranges::find(redirects, status) != redirects.end();
}

// The way from the URL that was asked for to the one that answers.
class Route {
 public:
  Route(const Request& request, const Location& configured)
      : request_(request),
        configured_(configured),
        transfer_(request),
        moved_to_(request.moved_to),
        from_outside_(request.from_outside || !moved_to_.empty()) {}

  Result follow(Location where);

 private:
  void turn(const Location& from, const Location& to);
  std::optional<std::string> ask(const Location& where);
  Result answer(const Location& where);

  const Request& request_;
  const Location& configured_;
  Transfer transfer_;
  const Clock::time_point deadline_ = Clock::now() + request_.patience;
  std::string moved_to_;
  bool for_good_ = true;  // are the redirects so far
  bool from_outside_;
};

Result Route::follow(Location where) {
  for (unsigned redirects = 0; redirects <= most_redirects; ++redirects) {
    const auto cause = ask(where);
    const std::string to = is_redirect(transfer_.status()) ? transfer_.header("Location") : "";
    if (to.empty()) return cause ? std::unexpected(Failure{*cause}) : answer(where);
    auto next = where.redirected(to);  // whatever becomes of a redirect's own body
    if (!next) return std::unexpected(Failure{"redirected to what is no URL"});
    turn(where, *next);
    where = std::move(*next);
  }
  return std::unexpected(Failure{"more than " + std::to_string(most_redirects) + " redirects"});
}

void Route::turn(const Location& from, const Location& to) {
  for_good_ = for_good_ && is_for_good(transfer_.status(), from, to);
  if (for_good_) moved_to_ = to.url;
  from_outside_ = from_outside_ || !transfer_.is_private();
}

std::optional<std::string> Route::ask(const Location& where) {
  const bool trusted = where.place == configured_.place;
  return transfer_.ask({.url = where.url,
                        .user = trusted ? configured_.user : "",
                        .password = trusted ? configured_.password : "",
                        .may_be_private = !from_outside_,
                        .patience = std::chrono::duration_cast<milliseconds>(deadline_ - Clock::now())});
}

Result Route::answer(const Location& where) {
  const long status = transfer_.status();
  if (status != 200 && status != 304)
    return std::unexpected(Failure{"HTTP status " + std::to_string(status), transfer_.retry_after()});
  return Response{.unchanged = status == 304,
                  .body = transfer_.take_body(),
                  .content_type = transfer_.header("Content-Type"),
                  .etag = transfer_.header("ETag"),
                  .last_modified = transfer_.header("Last-Modified"),
                  .fresh_for = fresh_for(transfer_.list("Cache-Control"), transfer_.header("Age")),
                  .url = without_user_and_query(where.url),
                  .moved_to = from_outside_ ? moved_to_ : ""};
}

}  // namespace

Result fetch(const Request& request) {
  const auto configured = Location::of(request.url);
  if (!configured) return std::unexpected(Failure{"it is no URL"});
  const auto moved_to = Location::of(request.moved_to);
  return Route(request, *configured).follow(moved_to ? *moved_to : *configured);
}

}  // namespace n3::http
