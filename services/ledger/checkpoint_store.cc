#include "ledger/checkpoint_store.h"

#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr char kLastCheckpoint[] = R"(
  SELECT c.day, c.bank_fen, c.debit_fen, c.credit_fen, c.first_day, c.opening_fen
  FROM ledger.bank_checkpoint c CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.debit_fen), 0) AS debit, coalesce(sum(t.credit_fen), 0) AS credit
    FROM ledger.turnover t
    WHERE t.county_id = $1 AND t.books_id = $3 AND t.code = $4 AND t.month <= c.day) m
  WHERE c.county_id = $1 AND c.bank_account_id = $2 AND c.day <= $5
    AND m.debit = c.debit_fen AND m.credit = c.credit_fen
  ORDER BY c.day DESC LIMIT 1)";

// A list of one of its columns, row by row.
pqxx::result Unnested(pg::Transaction& tx, CountyId county, BankAccountId account, Date day,
                      const std::string& columns, const std::string& what) {
  return tx.Run("SELECT " + columns + " FROM ledger.bank_checkpoint c CROSS JOIN LATERAL unnest(" +
                    what + " WHERE c.county_id = $1 AND c.bank_account_id = $2 AND c.day = $3",
                county, account, day);
}

}  // namespace

MovedUpTo TurnoverUpTo(pg::Transaction& tx, CountyId county, BooksId books, const AccountCode& code,
                       Date last_of_month) {
  const auto rows = tx.Run(
      "SELECT coalesce(sum(debit_fen), 0)::bigint AS debit,"
      "  coalesce(sum(credit_fen), 0)::bigint AS credit FROM ledger.turnover"
      " WHERE county_id = $1 AND books_id = $2 AND code = $3 AND month <= $4",
      county, books, code.text(), last_of_month);
  return {Fen(pg::Get<std::int64_t>(rows[0], "debit")),
          Fen(pg::Get<std::int64_t>(rows[0], "credit"))};
}

std::optional<Checkpoint> LastCheckpoint(pg::Transaction& tx, CountyId county,
                                         const BankAccountRow& account, Date day) {
  const auto rows =
      tx.Run(kLastCheckpoint, county, account.id, account.books, account.code.text(), day);
  if (rows.empty()) return std::nullopt;
  const auto fen = [&](const char* column) { return Fen(pg::Get<std::int64_t>(rows[0], column)); };
  Checkpoint checkpoint{.day = pg::Get<Date>(rows[0], "day"),
                        .bank = fen("bank_fen"),
                        .debit = fen("debit_fen"),
                        .credit = fen("credit_fen"),
                        .first_day = pg::Get<Date>(rows[0], "first_day"),
                        .opening = fen("opening_fen")};
  for (const auto& row : Unnested(tx, county, account.id, checkpoint.day, "u.day, u.fen",
                                  "c.jump_days, c.jump_fen) AS u (day, fen)")) {
    checkpoint.jumps.push_back({pg::Get<Date>(row, "day"), Fen(pg::Get<std::int64_t>(row, "fen"))});
  }
  for (const auto& row :
       Unnested(tx, county, account.id, checkpoint.day, "u.id", "c.voucher_ids) AS u (id)")) {
    checkpoint.vouchers.push_back(pg::Get<VoucherId>(row, "id"));
  }
  for (const auto& row :
       Unnested(tx, county, account.id, checkpoint.day, "u.id", "c.bank_entry_ids) AS u (id)")) {
    checkpoint.entries.push_back(pg::Get<BankEntryId>(row, "id"));
  }
  return checkpoint;
}

void InsertCheckpoint(pg::Transaction& tx, CountyId county, BankAccountId account,
                      const Checkpoint& checkpoint) {
  std::vector<Date> days;
  std::vector<std::int64_t> fen;
  for (const Jump& jump : checkpoint.jumps) {
    days.push_back(jump.day);
    fen.push_back(jump.amount.count());
  }
  // One that does not hold any more makes room.
  tx.Run(
      "DELETE FROM ledger.bank_checkpoint"
      " WHERE county_id = $1 AND bank_account_id = $2 AND day >= $3",
      county, account, checkpoint.day);
  tx.Run(
      "INSERT INTO ledger.bank_checkpoint (county_id, bank_account_id, day, bank_fen, debit_fen,"
      "  credit_fen, first_day, opening_fen, jump_days, jump_fen, voucher_ids, bank_entry_ids)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::date[], $10::bigint[], $11::uuid[],"
      "  $12::uuid[])",
      county, account, checkpoint.day, checkpoint.bank.count(), checkpoint.debit.count(),
      checkpoint.credit.count(), checkpoint.first_day, checkpoint.opening.count(), pg::Array(days),
      pg::Array(fen), pg::Array(checkpoint.vouchers), pg::Array(checkpoint.entries));
}

void DropCheckpoints(pg::Transaction& tx, CountyId county, BooksId books, Date from) {
  tx.Run(
      "DELETE FROM ledger.bank_checkpoint c USING ledger.bank_account a"
      " WHERE c.county_id = $1 AND a.county_id = $1 AND a.id = c.bank_account_id"
      "  AND a.books_id = $2 AND c.day >= $3",
      county, books, from);
}

void HoldCheckpoints(pg::Transaction& tx, CountyId county, BooksId books) {
  tx.Run(
      "SELECT FROM ledger.bank_account WHERE county_id = $1 AND books_id = $2 ORDER BY id"
      " FOR SHARE",
      county, books);
}

std::vector<StatementSpan> SpansAfter(pg::Transaction& tx, CountyId county, BankAccountId account,
                                      Date day) {
  std::vector<StatementSpan> spans;
  for (const auto& row :
       tx.Run("SELECT first_day, last_day, opening_fen, closing_fen FROM ledger.bank_statement"
              " WHERE county_id = $1 AND bank_account_id = $2 AND last_day > $3"
              "  AND opening_fen IS NOT NULL ORDER BY first_day, id",
              county, account, day)) {
    spans.push_back({.first_day = pg::Get<Date>(row, "first_day"),
                     .last_day = pg::Get<Date>(row, "last_day"),
                     .opening = Fen(pg::Get<std::int64_t>(row, "opening_fen")),
                     .closing = Fen(pg::Get<std::int64_t>(row, "closing_fen"))});
  }
  return spans;
}

std::vector<DayNet> NetsAfter(pg::Transaction& tx, CountyId county, BankAccountId account,
                              Date day) {
  std::vector<DayNet> nets;
  for (const auto& row : tx.Run("SELECT booking_date, sum(CASE side WHEN 1 THEN amount_fen"
                                "  ELSE -amount_fen END)::bigint AS net FROM ledger.bank_entry"
                                " WHERE county_id = $1 AND bank_account_id = $2"
                                "  AND booking_date > $3"
                                " GROUP BY booking_date ORDER BY booking_date",
                                county, account, day)) {
    nets.push_back({pg::Get<Date>(row, "booking_date"), Fen(pg::Get<std::int64_t>(row, "net"))});
  }
  return nets;
}

}  // namespace qianmo::ledger
