#include "ledger/hold_store.h"

#include "base/encoding.h"
#include "crypto/seal.h"
#include "ledger/domain/custody_refusals.h"
#include "ledger/payee.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr char kOwnAccount[] = "hold.own_account";
constexpr char kRefundAccount[] = "hold.refund_account";

constexpr char kHoldColumns[] =
    " h.id, h.lot_id, h.party_id, h.sub_account, h.own_account_sealed, h.bank_account_id, h.state,"
    " h.expected_fen, h.due_time, h.held_fen, h.open_fen, h.captured_fen, h.released_fen,"
    " h.forfeited_fen, h.opener_person, h.final_date, h.final_implied,"
    " h.refund_account_sealed";

Fen FenIn(const pqxx::row& row, const char* column) {
  return Fen(pg::Get<std::int64_t>(row, column));
}

std::optional<Payee> PayerIn(const pqxx::row& row, CountyId county, const crypto::Keyring& ring) {
  const auto sealed = pg::Get<std::optional<pg::Bytes>>(row, "refund_account_sealed");
  if (!sealed) return std::nullopt;
  return OpenPayee(ring, kRefundAccount, county, pg::Get<Uuid>(row, "id"), *sealed);
}

HoldRow HoldIn(const pqxx::row& row, CountyId county, const crypto::Keyring& ring) {
  const auto id = pg::Get<HoldId>(row, "id");
  auto number = SubAccountNumber::Read(pg::Get<std::string>(row, "sub_account"));
  if (!number) throw pg::Trouble("a stored sub-account number does not parse");
  return {.id = id,
          .lot = pg::Get<Uuid>(row, "lot_id"),
          .party = pg::Get<Uuid>(row, "party_id"),
          .number = *std::move(number),
          .own_account = OpenPayee(ring, kOwnAccount, county, id.uuid,
                                   pg::Get<pg::Bytes>(row, "own_account_sealed")),
          .payer = PayerIn(row, county, ring),
          .account = pg::Get<std::optional<BankAccountId>>(row, "bank_account_id"),
          .facts = {.state = static_cast<HoldState>(pg::Get<int>(row, "state")),
                    .expected = FenIn(row, "expected_fen"),
                    .due = pg::Get<Time>(row, "due_time"),
                    .sums = {.held = FenIn(row, "held_fen"),
                             .open = FenIn(row, "open_fen"),
                             .captured = FenIn(row, "captured_fen"),
                             .released = FenIn(row, "released_fen"),
                             .forfeited = FenIn(row, "forfeited_fen")},
                    .opener_person = pg::Get<std::optional<Uuid>>(row, "opener_person"),
                    .final_day = pg::Get<std::optional<Date>>(row, "final_date"),
                    .final_implied = pg::Get<bool>(row, "final_implied")}};
}

std::vector<HoldRow> HoldsIn(const pqxx::result& rows, CountyId county,
                             const crypto::Keyring& ring) {
  std::vector<HoldRow> holds;
  for (const auto& row : rows) holds.push_back(HoldIn(row, county, ring));
  return holds;
}

Result<HoldRow> SelectHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                           HoldId id, const char* lock) {
  const auto rows = tx.Run(std::string("SELECT") + kHoldColumns +
                               " FROM ledger.hold h WHERE h.county_id = $1 AND h.id = $2" + lock,
                           county, id);
  if (rows.empty()) return refusals::HoldNotFound();
  return HoldIn(rows[0], county, ring);
}

// Under every key that there is: what was written before a rotation is found, and so is what is
// written by a server that knows the new key by one that does not.
std::vector<std::string> PayerIndexes(const crypto::Keyring& ring, const std::string& number) {
  std::vector<std::string> digests;
  for (const auto& digest : crypto::BlindIndexes(ring, "ledger.payer", PayerNumber(number))) {
    digests.emplace_back(AsText(digest));
  }
  return digests;
}

pg::Array<pg::Bytes> DigestArray(const std::vector<std::string>& digests) {
  std::vector<pg::Bytes> bytes;
  for (const std::string& digest : digests) bytes.push_back({digest});
  return pg::Array(bytes);
}

// Other holds of the lot with one of these accounts.
std::vector<HoldId> SharersOf(pg::Transaction& tx, CountyId county, const NewHold& hold,
                              const std::vector<std::string>& indexes) {
  std::vector<HoldId> sharers;
  for (const auto& row : tx.Run("SELECT id FROM ledger.hold WHERE county_id = $1 AND lot_id = $2"
                                " AND id <> $3 AND own_account_indexes && $4::bytea[]"
                                " ORDER BY id FOR UPDATE",
                                county, hold.lot, hold.id, DigestArray(indexes))) {
    sharers.push_back(pg::Get<HoldId>(row, "id"));
  }
  return sharers;
}

}  // namespace

