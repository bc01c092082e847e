#pragma once

#include <chrono>
#include <string>

namespace date {
class time_zone;
}

namespace n3 {

/// A time of day that comes every day in one time zone. Where the clocks are put forward over it, it is then; where it
/// comes twice since they are put back, it is the first time. Thread-safe.
class Daily {
 public:
  /// The zone is one of the system's: "Europe/Tallinn". Throws std::invalid_argument for any other, and for a time
  /// that no day has.
  Daily(std::chrono::minutes at, const std::string& zone);

  /// One day's.
  struct Moment {
    std::chrono::year_month_day date;  ///< There.
    std::chrono::sys_seconds time;

    bool operator==(const Moment&) const = default;
  };
  Moment last(std::chrono::sys_seconds now) const;  ///< That has come.
  Moment next(std::chrono::sys_seconds now) const;  ///< That is to come.

 private:
  std::chrono::sys_days date_at(std::chrono::sys_seconds time) const;
  Moment on(std::chrono::sys_days date) const;

  std::chrono::minutes at_;
  const date::time_zone* zone_;  // lives as long as the process
};

}  // namespace n3
