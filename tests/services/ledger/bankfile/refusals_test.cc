// What refusals say to whoever has to put the file right.
#include "ledger/bankfile/refusals.h"

#include <gtest/gtest.h>

namespace qianmo::ledger::bankfile::refusals {
namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

TEST(BankFileRefusals, SayWhere) {
  EXPECT_EQ(XmlTooDeep({.line = 7}, 32).metadata, (Metadata{{"line", "7"}, {"most", "32"}}));
  EXPECT_EQ(AmountTooLarge({.line = 7, .entry = 2}, "Ntry/Amt").metadata,
            (Metadata{{"line", "7"}, {"entry", "2"}, {"field", "Ntry/Amt"}}));
}

TEST(BankFileRefusals, NameThePayee) {
  const Refusal refusal = PayeeCharacter({.index = 3, .name = "张𠀀", .field = "name"}, "𠀀");
  EXPECT_EQ(refusal.reason, "PAYEE_CHARACTER");
  EXPECT_EQ(refusal.metadata,
            (Metadata{{"index", "3"}, {"name", "张𠀀"}, {"field", "name"}, {"character", "𠀀"}}));
}

TEST(BankFileRefusals, SayBothFigures) {
  EXPECT_EQ(BalanceMismatch({.line = 1}, Fen(5), Fen(-6)).metadata,
            (Metadata{{"line", "1"}, {"expected_fen", "5"}, {"stated_fen", "-6"}}));
}

}  // namespace
}  // namespace qianmo::ledger::bankfile::refusals
