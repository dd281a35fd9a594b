// Result<T>: either a value or the refusal that took its place. Exceptions stay for trouble.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "base/refusal.h"

namespace qianmo {

// The value of an operation that has nothing to say but "done".
struct Done {};

template <class T>
class [[nodiscard]] Result {
 public:
  using Value = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit
  Result(Refusal refusal)
      : state_(std::in_place_index<1>, std::move(refusal)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return std::get<0>(state_);
  }
  const T& value() const& {
    assert(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    assert(ok());
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Refusal& refusal() const& {
    assert(!ok());
    return std::get<1>(state_);
  }
  Refusal&& refusal() && {
    assert(!ok());
    return std::get<1>(std::move(state_));
  }

 private:
  std::variant<T, Refusal> state_;
};

}  // namespace qianmo

// Leaves the enclosing function with the refusal of the expression, if it is one. Each use has a
// variable of its own, so that a lambda inside the expression can use these macros too.
#define QM_TRY(...) QM_TRY_(QM_CONCAT(qm_outcome_, __COUNTER__), __VA_ARGS__)
// The same, and otherwise binds the value to `target` (a declaration or an lvalue).
#define QM_ASSIGN(target, ...) QM_ASSIGN_(QM_CONCAT(qm_outcome_, __COUNTER__), target, __VA_ARGS__)

#define QM_CONCAT_(a, b) a##b
#define QM_CONCAT(a, b) QM_CONCAT_(a, b)
#define QM_TRY_(outcome, ...)                          \
  do {                                                 \
    auto outcome = (__VA_ARGS__);                      \
    if (!outcome) return std::move(outcome).refusal(); \
  } while (false)
#define QM_ASSIGN_(outcome, target, ...)             \
  auto outcome = (__VA_ARGS__);                      \
  if (!outcome) return std::move(outcome).refusal(); \
  target = std::move(outcome).value()
