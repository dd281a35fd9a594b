#include "ledger/interest_store.h"

#include "ledger/domain/custody_refusals.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(RunState::kFailed) == v1::InterestRun::STATE_FAILED);

constexpr char kSelectRun[] = R"(
  SELECT 'counties/' || r.county_id || '/interestRuns/' || r.id AS name,
    'counties/' || r.county_id || '/bankAccounts/' || r.bank_account_id AS bank_account,
    r.first_date, r.last_date, r.amount_fen, r.create_time, r.state,
    'counties/' || r.county_id || '/suspenseItems/' || r.item_id AS suspense_item,
    'counties/' || r.county_id || '/accounts/' || r.proposer_id AS proposer,
    'counties/' || r.county_id || '/accounts/' || r.decider_id AS decider, r.decide_time,
    r.end_time, r.end_reason,
    (SELECT count(*) FROM ledger.interest_share s WHERE s.county_id = r.county_id
      AND s.run_id = r.id) AS shares
  FROM ledger.interest_run r WHERE r.county_id = $1)";

}  // namespace

Result<Done> InsertRun(pg::Transaction& tx, CountyId county, const NewRun& run, Time now) {
  const auto others = tx.Run(
      "SELECT id FROM ledger.interest_run WHERE county_id = $1 AND bank_account_id = $2"
      " AND first_date <= $4 AND last_date >= $3 AND state NOT IN (4, 5) LIMIT 1",
      county, run.account, run.first, run.last);
  if (!others.empty()) return refusals::DaysAllocated();
  tx.Run(
      "INSERT INTO ledger.interest_run (county_id, id, item_id, bank_account_id, first_date,"
      "  last_date, amount_fen, create_time, state, proposer_id, proposer_person)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)",
      county, run.id, run.item, run.account, run.first, run.last, run.amount.count(), now,
      run.proposer.account, run.proposer.person);
  return Done{};
}

