#include <n3/sasl.hpp>

#include <stdexcept>

namespace n3::sasl {

const Step& Exchange::start(std::optional<std::string> initial) {
  if (!handle_) throw std::logic_error("the mechanism is no coroutine: it returned an empty Exchange");
  auto& promise = handle_.promise();
  promise.has_initial = initial.has_value();
  if (initial) promise.initial = std::move(*initial);
  return resume();
}

const Step& Exchange::responded(std::string response) {
  handle_.promise().response = std::move(response);
  return resume();
}

const Step& Exchange::checked(bool good) {
  handle_.promise().checked = good;
  return resume();
}

const Step& Exchange::found(std::optional<Secret> secret) {
  handle_.promise().secret = std::move(secret);
  return resume();
}

const Step& Exchange::resume() {
  handle_.resume();
  auto& promise = handle_.promise();
  if (promise.failure) std::rethrow_exception(promise.failure);
  if (promise.has_initial && std::holds_alternative<Challenge>(promise.step))
    promise.step = Deny{"this mechanism takes no initial response"};
  return promise.step;
}

}  // namespace n3::sasl
