#include "sources/daily.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace n3 {
namespace {

using std::chrono::days;

const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    throw std::invalid_argument("\"" + name + "\" is no time zone that this machine knows; say one such as " +
                                "\"Europe/Tallinn\" or \"UTC\"");
  }
}

}  // namespace

Daily::Daily(std::chrono::minutes at, const std::string& zone) : at_(at), zone_(find_zone(zone)) {
  if (at < at.zero() || at >= days(1)) throw std::invalid_argument("a time of day is from 00:00 to 23:59");
}

Daily::Moment Daily::last(std::chrono::sys_seconds now) const {
  const auto today = date_at(now);
  const Moment moment = on(today);
  return moment.time <= now ? moment : on(today - days(1));
}

Daily::Moment Daily::next(std::chrono::sys_seconds now) const {
  const auto today = date_at(now);
  const Moment moment = on(today);
  return moment.time > now ? moment : on(today + days(1));
}

std::chrono::sys_days Daily::date_at(std::chrono::sys_seconds time) const {
  const auto local = zone_->to_local(time);
  return std::chrono::sys_days(std::chrono::floor<days>(local.time_since_epoch()));
}

Daily::Moment Daily::on(std::chrono::sys_days date) const {
  const date::local_seconds local(date.time_since_epoch() + at_);
  return {date, zone_->to_sys(local, date::choose::earliest)};
}

}  // namespace n3