Result<RunRow> LockRun(pg::Transaction& tx, CountyId county, RunId id) {
  const auto rows = tx.Run(
      "SELECT item_id, bank_account_id, first_date, last_date, amount_fen, state,"
      "  coalesce(proposer_person, id) AS proposer"
      " FROM ledger.interest_run WHERE county_id = $1 AND id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::InterestRunNotFound();
  // Once it is locked: whoever had it before may have given some.
  const auto given = tx.Run(
      "SELECT count(*) AS shares FROM ledger.interest_share WHERE county_id = $1 AND run_id = $2",
      county, id);
  const auto& row = rows[0];
  return RunRow{.id = id,
                .item = pg::Get<SuspenseId>(row, "item_id"),
                .account = pg::Get<BankAccountId>(row, "bank_account_id"),
                .first = pg::Get<Date>(row, "first_date"),
                .last = pg::Get<Date>(row, "last_date"),
                .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
                .state = static_cast<RunState>(pg::Get<int>(row, "state")),
                .proposer_person = pg::Get<Uuid>(row, "proposer"),
                .shares = pg::Get<std::int64_t>(given[0], "shares")};
}

void SaveRunDecided(pg::Transaction& tx, CountyId county, RunId id, RunState state,
                    const Hand& decider, Time now) {
  tx.Run(
      "UPDATE ledger.interest_run SET state = $3, decider_id = $4, decider_person = $5,"
      "  decide_time = $6 WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), decider.account, decider.person, now);
}

void EndRun(pg::Transaction& tx, CountyId county, RunId id, RunState state,
            const std::string& reason, Time now) {
  tx.Run(
      "UPDATE ledger.interest_run SET state = $3, end_reason = $4, end_time = $5"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), reason, now);
}

void ProposeRunAgain(pg::Transaction& tx, CountyId county, RunId id) {
  tx.Run(
      "UPDATE ledger.interest_run SET state = 1, decider_id = NULL, decider_person = NULL,"
      "  decide_time = NULL WHERE county_id = $1 AND id = $2",
      county, id);
}

std::vector<HoldId> HoldsOn(pg::Transaction& tx, CountyId county, BankAccountId account, Date first,
                            Date last) {
  std::vector<HoldId> holds;
  for (const auto& row :
       tx.Run("SELECT id FROM ledger.hold WHERE county_id = $1 AND bank_account_id = $2"
              "  AND value_date <= $3 AND (end_time IS NULL OR end_time >= $4) ORDER BY id",
              county, account, last, BeginningOf(first))) {
    holds.push_back(pg::Get<HoldId>(row, "id"));
  }
  return holds;
}

std::vector<DueShare> UnpaidSharesAfter(pg::Transaction& tx, CountyId county, RunId run,
                                        const Uuid& after, int most) {
  std::vector<DueShare> shares;
  for (const auto& row :
       tx.Run("SELECT id, hold_id FROM ledger.interest_share WHERE county_id = $1 AND run_id = $2"
              "  AND payment_id IS NULL AND amount_fen > 0 AND id > $3 ORDER BY id LIMIT $4",
              county, run, after, most)) {
    shares.push_back({pg::Get<ShareId>(row, "id"), pg::Get<HoldId>(row, "hold_id")});
  }
  return shares;
}

void InsertShares(pg::Transaction& tx, CountyId county, RunId run,
                  const std::vector<NewShare>& shares) {
  std::vector<ShareId> ids;
  std::vector<HoldId> holds;
  std::vector<std::int64_t> fen_days, amounts;
  std::vector<std::optional<PaymentId>> payments;
  for (const NewShare& share : shares) {
    ids.push_back(share.id);
    holds.push_back(share.hold);
    fen_days.push_back(share.fen_days);
    amounts.push_back(share.amount.count());
    payments.push_back(share.payment);
  }
  tx.Run(
      "INSERT INTO ledger.interest_share (county_id, run_id, id, hold_id, fen_days, amount_fen,"
      "  payment_id)"
      " SELECT $1, $2, s.* FROM unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[],"
      "  $7::uuid[]) AS s",
      county, run, pg::Array(ids), pg::Array(holds), pg::Array(fen_days), pg::Array(amounts),
      pg::Array(payments));
}

std::map<HoldId, std::vector<OpenChange>> ChangesOf(pg::Transaction& tx, CountyId county,
                                                    const std::vector<HoldId>& holds) {
  std::map<HoldId, std::vector<OpenChange>> changes;
  for (const auto& row : tx.Run("SELECT id, held_fen, value_date FROM ledger.hold"
                                " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
                                county, pg::Array(holds))) {
    changes[pg::Get<HoldId>(row, "id")].push_back(
        {pg::Get<Date>(row, "value_date"), Fen(pg::Get<std::int64_t>(row, "held_fen"))});
  }
  for (const auto& row : tx.Run("SELECT hold_id, amount_fen, part_time FROM ledger.hold_part"
                                " WHERE county_id = $1 AND hold_id = ANY ($2::uuid[])"
                                "  AND undo_time IS NULL",
                                county, pg::Array(holds))) {
    changes[pg::Get<HoldId>(row, "hold_id")].push_back(
        {BeijingDate(pg::Get<Time>(row, "part_time")),
         -Fen(pg::Get<std::int64_t>(row, "amount_fen"))});
  }
  return changes;
}

std::vector<ShareRow> UnpaidSharesOf(pg::Transaction& tx, CountyId county, HoldId hold) {
  std::vector<ShareRow> shares;
  for (const auto& row :
       tx.Run("SELECT id, amount_fen FROM ledger.interest_share WHERE county_id = $1"
              " AND hold_id = $2 AND payment_id IS NULL AND amount_fen > 0 ORDER BY id FOR UPDATE",
              county, hold)) {
    shares.push_back({pg::Get<ShareId>(row, "id"), Fen(pg::Get<std::int64_t>(row, "amount_fen"))});
  }
  return shares;
}

void SetSharePayments(pg::Transaction& tx, CountyId county, const std::vector<ShareId>& shares,
                      const std::vector<PaymentId>& payments) {
  if (shares.empty()) return;
  tx.Run(
      "UPDATE ledger.interest_share s SET payment_id = n.payment_id"
      " FROM unnest($2::uuid[], $3::uuid[]) AS n (id, payment_id)"
      " WHERE s.county_id = $1 AND s.id = n.id",
      county, pg::Array(shares), pg::Array(payments));
}

std::optional<v1::InterestRun> FindRun(pg::Transaction& tx, CountyId county, RunId id) {
  return pg::ReadOne<v1::InterestRun>(
      tx.Run(std::string(kSelectRun) + " AND r.id = $2", county, id));
}

v1::InterestRun ReadRun(pg::Transaction& tx, CountyId county, RunId id) {
  return FindRun(tx, county, id).value();
}

google::protobuf::RepeatedPtrField<v1::InterestRun> ListRunsOf(pg::Transaction& tx, CountyId county,
                                                               int state,
                                                               const std::optional<Uuid>& after,
                                                               int limit) {
  google::protobuf::RepeatedPtrField<v1::InterestRun> runs;
  pg::ReadAll(tx.Run(std::string(kSelectRun) + " AND ($2 = 0 OR r.state = $2) AND r.id > $3"
                                               " ORDER BY r.id LIMIT $4",
                     county, state, after.value_or(Uuid()), limit),
              &runs);
  return runs;
}

google::protobuf::RepeatedPtrField<v1::InterestShare> ListSharesOf(pg::Transaction& tx,
                                                                   CountyId county, RunId run,
                                                                   const std::optional<Uuid>& after,
                                                                   int limit) {
  google::protobuf::RepeatedPtrField<v1::InterestShare> shares;
  pg::ReadAll(
      tx.Run("SELECT 'counties/' || s.county_id || '/interestRuns/' || s.run_id || '/shares/'"
             "   || s.id AS name, 'counties/' || s.county_id || '/holds/' || s.hold_id AS hold,"
             "  s.fen_days, s.amount_fen, y.state AS payment_state"
             " FROM ledger.interest_share s LEFT JOIN ledger.payment y"
             "  ON y.county_id = s.county_id AND y.id = s.payment_id"
             " WHERE s.county_id = $1 AND s.run_id = $2"
             "  AND ($3::uuid IS NULL OR s.id > $3::uuid) ORDER BY s.id LIMIT $4",
             county, run, after, limit),
      &shares);
  return shares;
}

}  // namespace qianmo::ledger
