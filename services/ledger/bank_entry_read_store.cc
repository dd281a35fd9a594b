#include "ledger/bank_entry_read_store.h"

#include <map>

#include "base/text.h"
#include "ledger/domain/bank_refusals.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

// One for which a voucher was written is what that voucher is.
constexpr char kEntryState[] =
    "CASE WHEN e.state = 4 AND v.state = 2 THEN 2 WHEN e.state = 4 AND v.state = 3 THEN 3"
    "  ELSE e.state END";

constexpr char kFromEntries[] =
    " FROM ledger.bank_entry e"
    " JOIN ledger.bank_statement s ON s.county_id = e.county_id AND s.id = e.bank_statement_id"
    " LEFT JOIN ledger.voucher v ON v.county_id = e.county_id AND v.id = e.voucher_id"
    " LEFT JOIN ledger.payment_attempt a ON a.county_id = e.county_id AND a.id = e.attempt_id"
    " LEFT JOIN ledger.payment_correction c"
    "  ON c.county_id = e.county_id AND c.bank_entry_id = e.id AND c.state = 1"
    " WHERE e.county_id = $1";

constexpr char kSelectEntry[] = R"(
  SELECT 'counties/' || e.county_id || '/bankEntries/' || e.id AS name,
    'counties/' || e.county_id || '/bankAccounts/' || e.bank_account_id AS bank_account,
    'counties/' || e.county_id || '/bankFiles/' || s.bank_file_id AS bank_file, e.line, e.side,
    e.amount_fen, e.reversal, e.booking_date, e.value_date, e.reference, e.code, e.end_to_end_id,
    e.sub_account, coalesce(e.matched_by, 0) AS matched_by,
    'counties/' || e.county_id || '/vouchers/' || e.voucher_id AS voucher,
    'counties/' || e.county_id || '/payments/' || a.payment_id AS payment, e.reason,
    'counties/' || e.county_id || '/paymentCorrections/' || c.id AS correction, )";

std::string EntrySelect() {
  return std::string(kSelectEntry) + kEntryState + " AS state" + kFromEntries;
}

void ShowParties(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                 google::protobuf::RepeatedPtrField<v1::BankEntry>* entries) {
  std::map<BankEntryId, v1::BankEntry*> by_id;
  std::vector<BankEntryId> ids;
  for (v1::BankEntry& entry : *entries) {
    ids.push_back(BankEntryId::Parse(entry.name().substr(entry.name().rfind('/') + 1)).value());
    by_id.emplace(ids.back(), &entry);
  }
  for (const auto& row : tx.Run("SELECT id, party_sealed FROM ledger.bank_entry"
                                " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
                                county, pg::Array(ids))) {
    const auto id = pg::Get<BankEntryId>(row, "id");
    const BankParty party =
        OpenBankParty(ring, county, id, pg::Get<pg::Bytes>(row, "party_sealed"));
    v1::BankEntry& shown = *by_id.at(id);
    shown.set_party_name(party.name);
    shown.set_party_account(MaskAccount(party.account));
    shown.set_party_bank(party.bank);
    shown.set_remittance(party.remittance);
  }
}

constexpr Date kBeforeBooks = std::chrono::year(1900) / 1 / 1;

// Rows with line columns, the newest first, the sum of all and how many there are.
DifferenceLines LinesIn(const pqxx::result& rows, int most) {
  DifferenceLines found;
  if (rows.empty()) return found;
  found.sum = Fen(pg::Get<std::int64_t>(rows[0], "sum"));
  found.cut = pg::Get<std::int64_t>(rows[0], "count") > most;
  for (int i = static_cast<int>(rows.size()) - 1; i >= 0; --i) {
    const auto& row = rows[i];
    v1::DayDifferenceLine& line = *found.lines.Add();
    line.set_kind(static_cast<v1::DayDifferenceLine::Kind>(pg::Get<int>(row, "kind")));
    const std::chrono::year_month_day day(pg::Get<Date>(row, "day"));
    line.mutable_day()->set_year(static_cast<int>(day.year()));
    line.mutable_day()->set_month(static_cast<int>(static_cast<unsigned>(day.month())));
    line.mutable_day()->set_day(static_cast<int>(static_cast<unsigned>(day.day())));
    line.set_amount_fen(pg::Get<std::int64_t>(row, "amount_fen"));
    line.set_source(pg::Get<std::string>(row, "source"));
    line.set_summary(pg::Get<std::string>(row, "summary"));
  }
  return found;
}

}  // namespace

