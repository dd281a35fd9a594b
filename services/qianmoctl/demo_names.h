// Names, identity numbers, telephones and codes of the demo: invented, well-formed, nobody's.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "qianmoctl/demo_dice.h"

namespace qianmo::ctl {

std::string DemoSurname(Dice* dice);
std::string DemoGivenName(Dice* dice, bool man);

// With zeros in front.
std::string DemoDigits(std::int64_t number, std::size_t width);

// The `serial`th of the demo; no two serials make the same number. Its area code begins with 99,
// which no place has.
std::string DemoIdNumber(int serial, Date birth_date, bool man);
// 160 was never given to anybody.
std::string DemoPhone(int serial);
// With these 17 characters, the last of which say the serial: "N2" for a village's collective.
std::string DemoCreditCode(const std::string& kind, int serial);

}  // namespace qianmo::ctl
