#include "ledger/transfer_store.h"

#include <map>

#include "pg/row.h"

namespace qianmo::ledger {
namespace {

// The payers, each opened once.
class Payers {
 public:
  Payers(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring)
      : tx_(tx), county_(county), ring_(ring) {}

  const BankAccountRow& Of(BankAccountId id) {
    const auto found = known_.find(id);
    if (found != known_.end()) return found->second;
    return known_.emplace(id, FindBankAccount(tx_, county_, ring_, id).value()).first->second;
  }

 private:
  pg::Transaction& tx_;
  const CountyId county_;
  const crypto::Keyring& ring_;
  std::map<BankAccountId, BankAccountRow> known_;
};

}  // namespace

std::vector<Transfer> TransfersTo(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                  const BankAccountRow& account, const std::set<AttemptId>& named,
                                  const std::set<Fen>& amounts) {
  std::vector<Transfer> transfers;
  if (named.empty() && amounts.empty()) return transfers;
  std::vector<std::int64_t> fen;
  for (const Fen amount : amounts) fen.push_back(amount.count());
  const auto rows = tx.Run(
      "SELECT a.id, a.state, p.amount_fen, p.bank_account_id, a.mirror_voucher_id,"
      "  a.mirror_back_voucher_id, coalesce(b.export_time, a.update_time) AS sent_time"
      " FROM ledger.payment p JOIN ledger.payment_attempt a"
      "  ON a.county_id = p.county_id AND a.payment_id = p.id AND a.state NOT IN (1, 8)"
      " LEFT JOIN ledger.payout_batch b ON b.county_id = a.county_id AND b.id = a.batch_id"
      " WHERE p.county_id = $1 AND p.mirror_books_id = $2 AND p.mirror_debit = $3"
      "  AND (a.id = ANY ($4::uuid[]) OR p.amount_fen = ANY ($5::bigint[])"
      "   AND NOT EXISTS (SELECT FROM ledger.bank_entry e WHERE e.county_id = p.county_id"
      "    AND e.voucher_id = a.mirror_voucher_id))"
      " ORDER BY a.id",
      county, account.books, account.code.text(), pg::Array(named), pg::Array(fen));
  Payers payers(tx, county, ring);
  for (const auto& row : rows) {
    const BankAccountRow& payer = payers.Of(pg::Get<BankAccountId>(row, "bank_account_id"));
    transfers.push_back(
        {.attempt = pg::Get<AttemptId>(row, "id"),
         .state = static_cast<AttemptState>(pg::Get<int>(row, "state")),
         .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
         .payer_name = payer.display_name,
         .payer_account = payer.number,
         .sent = BeijingDate(pg::Get<Time>(row, "sent_time")),
         .voucher = pg::Get<std::optional<VoucherId>>(row, "mirror_voucher_id"),
         .back_voucher = pg::Get<std::optional<VoucherId>>(row, "mirror_back_voucher_id")});
  }
  return transfers;
}

}  // namespace qianmo::ledger
