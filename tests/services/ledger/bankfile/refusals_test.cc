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

TEST(BankFileRefusals, AreTextEvenIfTheNameIsNone) {
  const Refusal refusal = PayeeCharacter({.index = 0, .name = "\xd5\xc5", .field = "name"}, "a");
  EXPECT_EQ(refusal.metadata[1].second, "");
  EXPECT_EQ(refusal.message, "Payee , name: the bank cannot write a");
}

TEST(BankFileRefusals, SayBothFigures) {
  EXPECT_EQ(BalanceMismatch({.line = 1}, Fen(5), Fen(-6)).metadata,
            (Metadata{{"line", "1"}, {"expected_fen", "5"}, {"stated_fen", "-6"}}));
}

}  // namespace
}  // namespace qianmo::ledger::bankfile::refusals
