#include "ledger/part_undo_store.h"

#include "ledger/domain/custody_refusals.h"
#include "ledger/payment_withdrawal_store.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr char kSelectPart[] = R"(
  SELECT p.kind, p.amount_fen, p.voucher_id, t.id AS transfer_id, t.books_id, b.display_name,
    t.receivable_code, t.contract_id, t.voucher_id AS claim_id, t.payment_id,
    EXISTS (SELECT FROM ledger.forfeit_disposal d
     WHERE d.county_id = p.county_id AND d.part_id = p.id) AS disposed,
    u.state AS undo, u.proposer_person
  FROM ledger.hold_part p
  LEFT JOIN ledger.village_transfer t ON t.county_id = p.county_id AND t.part_id = p.id
  LEFT JOIN ledger.books b ON b.county_id = t.county_id AND b.id = t.books_id
  LEFT JOIN LATERAL (
    SELECT o.state, o.proposer_person FROM ledger.part_undo o
    WHERE o.county_id = p.county_id AND o.part_id = p.id ORDER BY o.id DESC LIMIT 1) u ON true
  WHERE p.county_id = $1 AND p.id = $2 AND p.hold_id = $3)";

std::optional<TransferRow> TransferIn(const pqxx::row& row, const HoldRow& hold, PartId part) {
  const auto id = pg::Get<std::optional<TransferId>>(row, "transfer_id");
  if (!id) return std::nullopt;
  return TransferRow{
      .id = *id,
      .part = part,
      .books = pg::Get<BooksId>(row, "books_id"),
      .books_name = pg::Get<std::string>(row, "display_name"),
      .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
      .receivable = AccountCode::Parse(pg::Get<std::string>(row, "receivable_code")).value(),
      .contract = pg::Get<std::optional<Uuid>>(row, "contract_id"),
      .account = hold.account.value(),
      .number = hold.number};
}

std::optional<UndoState> UndoIn(const pqxx::row& row) {
  const auto state = pg::Get<std::optional<int>>(row, "undo");
  if (!state) return std::nullopt;
  return static_cast<UndoState>(*state);
}

}  // namespace

Result<PartRow> LockPart(pg::Transaction& tx, CountyId county, const HoldRow& hold, PartId id) {
  // Transfers first, as whoever pays them does.
  tx.Run("SELECT id FROM ledger.village_transfer WHERE county_id = $1 AND part_id = $2 FOR UPDATE",
         county, id);
  const auto rows = tx.Run(kSelectPart, county, id, hold.id);
  if (rows.empty()) return refusals::PartNotFound();
  const auto& row = rows[0];
  PartRow part{.id = id,
               .voucher = pg::Get<VoucherId>(row, "voucher_id"),
               .claim = pg::Get<std::optional<VoucherId>>(row, "claim_id"),
               .transfer = TransferIn(row, hold, id),
               .payment = pg::Get<std::optional<PaymentId>>(row, "payment_id"),
               .facts = {.kind = static_cast<PartKind>(pg::Get<int>(row, "kind")),
                         .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
                         .disposed = pg::Get<bool>(row, "disposed"),
                         .undo = UndoIn(row),
                         .proposer_person = pg::Get<std::optional<Uuid>>(row, "proposer_person")}};
  part.facts.money_left = part.payment && HasLeft(tx, county, *part.payment);
  return part;
}

void InsertUndo(pg::Transaction& tx, CountyId county, PartId part, const std::string& reason,
                const Hand& proposer, Time now) {
  tx.Run(
      "INSERT INTO ledger.part_undo (county_id, id, part_id, state, reason, proposer_id,"
      "  proposer_person, propose_time, decide_reason)"
      " VALUES ($1, $2, $3, 1, $4, $5, $6, $7, '')",
      county, Uuid::Make(now), part, reason, proposer.account, proposer.person, now);
}

void EndUndo(pg::Transaction& tx, CountyId county, PartId part, const UndoEnd& end, Time now) {
  tx.Run(
      "UPDATE ledger.part_undo SET state = $3, decider_id = $4, decider_person = $5,"
      "  decide_time = $6, decide_reason = $7, voucher_id = $8"
      " WHERE county_id = $1 AND part_id = $2 AND state = 1",
      county, part, static_cast<int>(end.state), end.decider.account, end.decider.person, now,
      end.reason, end.voucher);
  if (end.state != UndoState::kDone) return;
  tx.Run("UPDATE ledger.hold_part SET undo_time = $3 WHERE county_id = $1 AND id = $2", county,
         part, now);
}

}  // namespace qianmo::ledger