SubAccountNumber TakeSubAccountNumber(pg::Transaction& tx, CountyId county) {
  const auto rows = tx.Run(
      "INSERT INTO ledger.hold_counter AS c (county_id, last_serial) VALUES ($1, 1)"
      " ON CONFLICT (county_id) DO UPDATE SET last_serial = c.last_serial + 1"
      " RETURNING last_serial",
      county);
  return SubAccountNumber::Nth(pg::Get<std::int64_t>(rows[0], "last_serial"));
}

Result<Done> InsertHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                        const NewHold& hold, Time now) {
  const auto indexes = PayerIndexes(ring, hold.own_account.account_number);
  const std::string sealed = SealPayee(ring, kOwnAccount, county, hold.id.uuid, hold.own_account);
  const auto opener = hold.opener ? std::optional(hold.opener->account) : std::nullopt;
  const auto person = hold.opener ? std::optional(hold.opener->person) : std::nullopt;
  const auto sharers = SharersOf(tx, county, hold, indexes);
  const auto rows = tx.Run(
      "INSERT INTO ledger.hold (county_id, id, lot_id, party_id, sub_account, state, expected_fen,"
      "  due_time, own_account_sealed, own_account_indexes, shared_payer, opener_id,"
      "  opener_person, create_time)"
      " VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13)"
      " ON CONFLICT ON CONSTRAINT hold_once DO NOTHING RETURNING id",
      county, hold.id, hold.lot, hold.party, hold.number.text(), hold.expected.count(), hold.due,
      pg::Bytes{sealed}, DigestArray(indexes), !sharers.empty(), opener, person, now);
  if (rows.empty()) return refusals::HoldExists();
  FlagSharedPayers(tx, county, sharers);
  return Done{};
}

Result<HoldRow> FindHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                         HoldId id) {
  return SelectHold(tx, county, ring, id, "");
}

Result<HoldRow> LockHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                         HoldId id) {
  return SelectHold(tx, county, ring, id, " FOR UPDATE");
}

std::vector<HoldRow> LockHoldsFor(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                  const std::vector<SubAccountNumber>& numbers,
                                  const std::vector<std::string>& payer_numbers) {
  std::vector<std::string> texts, digests;
  for (const SubAccountNumber& number : numbers) texts.push_back(number.text());
  for (const std::string& number : payer_numbers) {
    for (std::string& digest : PayerIndexes(ring, number)) digests.push_back(std::move(digest));
  }
  return HoldsIn(
      tx.Run(std::string("WITH named AS ("
                         "  SELECT id, lot_id FROM ledger.hold"
                         "  WHERE county_id = $1 AND sub_account = ANY ($2::text[])),"
                         " wanted AS (SELECT id FROM named UNION"
                         "  SELECT o.id FROM ledger.hold o"
                         "   CROSS JOIN LATERAL unnest(o.own_account_indexes) AS k (digest)"
                         "   JOIN unnest($3::bytea[]) AS d (digest) ON d.digest = k.digest"
                         "  WHERE o.county_id = $1 AND o.lot_id IN (SELECT lot_id FROM named))"
                         " SELECT") +
                 kHoldColumns +
                 " FROM ledger.hold h WHERE h.county_id = $1 AND h.id IN (SELECT id FROM wanted)"
                 " ORDER BY h.id FOR UPDATE OF h",
             county, pg::Array(texts), DigestArray(digests)),
      county, ring);
}

void SaveFunded(pg::Transaction& tx, CountyId county, const std::vector<Funding>& fundings,
                Time now) {
  std::vector<HoldId> holds;
  std::vector<std::int64_t> amounts;
  std::vector<BankAccountId> accounts;
  std::vector<Uuid> entries;
  std::vector<Date> days;
  for (const Funding& funding : fundings) {
    holds.push_back(funding.hold);
    amounts.push_back(funding.amount.count());
    accounts.push_back(funding.account);
    entries.push_back(funding.entry);
    days.push_back(funding.value_date);
  }
  tx.Run(
      "UPDATE ledger.hold h SET state = 2, held_fen = f.amount_fen, open_fen = f.amount_fen,"
      "  bank_account_id = f.account_id, entry_id = f.entry_id, value_date = f.value_date,"
      "  fund_time = $2, end_time = NULL"
      " FROM unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::uuid[], $7::date[])"
      "  AS f (hold_id, amount_fen, account_id, entry_id, value_date)"
      " WHERE h.county_id = $1 AND h.id = f.hold_id",
      county, now, pg::Array(holds), pg::Array(amounts), pg::Array(accounts), pg::Array(entries),
      pg::Array(days));
}

