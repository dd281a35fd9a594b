#include "qianmobank/dice.h"

#include "crypto/digest.h"

namespace qianmo::bank {

std::uint64_t Dice::Roll(const std::string& what, const std::string& whose) const {
  const auto digest = crypto::Sha256(std::to_string(seed_) + "/" + what + "/" + whose);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(number); ++i) number = number << 8 | digest[i];
  return number;
}

bool Dice::Happens(int of_thousand, const std::string& what, const std::string& whose) const {
  return Roll(what, whose) % 1000 < static_cast<std::uint64_t>(of_thousand);
}

int Dice::Number(int most, const std::string& what, const std::string& whose) const {
  return 1 + static_cast<int>(Roll(what, whose) % static_cast<std::uint64_t>(most));
}

}  // namespace qianmo::bank
