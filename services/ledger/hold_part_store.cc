#include "ledger/hold_part_store.h"

#include "ledger/domain/custody_refusals.h"
#include "pg/row.h"

namespace qianmo::ledger {

void InsertPart(pg::Transaction& tx, CountyId county, const NewPart& part, Time now) {
  tx.Run(
      "INSERT INTO ledger.hold_part (county_id, id, hold_id, kind, amount_fen, reason, account_id,"
      "  person_id, part_time, voucher_id, payment_id)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      county, part.id, part.hold, static_cast<int>(part.kind), part.amount.count(), part.reason,
      part.hand.account, part.hand.person, now, part.voucher, part.payment);
}

Result<ForfeitRow> FindForfeit(pg::Transaction& tx, CountyId county, HoldId hold, PartId part) {
  const auto rows = tx.Run(
      "SELECT p.amount_fen, p.person_id, EXISTS (SELECT FROM ledger.forfeit_disposal d"
      "   WHERE d.county_id = p.county_id AND d.part_id = p.id) AS disposed"
      " FROM ledger.hold_part p"
      " WHERE p.county_id = $1 AND p.id = $2 AND p.hold_id = $3 AND p.kind = 3"
      "  AND p.undo_time IS NULL",
      county, part, hold);
  if (rows.empty()) return refusals::PartNotForfeited();
  return ForfeitRow{.amount = Fen(pg::Get<std::int64_t>(rows[0], "amount_fen")),
                    .person = pg::Get<Uuid>(rows[0], "person_id"),
                    .disposed = pg::Get<bool>(rows[0], "disposed")};
}

void InsertDisposal(pg::Transaction& tx, CountyId county, const NewDisposal& disposal, Time now) {
  const Disposal& parts = disposal.disposal;
  tx.Run(
      "INSERT INTO ledger.forfeit_disposal (county_id, part_id, costs_fen, price_gap_fen, rest_fen,"
      "  reason, account_id, person_id, dispose_time, costs_voucher_id, costs_payment_id,"
      "  village_voucher_id)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      county, disposal.part, parts.costs.count(), parts.price_gap.count(), parts.rest.count(),
      disposal.reason, disposal.hand.account, disposal.hand.person, now, disposal.costs_voucher,
      disposal.costs_payment, disposal.village_voucher);
}

void InsertTransfer(pg::Transaction& tx, CountyId county, const NewTransfer& transfer) {
  tx.Run(
      "INSERT INTO ledger.village_transfer (county_id, id, part_id, books_id, amount_fen,"
      "  receivable_code, contract_id, voucher_id)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      county, transfer.id, transfer.part, transfer.books, transfer.amount.count(),
      transfer.receivable.text(), transfer.contract, transfer.voucher);
}

void SetTransferPayment(pg::Transaction& tx, CountyId county, TransferId id, PaymentId payment) {
  tx.Run(
      "UPDATE ledger.village_transfer SET payment_id = $3, trouble = ''"
      " WHERE county_id = $1 AND id = $2",
      county, id, payment);
}

std::vector<TransferId> PayableAfter(pg::Transaction& tx, CountyId county, TransferId after,
                                     int most) {
  std::vector<TransferId> transfers;
  for (const auto& row :
       tx.Run("SELECT t.id FROM ledger.village_transfer t"
              " JOIN ledger.hold_part p ON p.county_id = t.county_id AND p.id = t.part_id"
              "  AND p.undo_time IS NULL"
              " WHERE t.county_id = $1 AND t.payment_id IS NULL AND t.id > $2 AND EXISTS ("
              "  SELECT FROM ledger.bank_account a WHERE a.county_id = t.county_id"
              "   AND a.books_id = t.books_id AND a.close_time IS NULL)"
              " ORDER BY t.id LIMIT $3",
              county, after, most)) {
    transfers.push_back(pg::Get<TransferId>(row, "id"));
  }
  return transfers;
}

std::optional<TransferRow> LockPayable(pg::Transaction& tx, CountyId county, TransferId id) {
  const auto rows = tx.Run(
      "SELECT t.id, t.part_id, t.books_id, b.display_name, t.amount_fen, t.receivable_code,"
      "  t.contract_id, h.bank_account_id, h.sub_account"
      " FROM ledger.village_transfer t"
      " JOIN ledger.books b ON b.county_id = t.county_id AND b.id = t.books_id"
      " JOIN ledger.hold_part p ON p.county_id = t.county_id AND p.id = t.part_id"
      "  AND p.undo_time IS NULL"
      " JOIN ledger.hold h ON h.county_id = p.county_id AND h.id = p.hold_id"
      " WHERE t.county_id = $1 AND t.id = $2 AND t.payment_id IS NULL"
      " FOR UPDATE OF t, p SKIP LOCKED",  // both: whoever takes the part back changes it alone
      county, id);
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  return TransferRow{
      .id = id,
      .part = pg::Get<PartId>(row, "part_id"),
      .books = pg::Get<BooksId>(row, "books_id"),
      .books_name = pg::Get<std::string>(row, "display_name"),
      .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
      .receivable = AccountCode::Parse(pg::Get<std::string>(row, "receivable_code")).value(),
      .contract = pg::Get<std::optional<Uuid>>(row, "contract_id"),
      .account = pg::Get<BankAccountId>(row, "bank_account_id"),
      .number = SubAccountNumber::Read(pg::Get<std::string>(row, "sub_account")).value()};
}

void SetTransferTrouble(pg::Transaction& tx, CountyId county, TransferId id,
                        const std::string& reason) {
  tx.Run("UPDATE ledger.village_transfer SET trouble = $3 WHERE county_id = $1 AND id = $2", county,
         id, reason);
}

}  // namespace qianmo::ledger