void SavePayer(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, HoldId id,
               const Payee& payer) {
  const std::string sealed = SealPayee(ring, kRefundAccount, county, id.uuid, payer);
  tx.Run("UPDATE ledger.hold SET refund_account_sealed = $3 WHERE county_id = $1 AND id = $2",
         county, id, pg::Bytes{sealed});
}

void SaveResolved(pg::Transaction& tx, CountyId county, HoldId id, const HoldFacts& hold,
                  Time now) {
  const HoldSums& sums = hold.sums;
  const bool ended = hold.state == HoldState::kResolved;
  tx.Run(
      "UPDATE ledger.hold SET state = $3, open_fen = $4, captured_fen = $5, released_fen = $6,"
      "  forfeited_fen = $7, end_time = $8 WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(hold.state), sums.open.count(), sums.captured.count(),
      sums.released.count(), sums.forfeited.count(), ended ? std::optional(now) : std::nullopt);
}

void SaveReleaseDue(pg::Transaction& tx, CountyId county, HoldId id, Date final_day, bool implied,
                    const ReleaseDue& due) {
  tx.Run(
      "UPDATE ledger.hold SET final_date = $3, release_due_time = $4, calendar_version = $5,"
      "  calendar_provisional = $6, final_implied = $7, late = NULL"
      " WHERE county_id = $1 AND id = $2",
      county, id, final_day, due.due, due.calendar_version, due.provisional, implied);
}

void FlagSharedPayers(pg::Transaction& tx, CountyId county, const std::vector<HoldId>& holds) {
  if (holds.empty()) return;
  tx.Run(
      "UPDATE ledger.hold SET shared_payer = true WHERE county_id = $1 AND id = ANY ($2::uuid[])",
      county, pg::Array(holds));
}

std::string IsLate(const std::string& now) {
  return "(h.release_due_time < " + now +
         "::timestamptz AND (h.open_fen > 0 OR EXISTS ("
         "  SELECT FROM ledger.hold_part lp JOIN ledger.payment ly"
         "   ON ly.county_id = lp.county_id AND ly.id = lp.payment_id"
         "  WHERE lp.county_id = h.county_id AND lp.hold_id = h.id AND lp.kind = 2"
         "   AND CASE WHEN ly.state <> 4 THEN h.release_due_time < " +
         now +
         "::timestamptz - interval '24 hours'"
         "    ELSE (h.release_due_time AT TIME ZONE interval '8 hours')::date <= ("
         "     SELECT max(v.voucher_date) FROM ledger.payment_attempt la JOIN ledger.voucher v"
         "      ON v.county_id = la.county_id AND v.id = la.paid_voucher_id"
         "     WHERE la.county_id = ly.county_id AND la.payment_id = ly.id AND la.state = 4) "
         "END)))";
}

int ExpireHolds(pg::Transaction& tx, CountyId county, int most, Time now) {
  return static_cast<int>(
      tx.Run("UPDATE ledger.hold h SET state = 4, end_time = $2 WHERE h.county_id = $1"
             " AND h.id IN (SELECT id FROM ledger.hold WHERE county_id = $1 AND state = 1"
             "  AND due_time < $3 ORDER BY due_time LIMIT $4 FOR UPDATE SKIP LOCKED)"
             " RETURNING h.id",
             county, now, ExpiryLimit(now), most)
          .size());
}

int JudgeReleases(pg::Transaction& tx, CountyId county, int most, Time now) {
  return static_cast<int>(
      tx.Run("UPDATE ledger.hold h SET late = " + IsLate("$2") +
                 " WHERE h.county_id = $1 AND h.id IN (SELECT id FROM ledger.hold"
                 "  WHERE county_id = $1 AND release_due_time < $3 AND (late IS NULL"
                 "   OR NOT late AND id IN (SELECT bp.hold_id FROM ledger.payment b"
                 "    JOIN ledger.hold_part bp ON bp.county_id = $1 AND bp.id = b.source_id"
                 "    WHERE b.county_id = $1 AND b.kind = 1 AND b.state IN (5, 6)))"
                 "  ORDER BY release_due_time LIMIT $4 FOR UPDATE SKIP LOCKED)"
                 " RETURNING h.id",
             county, now, ExpiryLimit(now), most)
          .size());
}

}  // namespace qianmo::ledger