Result<BankAccountId> AccountOfEntry(pg::Transaction& tx, CountyId county, BankEntryId id) {
  const auto rows = tx.Run(
      "SELECT bank_account_id FROM ledger.bank_entry WHERE county_id = $1 AND id = $2", county, id);
  if (rows.empty()) return refusals::BankEntryNotFound();
  return pg::Get<BankAccountId>(rows[0], "bank_account_id");
}

Result<EntryToMatch> LockEntry(pg::Transaction& tx, CountyId county, BankEntryId id) {
  const auto rows = tx.Run(
      std::string("SELECT e.bank_account_id, e.side, e.amount_fen, e.booking_date, e.reversal,"
                  "  e.reason, e.matched_by, e.voucher_id, ") +
          kEntryState + " AS state" + kFromEntries + " AND e.id = $2 FOR UPDATE OF e",
      county, id);
  if (rows.empty()) return refusals::BankEntryNotFound();
  const auto& row = rows[0];
  const auto by = pg::Get<std::optional<int>>(row, "matched_by");
  return EntryToMatch{.id = id,
                      .account = pg::Get<BankAccountId>(row, "bank_account_id"),
                      .side = static_cast<BankSide>(pg::Get<int>(row, "side")),
                      .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
                      .booking_date = pg::Get<Date>(row, "booking_date"),
                      .reversal = pg::Get<bool>(row, "reversal"),
                      .reason = pg::Get<std::string>(row, "reason"),
                      .state = pg::Get<int>(row, "state"),
                      .by = by ? std::optional(static_cast<MatchedBy>(*by)) : std::nullopt,
                      .voucher = pg::Get<std::optional<VoucherId>>(row, "voucher_id")};
}

void SetDrafted(pg::Transaction& tx, CountyId county, BankEntryId id, VoucherId voucher) {
  tx.Run(
      "UPDATE ledger.bank_entry SET state = 4, matched_by = 4, voucher_id = $3, reason = ''"
      " WHERE county_id = $1 AND id = $2",
      county, id, voucher);
}

void SetPointed(pg::Transaction& tx, CountyId county, BankEntryId id, VoucherId voucher) {
  tx.Run(
      "UPDATE ledger.bank_entry SET state = 2, matched_by = 4, voucher_id = $3, reason = ''"
      " WHERE county_id = $1 AND id = $2",
      county, id, voucher);
}

