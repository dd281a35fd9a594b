#include "ledger/contradiction_store.h"

#include "ledger/domain/bank_refusals.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(ContradictionNumber(ReportFate::kUnknownPayment) ==
              v1::Contradiction::KIND_UNKNOWN_PAYMENT);
static_assert(ContradictionNumber(ReportFate::kNotPosted) == v1::Contradiction::KIND_NOT_POSTED);

constexpr char kSelectContradiction[] = R"(
  SELECT 'counties/' || c.county_id || '/contradictions/' || c.id AS name,
    'counties/' || c.county_id || '/bankAccounts/' || c.bank_account_id AS bank_account, c.kind,
    c.end_to_end_id, 'counties/' || c.county_id || '/payments/' || c.payment_id AS payment, c.told,
    'counties/' || c.county_id || '/bankFiles/' || c.bank_file_id AS bank_file, c.line,
    c.create_time, c.outcome, c.close_time,
    'counties/' || c.county_id || '/accounts/' || c.closer_id AS closer
  FROM ledger.contradiction c WHERE c.county_id = $1)";

}  // namespace

void InsertContradictions(pg::Transaction& tx, CountyId county, BankAccountId account,
                          BankFileId file, const std::vector<NewContradiction>& contradictions,
                          Time now) {
  if (contradictions.empty()) return;
  std::vector<ContradictionId> ids;
  std::vector<int> kinds;
  std::vector<std::string> end_to_end_ids, told;
  std::vector<std::optional<PaymentId>> payments;
  std::vector<std::int64_t> lines;
  for (const NewContradiction& one : contradictions) {
    ids.push_back(ContradictionId::Make(now));
    kinds.push_back(ContradictionNumber(one.fate));
    end_to_end_ids.push_back(one.end_to_end_id);
    payments.push_back(one.payment);
    told.push_back(one.told);
    lines.push_back(one.line);
  }
  tx.Run(
      "INSERT INTO ledger.contradiction (county_id, bank_account_id, bank_file_id, create_time,"
      "  outcome, id, kind, end_to_end_id, payment_id, told, line)"
      " SELECT $1, $2, $3, $4, '', c.* FROM unnest($5::uuid[], $6::smallint[], $7::text[],"
      "  $8::uuid[], $9::text[], $10::bigint[]) AS c (id, kind, end_to_end_id, payment_id, told,"
      "  line) WHERE NOT EXISTS (SELECT FROM ledger.contradiction o WHERE o.county_id = $1"
      "   AND o.bank_account_id = $2 AND o.bank_file_id = $3 AND o.line = c.line AND c.line > 0"
      "   AND o.kind = c.kind AND o.end_to_end_id = c.end_to_end_id)",
      county, account, file, now, pg::Array(ids), pg::Array(kinds), pg::Array(end_to_end_ids),
      pg::Array(payments), pg::Array(told), pg::Array(lines));
}

Result<ContradictionRow> LockContradiction(pg::Transaction& tx, CountyId county,
                                           ContradictionId id) {
  const auto rows = tx.Run(
      "SELECT bank_account_id, close_time IS NOT NULL AS closed FROM ledger.contradiction"
      " WHERE county_id = $1 AND id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::ContradictionNotFound();
  return ContradictionRow{pg::Get<BankAccountId>(rows[0], "bank_account_id"),
                          pg::Get<bool>(rows[0], "closed")};
}

void CloseContradiction(pg::Transaction& tx, CountyId county, ContradictionId id,
                        const std::string& outcome, const Uuid& closer, Time now) {
  tx.Run(
      "UPDATE ledger.contradiction SET outcome = $3, closer_id = $4, close_time = $5"
      " WHERE county_id = $1 AND id = $2",
      county, id, outcome, closer, now);
}

void CloseBooked(pg::Transaction& tx, CountyId county, BankAccountId account, const Uuid& closer,
                 Time now) {
  // A booking that somebody gave another payment's voucher says nothing of this one, and neither
  // does one of two with its number.
  tx.Run(
      "UPDATE ledger.contradiction c SET outcome = '已按对账单入账', closer_id = $3,"
      "  close_time = $4"
      " WHERE c.county_id = $1 AND c.bank_account_id = $2 AND c.close_time IS NULL"
      "  AND EXISTS (SELECT FROM ledger.payment_attempt a"
      "   JOIN ledger.bank_entry e ON e.county_id = a.county_id"
      "    AND e.voucher_id IN (a.paid_voucher_id, a.returned_voucher_id)"
      "   JOIN ledger.bank_statement s ON s.county_id = e.county_id"
      "    AND s.id = e.bank_statement_id"
      "   WHERE a.county_id = $1 AND a.payment_id = c.payment_id"
      "    AND e.bank_account_id = $2 AND e.state = 2 AND e.line = c.line"
      "    AND (e.matched_by <> 4 OR replace(a.id::text, '-', '') = lower(e.end_to_end_id))"
      "    AND e.end_to_end_id = c.end_to_end_id AND s.bank_file_id = c.bank_file_id)"
      "  AND NOT EXISTS (SELECT FROM ledger.bank_entry o WHERE o.county_id = $1"
      "   AND o.bank_account_id = $2 AND o.end_to_end_id <> '' AND o.state <> 2"
      "   AND lower(o.end_to_end_id) = lower(c.end_to_end_id))",
      county, account, closer, now);
}

v1::Contradiction ReadContradiction(pg::Transaction& tx, CountyId county, ContradictionId id) {
  auto contradiction = pg::ReadOne<v1::Contradiction>(
      tx.Run(std::string(kSelectContradiction) + " AND c.id = $2", county, id));
  return *std::move(contradiction);
}

google::protobuf::RepeatedPtrField<v1::Contradiction> ListContradictionsOf(
    pg::Transaction& tx, CountyId county, BankAccountId account, bool closed_too,
    const std::optional<Uuid>& after, int limit) {
  google::protobuf::RepeatedPtrField<v1::Contradiction> contradictions;
  pg::ReadAll(tx.Run(std::string(kSelectContradiction) +
                         " AND c.bank_account_id = $2 AND ($3 OR c.close_time IS NULL)"
                         "  AND ($4::uuid IS NULL OR c.id > $4::uuid) ORDER BY c.id LIMIT $5",
                     county, account, closed_too, after, limit),
              &contradictions);
  return contradictions;
}

}  // namespace qianmo::ledger
