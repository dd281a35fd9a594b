// The oracle that all tests of custody believe: it sees a fen that is missing anywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

TEST(VaultOracle, SeesEveryFenThatIsMissing) {
  Vault vault;
  const std::string lot = NewLot();
  const auto hold = vault.Funded(lot, Vault::Bidder(1), 1000);
  ASSERT_TRUE(vault.Capture(hold.name(), 100).ok());
  ASSERT_TRUE(vault.Release(hold.name(), 100).ok());
  ASSERT_TRUE(vault.Forfeit(hold.name(), 100).ok());
  vault.Suspended(vault.CreditFor(hold, Vault::Bidder(2)));
  ASSERT_EQ(vault.UnsoundCustody(), "");
  struct Tampering {
    const char *statement, *undo, *seen;
  };
  for (const Tampering& one :
       {Tampering{"UPDATE ledger.hold SET open_fen = open_fen - 1, captured_fen = captured_fen + 1",
                  "UPDATE ledger.hold SET open_fen = open_fen + 1, captured_fen = captured_fen - 1",
                  "parts of"},
        Tampering{"UPDATE ledger.hold_part SET amount_fen = amount_fen + 1 WHERE kind = 3",
                  "UPDATE ledger.hold_part SET amount_fen = amount_fen - 1 WHERE kind = 3",
                  "balance of 206"},
        Tampering{"UPDATE ledger.village_transfer SET amount_fen = amount_fen + 1",
                  "UPDATE ledger.village_transfer SET amount_fen = amount_fen - 1", "owed to"},
        Tampering{"UPDATE ledger.payment SET amount_fen = amount_fen + 1 WHERE kind = 1",
                  "UPDATE ledger.payment SET amount_fen = amount_fen - 1 WHERE kind = 1",
                  "balance of 203"},
        Tampering{"UPDATE ledger.suspense_item SET amount_fen = amount_fen + 1",
                  "UPDATE ledger.suspense_item SET amount_fen = amount_fen - 1",
                  "balance of 204"}}) {
    vault.bureau().Query(one.statement);
    EXPECT_THAT(vault.UnsoundCustody(), testing::HasSubstr(one.seen)) << one.statement;
    vault.bureau().Query(one.undo);
  }
  EXPECT_ANY_THROW(vault.bureau().Query("UPDATE ledger.hold SET open_fen = open_fen + 1"))
      << "the table itself keeps the parts the whole";
}

}  // namespace
}  // namespace qianmo::ledger
