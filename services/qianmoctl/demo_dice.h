// The dice of the demo: the same throws each time, on every machine.
#pragma once

#include <cstdint>
#include <iterator>
#include <random>

namespace qianmo::ctl {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}

  // From `least` to `most`, both included. The distributions of the library differ by library.
  int Between(int least, int most) {
    return least + static_cast<int>(engine_() % static_cast<std::uint32_t>(most - least + 1));
  }
  bool Percent(int chance) { return Between(1, 100) <= chance; }
  template <class List>
  const auto& Pick(const List& list) {
    return list[static_cast<std::size_t>(Between(0, static_cast<int>(std::size(list)) - 1))];
  }

 private:
  std::mt19937 engine_;
};

}  // namespace qianmo::ctl
