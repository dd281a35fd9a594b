#include "ledger/hold_read_store.h"

#include "base/encoding.h"
#include "ledger/domain/part_undo.h"
#include "ledger/payee.h"
#include "pg/list_statement.h"
#include "pg/reader.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(HoldState::kExpired) == v1::Hold::STATE_EXPIRED);
static_assert(static_cast<int>(PartKind::kForfeit) == v1::HoldPart::KIND_FORFEIT);
static_assert(static_cast<int>(UndoState::kDeclined) == v1::PartUndo::STATE_DECLINED);

constexpr pg::ListTable kHolds = {
    .name = "ledger.hold", .alias = "h", .columns = "lot_id, party_id, state, late"};

// On the time $2. The own account is sealed still, and stands in the place of its name. What was in
// time is late when the bank takes it back.
std::string SelectHolds() {
  return R"(
  SELECT 'counties/' || h.county_id || '/holds/' || h.id AS name, h.lot_id AS lot,
    h.party_id AS party, h.sub_account, h.state, h.expected_fen, h.held_fen, h.open_fen,
    h.captured_fen, h.released_fen, h.forfeited_fen, h.due_time,
    encode(h.own_account_sealed, 'hex') AS "own_account.name",
    encode(h.refund_account_sealed, 'hex') AS "refund_account.name", h.create_time, h.value_date,
    h.fund_time, h.final_date, h.release_due_time,
    h.calendar_provisional AS release_due_provisional, r.release_time, r.paid_time,
    coalesce(nullif(h.late, false), )" +
         IsLate("$2") + R"(, false) AS late, h.shared_payer, h.end_time,
    (SELECT coalesce(sum(s.amount_fen), 0) FROM ledger.interest_share s
     WHERE s.county_id = h.county_id AND s.hold_id = h.id) AS interest_fen
  FROM ledger.hold h LEFT JOIN LATERAL (
    SELECT max(p.part_time) AS release_time,
      CASE WHEN bool_and(y.state = 4) THEN max(y.paid_time) END AS paid_time
    FROM ledger.hold_part p
    JOIN ledger.payment y ON y.county_id = p.county_id AND y.id = p.payment_id
    WHERE p.county_id = h.county_id AND p.hold_id = h.id AND p.kind = 2) r ON true
  WHERE h.county_id = $1)";
}

constexpr char kSelectParts[] = R"(
  SELECT p.id, p.kind, p.amount_fen, p.reason, p.part_time,
    'counties/' || p.county_id || '/vouchers/' || p.voucher_id AS voucher,
    'counties/' || p.county_id || '/books/' || t.books_id AS books,
    y.state AS payment_state, y.paid_time, d.costs_fen, d.price_gap_fen, d.rest_fen,
    'counties/' || p.county_id || '/vouchers/' || d.costs_voucher_id AS costs_voucher,
    'counties/' || p.county_id || '/vouchers/' || d.village_voucher_id AS village_voucher,
    t.trouble AS transfer_trouble, u.state AS "undo.state", u.reason AS "undo.reason",
    'counties/' || p.county_id || '/accounts/' || u.proposer_id AS "undo.proposer",
    u.propose_time AS "undo.propose_time",
    'counties/' || p.county_id || '/accounts/' || u.decider_id AS "undo.decider",
    u.decide_time AS "undo.decide_time", u.decide_reason AS "undo.decide_reason",
    'counties/' || p.county_id || '/vouchers/' || u.voucher_id AS "undo.voucher"
  FROM ledger.hold_part p
  LEFT JOIN ledger.village_transfer t ON t.county_id = p.county_id AND t.part_id = p.id
  LEFT JOIN ledger.payment y
    ON y.county_id = p.county_id AND y.id = coalesce(p.payment_id, t.payment_id)
  LEFT JOIN ledger.forfeit_disposal d ON d.county_id = p.county_id AND d.part_id = p.id
  LEFT JOIN LATERAL (
    SELECT o.state, o.reason, o.proposer_id, o.propose_time, o.decider_id, o.decide_time,
      o.decide_reason, o.voucher_id
    FROM ledger.part_undo o
    WHERE o.county_id = p.county_id AND o.part_id = p.id ORDER BY o.id DESC LIMIT 1) u ON true
  WHERE p.county_id = $1 AND p.hold_id = $2 ORDER BY p.id)";

void ShowHold(const crypto::Keyring& ring, CountyId county, NameShown name, v1::Hold* hold) {
  const auto id = Uuid::Parse(hold->name().substr(hold->name().rfind('/') + 1)).value();
  const std::string sealed = FromHex(hold->own_account().name()).value();
  *hold->mutable_own_account() =
      ShownPayee(OpenPayee(ring, "hold.own_account", county, id, sealed), name);
  if (hold->has_refund_account()) {
    const std::string payer = FromHex(hold->refund_account().name()).value();
    *hold->mutable_refund_account() =
        ShownPayee(OpenPayee(ring, "hold.refund_account", county, id, payer), name);
  }
  hold->set_sub_account(SubAccountNumber::Read(hold->sub_account()).value().printed());
}

}  // namespace

v1::Hold ReadHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, HoldId id,
                  Time now) {
  auto hold = *pg::ReadOne<v1::Hold>(tx.Run(SelectHolds() + " AND h.id = $3", county, now, id));
  ShowHold(ring, county, NameShown::kInFull, &hold);
  pg::ReadAll(tx.Run(kSelectParts, county, id), hold.mutable_parts());
  return hold;
}

google::protobuf::RepeatedPtrField<v1::Hold> ListHoldsBy(pg::Transaction& tx, CountyId county,
                                                         const crypto::Keyring& ring,
                                                         const HoldQuery& query, Time now) {
  pg::ListStatement list(kHolds, county);
  if (query.lot) list.WhereFew("h.lot_id = " + list.Bind(*query.lot));
  for (const Uuid& party : query.parties) list.WhereFew("h.party_id = " + list.Bind(party));
  if (query.state != 0) list.Where("h.state = " + list.Bind(query.state));
  if (query.late_only) {
    const std::string at = list.Bind(now);
    list.WhereFew("(h.late OR h.late IS NULL AND h.release_due_time < " + at +
                  "::timestamptz AND " + IsLate(at) + ")");
  }
  list.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Hold> holds;
  pg::ReadAll(list.Run(tx, SelectHolds(), query.limit, {now}), &holds);
  for (v1::Hold& hold : holds) ShowHold(ring, county, NameShown::kMasked, &hold);
  return holds;
}

}  // namespace qianmo::ledger