void SetProposed(pg::Transaction& tx, CountyId county, BankEntryId id, MatchedBy by,
                 AttemptId attempt) {
  tx.Run(
      "UPDATE ledger.bank_entry SET state = 4, matched_by = $3, voucher_id = NULL,"
      "  attempt_id = $4, reason = '' WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(by), attempt);
}

void SetUnmatched(pg::Transaction& tx, CountyId county, BankEntryId id) {
  tx.Run(
      "UPDATE ledger.bank_entry SET state = 3, matched_by = NULL, voucher_id = NULL,"
      "  attempt_id = NULL, reason = 'UNMATCHED' WHERE county_id = $1 AND id = $2",
      county, id);
}

Fen MovedBy(pg::Transaction& tx, CountyId county, VoucherId voucher, BooksId books,
            const AccountCode& code) {
  const auto rows = tx.Run(
      "SELECT coalesce(sum(CASE WHEN debit_code = $4 THEN amount_fen ELSE 0 END"
      "  - CASE WHEN credit_code = $4 THEN amount_fen ELSE 0 END), 0)::bigint AS moved"
      " FROM ledger.posting WHERE county_id = $1 AND voucher_id = $2 AND books_id = $3",
      county, voucher, books, code.text());
  return Fen(pg::Get<std::int64_t>(rows[0], "moved"));
}

v1::BankEntry ReadBankEntry(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                            BankEntryId id) {
  google::protobuf::RepeatedPtrField<v1::BankEntry> entries;
  pg::ReadAll(tx.Run(EntrySelect() + " AND e.id = $2", county, id), &entries);
  ShowParties(tx, county, ring, &entries);
  return entries.at(0);
}

google::protobuf::RepeatedPtrField<v1::BankEntry> ListBankEntriesOf(pg::Transaction& tx,
                                                                    CountyId county,
                                                                    const crypto::Keyring& ring,
                                                                    const EntryQuery& query) {
  google::protobuf::RepeatedPtrField<v1::BankEntry> entries;
  pg::ReadAll(
      tx.Run(EntrySelect() +
                 " AND e.bank_account_id = $2"
                 "  AND (NOT $3 OR e.state <> 2 AND (e.state <> 4 OR v.state IS DISTINCT FROM 2))"
                 "  AND ($4::uuid IS NULL OR e.id > $4::uuid) ORDER BY e.id LIMIT $5",
             county, query.account, query.unmatched_only, query.after, query.limit),
      &entries);
  ShowParties(tx, county, ring, &entries);
  return entries;
}

DifferenceLines VouchersNotAtBank(pg::Transaction& tx, CountyId county,
                                  const DifferenceQuery& query) {
  const auto rows = tx.Run(
      "WITH looked_at AS ("
      "  SELECT voucher_id, debit_code, credit_code, amount_fen FROM ledger.posting"
      "   WHERE county_id = $1 AND books_id = $2 AND $3 IN (debit_code, credit_code)"
      "    AND posting_date > $8 AND posting_date <= $4"
      "  UNION ALL SELECT voucher_id, debit_code, credit_code, amount_fen FROM ledger.posting"
      "   WHERE county_id = $1 AND books_id = $2 AND $3 IN (debit_code, credit_code)"
      "    AND posting_date <= $8 AND voucher_id = ANY ($9::uuid[]))"
      " SELECT 2 AS kind, v.voucher_date AS day, m.fen AS amount_fen,"
      "  'counties/' || v.county_id || '/vouchers/' || v.id AS source, v.summary,"
      "  (sum(m.fen) OVER ())::bigint AS sum, count(*) OVER () AS count"
      " FROM (SELECT p.voucher_id, sum(CASE WHEN p.debit_code = $3 THEN p.amount_fen ELSE 0 END"
      "    - CASE WHEN p.credit_code = $3 THEN p.amount_fen ELSE 0 END)::bigint AS fen"
      "   FROM looked_at p"
      "   WHERE NOT EXISTS (SELECT FROM ledger.bank_entry e JOIN ledger.bank_account b"
      "      ON b.county_id = e.county_id AND b.id = e.bank_account_id AND b.code = $3"
      "     WHERE e.county_id = $1 AND e.voucher_id = p.voucher_id AND e.booking_date <= $4"
      "      AND (e.bank_account_id <> $5 OR e.booking_date >= $6))"
      "   GROUP BY p.voucher_id) m"
      " JOIN ledger.voucher v ON v.county_id = $1 AND v.id = m.voucher_id"
      " WHERE m.fen <> 0 ORDER BY v.voucher_date DESC, v.id DESC LIMIT $7",
      county, query.account.books, query.account.code.text(), query.day, query.account.id,
      query.first_day, query.most, query.settled.value_or(kBeforeBooks), pg::Array(query.vouchers));
  return LinesIn(rows, query.most);
}

DifferenceLines EntriesNotInBooks(pg::Transaction& tx, CountyId county,
                                  const DifferenceQuery& query) {
  const Date first = query.settled
                         ? std::max(query.first_day, *query.settled + std::chrono::days(1))
                         : query.first_day;
  const auto rows = tx.Run(
      "SELECT 3 AS kind, e.booking_date AS day,"
      "  CASE e.side WHEN 1 THEN -e.amount_fen ELSE e.amount_fen END AS amount_fen,"
      "  'counties/' || e.county_id || '/bankEntries/' || e.id AS source, e.reason AS summary,"
      "  (sum(CASE e.side WHEN 1 THEN -e.amount_fen ELSE e.amount_fen END) OVER ())::bigint AS sum,"
      "  count(*) OVER () AS count"
      " FROM ledger.bank_entry e JOIN ("
      "  SELECT id FROM ledger.bank_entry WHERE county_id = $1 AND bank_account_id = $2"
      "   AND booking_date BETWEEN $3 AND $4 UNION SELECT unnest($6::uuid[])) l ON l.id = e.id"
      " WHERE e.county_id = $1"
      "  AND NOT EXISTS (SELECT FROM ledger.posting p WHERE p.county_id = $1"
      "   AND p.voucher_id = e.voucher_id AND p.posting_date <= $4)"
      " ORDER BY e.booking_date DESC, e.id DESC LIMIT $5",
      county, query.account.id, first, query.day, query.most, pg::Array(query.entries));
  return LinesIn(rows, query.most);
}

}  // namespace qianmo::ledger
