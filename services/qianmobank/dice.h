// Chance that can be repeated: it depends on the seed and on what is asked about.
#pragma once

#include <cstdint>
#include <string>

namespace qianmo::bank {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}

  // True for so many of a thousand.
  bool Happens(int of_thousand, const std::string& what, const std::string& whose) const;
  // From 1 to `most`.
  int Number(int most, const std::string& what, const std::string& whose) const;

 private:
  std::uint64_t Roll(const std::string& what, const std::string& whose) const;

  std::uint64_t seed_;
};

}  // namespace qianmo::bank
