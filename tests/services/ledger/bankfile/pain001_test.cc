// Payouts against a schema: ours is narrower than the bank's.
#include "ledger/bankfile/pain001.h"

#include <fstream>

#include <gtest/gtest.h>

#include "services/ledger/bankfile/samples.h"
#include "support/process.h"

namespace qianmo::ledger::bankfile {
namespace {

// What xmllint says of it; empty when it fits.
std::string AgainstSchema(const std::string& bytes) {
  const support::TemporaryFolder folder;
  const std::string file = (folder.path() / "payout.xml").string();
  std::ofstream(file, std::ios::binary) << bytes;
  const auto outcome = support::RunToEnd(
      {"/usr/bin/xmllint", "--nonet", "--noout", "--schema", QM_PAYOUT_SCHEMA, file}, {});
  return outcome.code == 0 ? "" : outcome.output;
}

TEST(Pain001, FitsItsSchema) {
  auto items = SomePayouts();
  EXPECT_EQ(AgainstSchema(*WritePayout(LargeBank().payout, PayoutHeadOf(items), items)), "");
  // Everything at its longest.
  PayoutProfile profile = LargeBank().payout;
  profile.most_name = 140;
  for (PayoutItem& item : items) {
    item.end_to_end_id += std::string(33, '<');
    item.payee.name = std::string(139, '&') + "田";
    item.payee.bank_name = std::string(140, '"');
    item.payee.account = std::string(34, '1');
    item.remittance = std::string(139, 'a') + "]";
    item.amount = Fen(33'333'333'333'333);
  }
  const auto bytes = WritePayout(profile, PayoutHeadOf(items), items);
  ASSERT_TRUE(bytes) << bytes.refusal().message;
  EXPECT_EQ(AgainstSchema(*bytes), "");
}

TEST(Pain001, WouldNotFitWithAnythingElse) {
  const auto items = SomePayouts();
  const std::string whole = *WritePayout(LargeBank().payout, PayoutHeadOf(items), items);
  for (const auto& [old, fresh] :
       {std::pair{"<CtrlSum>100.06</CtrlSum>\n", ""}, std::pair{">100.00<", ">100.0<"},
        std::pair{"Ccy=\"CNY\"", "Ccy=\"USD\""}, std::pair{"<PmtMtd>TRF</PmtMtd>\n", ""}}) {
    std::string bytes = whole;
    const std::size_t at = bytes.find(old);
    ASSERT_NE(at, bytes.npos) << old;
    EXPECT_NE(AgainstSchema(bytes.replace(at, std::string(old).size(), fresh)), "") << old;
  }
}

TEST(Pain001, ReadsWhatItWrites) {
  const auto items = SomePayouts();
  std::vector<PayoutItem> read;
  const auto head = ReadPain001(WritePain001(LargeBank().payout, PayoutHeadOf(items), items),
                                [&](const PayoutItem& item) { read.push_back(item); }, {});
  ASSERT_TRUE(head);
  EXPECT_EQ(head->execution, PayoutHeadOf(items).execution);
  EXPECT_EQ(read, items);
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
