#include "ledger/suspense_store.h"

#include "base/encoding.h"
#include "ledger/domain/custody_refusals.h"
#include "ledger/payee.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(SuspenseReason::kSharedPayer) ==
              v1::SuspenseItem::REASON_SHARED_PAYER);
static_assert(static_cast<int>(SuspenseState::kAllocated) == v1::SuspenseItem::STATE_ALLOCATED);

constexpr char kPayer[] = "suspense_item.payer";

constexpr pg::ListTable kSuspenseItems = {
    .name = "ledger.suspense_item", .alias = "s", .columns = "state"};

// The payer is sealed still, and stands in the place of its name.
constexpr char kSelectSuspense[] = R"(
  SELECT 'counties/' || s.county_id || '/suspenseItems/' || s.id AS name, s.state, s.reason,
    s.amount_fen, s.sub_account, 'counties/' || s.county_id || '/holds/' || s.hold_id AS hold,
    encode(s.payer_sealed, 'hex') AS "payer.name", s.value_date, s.take_time,
    'counties/' || s.county_id || '/bankAccounts/' || s.bank_account_id AS bank_account,
    'counties/' || s.county_id || '/holds/' || s.proposed_hold_id AS proposed_hold,
    s.propose_reason, 'counties/' || s.county_id || '/accounts/' || s.proposer_id AS proposer,
    s.end_time, s.end_reason, 'counties/' || s.county_id || '/accounts/' || s.ender_id AS ender,
    y.state AS payment_state, y.paid_time
  FROM ledger.suspense_item s LEFT JOIN ledger.payment y
    ON y.county_id = s.county_id AND y.id = s.payment_id
  WHERE s.county_id = $1)";

void ShowPayer(const crypto::Keyring& ring, CountyId county, NameShown name,
               v1::SuspenseItem* item) {
  const auto id = Uuid::Parse(item->name().substr(item->name().rfind('/') + 1)).value();
  const std::string sealed = FromHex(item->payer().name()).value();
  *item->mutable_payer() = ShownPayee(OpenPayee(ring, kPayer, county, id, sealed), name);
}

}  // namespace

void InsertSuspense(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                    const std::vector<NewSuspense>& items, Time now) {
  if (items.empty()) return;
  std::vector<SuspenseId> ids;
  std::vector<Uuid> entries;
  std::vector<BankAccountId> accounts;
  std::vector<int> reasons;
  std::vector<std::int64_t> amounts;
  std::vector<std::string> sub_accounts, sealed, ends;
  std::vector<std::optional<HoldId>> holds;
  std::vector<bool> known;
  std::vector<Date> days;
  for (const NewSuspense& item : items) {
    ids.push_back(item.id);
    entries.push_back(item.entry);
    accounts.push_back(item.account);
    reasons.push_back(static_cast<int>(item.reason));
    amounts.push_back(item.amount.count());
    sub_accounts.push_back(item.sub_account);
    holds.push_back(item.hold);
    sealed.push_back(SealPayee(ring, kPayer, county, item.id.uuid, item.payer));
    known.push_back(!item.payer.account_number.empty() && !item.payer.name.empty());
    ends.push_back(item.end_to_end);
    days.push_back(item.value_date);
  }
  std::vector<pg::Bytes> bytes;
  for (const std::string& one : sealed) bytes.push_back({one});
  tx.Run(
      "INSERT INTO ledger.suspense_item (county_id, state, take_time, id, entry_id,"
      "  bank_account_id, reason, amount_fen, sub_account, hold_id, payer_sealed, payer_known,"
      "  end_to_end, value_date)"
      " SELECT $1, 1, $2, s.* FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::smallint[],"
      "  $7::bigint[], $8::text[], $9::uuid[], $10::bytea[], $11::boolean[], $12::text[],"
      "  $13::date[]) AS s",
      county, now, pg::Array(ids), pg::Array(entries), pg::Array(accounts), pg::Array(reasons),
      pg::Array(amounts), pg::Array(sub_accounts), pg::Array(holds), pg::Array(bytes),
      pg::Array<bool>(known), pg::Array(ends), pg::Array(days));
}

