// Credits on a statement of the custody account: each becomes a deposit, or waits in suspense, and
// the sheet of the day has nothing to explain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/bank_entry_read_store.h"
#include "ledger/entry_matching.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

class CustodyCredits : public testing::Test {
 protected:
  NewBankEntry Entry(const v1::Hold& hold, const Bidding& bidding, std::int64_t fen) {
    NewBankEntry entry{};
    entry.identity = Uuid::Make(vault_.now());
    entry.side = BankSide::kCredit;
    entry.amount = Fen(fen);
    entry.booking_date = entry.value_date = BeijingDate(vault_.now());
    entry.sub_account = hold.sub_account();
    entry.party = {bidding.account.name, bidding.account.account_number, "", "保证金"};
    return entry;
  }

  // What a statement has; how the matching of it ended.
  MatchedSome Match(std::vector<NewBankEntry> entries) {
    const auto ring = vault_.bureau().keyring();
    const Time now = vault_.now();
    const auto matched = vault_.Do([&](pg::Transaction& tx) -> Result<MatchedSome> {
      QM_ASSIGN(const BankAccountRow account,
                FindBankAccount(tx, kHomeCounty, *ring, vault_.account()));
      const NewBankFile file{.id = BankFileId::Make(now),
                             .account = account.id,
                             .kind = BankFileKind::kStatement,
                             .file_name = "a.xml",
                             .sha256 = crypto::Sha256("a"),
                             .bytes = "a",
                             .maker = {Uuid::Make(now), Uuid::Make(now)}};
      QM_TRY(InsertBankFile(tx, kHomeCounty, *ring, file, now));
      NewBankStatement statement{.id = BankStatementId::Make(now),
                                 .kind = BankStatementKind::kStatement,
                                 .bank_number = "1",
                                 .first_day = BeijingDate(now),
                                 .last_day = BeijingDate(now),
                                 .opening = Fen()};
      for (const NewBankEntry& entry : entries) {
        ++statement.credits;
        statement.credit_sum += entry.amount;
      }
      statement.closing = statement.credit_sum;
      InsertBankStatement(tx, kHomeCounty, account.id, file.id, statement, now);
      BankEntryCopy copy(tx, kHomeCounty, *ring, account.id, now);
      for (NewBankEntry& entry : entries) {
        entry.statement = statement.id;
        copy.Add(entry);
      }
      copy.Finish();
      return MatchSome(tx, kHomeCounty, *ring, account, BooksKind::kCustody, 1000, now);
    });
    if (!matched) throw std::runtime_error(matched.refusal().reason);
    return *matched;
  }

  Vault vault_;
};

TEST_F(CustodyCredits, BecomeDepositsOrWaitInSuspense) {
  const auto lot = NewLot();
  const auto first = Vault::Bidder(1), second = Vault::Bidder(2);
  const auto hold = vault_.Open(lot, first), other = vault_.Open(lot, second);
  auto stray = Entry(hold, first, 777);
  stray.sub_account = "";
  const auto matched = Match({Entry(hold, first, 100000), Entry(other, second, 99), stray});
  EXPECT_EQ(matched.entries, 3);
  EXPECT_EQ(matched.matched, 3);
  EXPECT_EQ(matched.odd, 0);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 100876", "201 100000", "204 876"));
  const auto lines = vault_.Do([&](pg::Transaction& tx) -> Result<std::int64_t> {
    QM_ASSIGN(const BankAccountRow account,
              FindBankAccount(tx, kHomeCounty, *vault_.bureau().keyring(), vault_.account()));
    const Date today = BeijingDate(vault_.now());
    const DifferenceQuery query{account, today, today, 10};
    return VouchersNotAtBank(tx, kHomeCounty, query).lines.size() +
           EntriesNotInBooks(tx, kHomeCounty, query).lines.size();
  });
  EXPECT_EQ(*lines, 0);
}

}  // namespace
}  // namespace qianmo::ledger
