// Identifiers: UUIDv7 (sorted by time, so that indexes stay dense), one C++ type per idea.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace qianmo {

class Uuid {
 public:
  constexpr Uuid() = default;  // the nil UUID
  explicit constexpr Uuid(std::array<std::uint8_t, 16> bytes) : bytes_(bytes) {}

  // A version 7 UUID for `now`; later calls in one process sort after earlier ones, also when the
  // clock stands still or steps back. The only place that draws randomness for ids. Throws
  // std::out_of_range before 1970 and after the year 10888, which the format cannot hold.
  static Uuid Make(Time now);
  // Accepts exactly the 36-character lower- or upper-case form.
  static std::optional<Uuid> Parse(std::string_view text);

  std::string ToString() const;
  std::span<const std::uint8_t, 16> bytes() const { return bytes_; }
  int version() const { return bytes_[6] >> 4; }
  bool is_nil() const { return *this == Uuid(); }
  auto operator<=>(const Uuid&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

// A UUID that names one kind of thing: Id<struct Account> and Id<struct Session> do not mix.
template <class Tag>
struct Id {
  Uuid uuid;

  static Id Make(Time now) { return Id{Uuid::Make(now)}; }
  static std::optional<Id> Parse(std::string_view text) {
    auto parsed = Uuid::Parse(text);
    return parsed ? std::optional<Id>(Id{*parsed}) : std::nullopt;
  }
  std::string ToString() const { return uuid.ToString(); }
  auto operator<=>(const Id&) const = default;
};

// The permanent, opaque number of a county: the tenant.
struct CountyId {
  std::int32_t number = 0;
  auto operator<=>(const CountyId&) const = default;
};

}  // namespace qianmo

template <>
struct std::hash<qianmo::Uuid> {
  std::size_t operator()(const qianmo::Uuid& id) const noexcept;
};

template <class Tag>
struct std::hash<qianmo::Id<Tag>> {
  std::size_t operator()(const qianmo::Id<Tag>& id) const noexcept {
    return std::hash<qianmo::Uuid>()(id.uuid);
  }
};

template <>
struct std::hash<qianmo::CountyId> {
  std::size_t operator()(const qianmo::CountyId& id) const noexcept {
    return std::hash<std::int32_t>()(id.number);
  }
};