Result<SuspenseRow> LockSuspense(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                 SuspenseId id) {
  const auto rows = tx.Run(
      "SELECT entry_id, bank_account_id, state, amount_fen, payer_sealed, payer_known, value_date,"
      "  hold_id IS NOT NULL AS of_hold, proposed_hold_id, proposer_person"
      " FROM ledger.suspense_item WHERE county_id = $1 AND id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::SuspenseNotFound();
  // Once it is locked: whoever had it before may have written one.
  const auto runs = tx.Run(
      "SELECT FROM ledger.interest_run"
      " WHERE county_id = $1 AND item_id = $2 AND state IN (1, 2)",
      county, id);
  const auto& row = rows[0];
  return SuspenseRow{
      .id = id,
      .entry = pg::Get<Uuid>(row, "entry_id"),
      .account = pg::Get<BankAccountId>(row, "bank_account_id"),
      .payer = OpenPayee(ring, kPayer, county, id.uuid, pg::Get<pg::Bytes>(row, "payer_sealed")),
      .value_date = pg::Get<Date>(row, "value_date"),
      .proposed = pg::Get<std::optional<HoldId>>(row, "proposed_hold_id"),
      .facts = {.state = static_cast<SuspenseState>(pg::Get<int>(row, "state")),
                .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
                .payer_known = pg::Get<bool>(row, "payer_known"),
                .of_hold = pg::Get<bool>(row, "of_hold"),
                .as_interest = !runs.empty(),
                .proposer_person = pg::Get<std::optional<Uuid>>(row, "proposer_person")}};
}

void SaveProposed(pg::Transaction& tx, CountyId county, SuspenseId id, HoldId hold,
                  const std::string& reason, const Hand& proposer) {
  tx.Run(
      "UPDATE ledger.suspense_item SET state = 2, proposed_hold_id = $3, propose_reason = $4,"
      "  proposer_id = $5, proposer_person = $6 WHERE county_id = $1 AND id = $2",
      county, id, hold, reason, proposer.account, proposer.person);
}

void SavePayerBank(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, SuspenseId id,
                   const Payee& payer) {
  const std::string sealed = SealPayee(ring, kPayer, county, id.uuid, payer);
  tx.Run("UPDATE ledger.suspense_item SET payer_sealed = $3 WHERE county_id = $1 AND id = $2",
         county, id, pg::Bytes{sealed});
}

void SaveDeclined(pg::Transaction& tx, CountyId county, SuspenseId id) {
  tx.Run(
      "UPDATE ledger.suspense_item SET state = 1, proposed_hold_id = NULL, propose_reason = NULL,"
      "  proposer_id = NULL, proposer_person = NULL WHERE county_id = $1 AND id = $2",
      county, id);
}

void SaveSuspenseEnd(pg::Transaction& tx, CountyId county, SuspenseId id, const SuspenseEnd& end,
                     Time now) {
  tx.Run(
      "UPDATE ledger.suspense_item SET state = $3, end_time = $4, end_reason = $5, ender_id = $6,"
      "  ender_person = $7, end_voucher_id = $8, payment_id = $9"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(end.state), now, end.reason, end.ender.account, end.ender.person,
      end.voucher, end.payment);
}

Result<v1::SuspenseItem> ReadSuspense(pg::Transaction& tx, CountyId county,
                                      const crypto::Keyring& ring, SuspenseId id) {
  auto item = pg::ReadOne<v1::SuspenseItem>(
      tx.Run(std::string(kSelectSuspense) + " AND s.id = $2", county, id));
  if (!item) return refusals::SuspenseNotFound();
  ShowPayer(ring, county, NameShown::kInFull, &*item);
  return *std::move(item);
}

google::protobuf::RepeatedPtrField<v1::SuspenseItem> ListSuspenseItems(
    pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, int state,
    const std::optional<Uuid>& after, int limit) {
  pg::ListStatement list(kSuspenseItems, county);
  if (state != 0) list.Where("s.state = " + list.Bind(state));
  list.After(after);
  google::protobuf::RepeatedPtrField<v1::SuspenseItem> items;
  pg::ReadAll(list.Run(tx, kSelectSuspense, limit), &items);
  for (v1::SuspenseItem& item : items) ShowPayer(ring, county, NameShown::kMasked, &item);
  return items;
}

}  // namespace qianmo::ledger
