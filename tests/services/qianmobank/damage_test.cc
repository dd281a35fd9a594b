// Damage that nobody can take for a file.
#include "qianmobank/damage.h"

#include <gtest/gtest.h>

#include "ledger/bankfile/statement_reader.h"
#include "services/ledger/bankfile/profile_samples.h"
#include "services/qianmobank/month.h"

namespace qianmo::bank {
namespace {

TEST(Damaged, CannotBeReadInAnyWay) {
  for (const auto& profile : {PlainProfile(), ProfileFrom(ledger::bankfile::kRuralBank),
                              ProfileFrom(ledger::bankfile::kLargeBank)}) {
    Bank bank(profile, {});
    bank.Open(kCentre, "a", Fen(1'000));
    bank.Credit(
        {.account = kCentre, .amount = Fen(1), .payer = {}, .sub_account = "", .remittance = ""});
    const OutFile whole = bank.Day(DayOf(1)).back();
    ASSERT_TRUE(FileReader(profile).Read(whole));
    for (int way = 1; way <= kDamages; ++way) {
      EXPECT_FALSE(
          FileReader(profile).Read({whole.name, FileKind::kGarbage, Damaged(whole.bytes, way)}))
          << way;
    }
  }
}

}  // namespace
}  // namespace qianmo::bank
