#include "ledger/spread_store.h"

#include "ledger/domain/spread_refusals.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(SpreadMethod::kMonthsByDays) == v1::Spread::METHOD_MONTHS_BY_DAYS);

// Whether voucher v stands in the books: it is posted, and no other that is posted takes it back.
constexpr char kStands[] = R"(
  (v.state = 2 AND NOT EXISTS (
    SELECT FROM ledger.voucher r
    WHERE r.county_id = v.county_id AND r.reverses_id = v.id AND r.state = 2)))";

std::string SelectSpread() {
  return std::string(R"(
  SELECT 'counties/' || s.county_id || '/spreads/' || s.id AS name,
    'counties/' || s.county_id || '/books/' || s.books_id AS books,
    CASE WHEN s.end_time IS NOT NULL OR EXISTS (
      SELECT FROM ledger.voucher r
      WHERE r.county_id = s.county_id AND r.reverses_id = s.voucher_id AND r.state = 2)
      THEN 2 ELSE 1 END AS state,
    'counties/' || s.county_id || '/vouchers/' || s.voucher_id AS voucher,
    s.line_position AS line, s.first_day AS first_date, s.last_day AS last_date, s.method,
    s.income_code AS income_account, s.debt_code AS debt_account, s.party_id AS party,
    s.contract_id AS contract, s.total_fen, d.posted AS posted_fen,
    s.total_fen - d.posted AS rest_fen, s.end_reason, s.create_time
  FROM ledger.spread s CROSS JOIN LATERAL (
    SELECT coalesce(sum(p.amount_fen), 0)::bigint AS posted
    FROM ledger.spread_part p
    JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id
    WHERE p.county_id = s.county_id AND p.spread_id = s.id AND )") +
         kStands + ") d WHERE s.county_id = $1";
}

std::string SelectParts() {
  return std::string(R"(
  SELECT p.number, p.first_day AS first_date, p.last_day AS last_date, p.due_day AS due_date,
    p.amount_fen, 'counties/' || p.county_id || '/vouchers/' || l.id AS voucher,
    l.state AS voucher_state
  FROM ledger.spread_part p LEFT JOIN LATERAL (
    SELECT v.id, v.state FROM ledger.voucher v
    WHERE v.county_id = p.county_id AND v.id = p.voucher_id AND (v.state = 1 OR )") +
         kStands + R"()) l ON true
  WHERE p.county_id = $1 AND p.spread_id = $2 ORDER BY p.number)";
}

// Whether this account of spread s was divided into others.
std::string Divided(const std::string& code) {
  return " EXISTS (SELECT FROM ledger.sub_account a WHERE a.county_id = s.county_id"
         "  AND a.books_id = s.books_id AND a.code LIKE " +
         code + " || '__%')";
}

// A part whose spread runs and whose source stands, or is not about to be taken back.
std::string SelectDue() {
  return std::string(R"(
  SELECT s.id, s.debt_code, s.party_id, s.contract_id, s.instalment_id, s.asset_id, s.project_id,
    s.group_id, s.income_code, s.creator_id, s.creator_person, p.number, p.first_day, p.last_day,
    p.due_day, p.amount_fen
  FROM ledger.spread s
  JOIN ledger.spread_part p ON p.county_id = s.county_id AND p.spread_id = s.id
  LEFT JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id
  WHERE s.county_id = $1 AND s.books_id = $2 AND s.end_time IS NULL AND p.due_day <= $3
    AND NOT EXISTS (
      SELECT FROM ledger.voucher r
      WHERE r.county_id = s.county_id AND r.reverses_id = s.voucher_id AND r.state <> 3)
    AND (p.voucher_id IS NULL OR ($4 AND v.state <> 1 AND NOT )") +
         kStands + ")) AND NOT" + Divided("s.debt_code") + " AND NOT" + Divided("s.income_code") +
         R"(
  ORDER BY p.due_day, s.id, p.number LIMIT $5)";
}

AccountCode SpreadCode(const pqxx::row& row, const char* column) {
  const auto code = AccountCode::Parse(pg::Get<std::string>(row, column));
  if (!code) throw pg::Trouble("a stored account code does not parse");
  return *code;
}

DuePart DueIn(const pqxx::row& row) {
  const auto maybe = [&](const char* column) { return pg::Get<std::optional<Uuid>>(row, column); };
  const Fen amount(pg::Get<std::int64_t>(row, "amount_fen"));
  return {.spread = pg::Get<SpreadId>(row, "id"),
          .part = {.number = pg::Get<int>(row, "number"),
                   .first = pg::Get<Date>(row, "first_day"),
                   .last = pg::Get<Date>(row, "last_day"),
                   .due = pg::Get<Date>(row, "due_day"),
                   .amount = amount},
          .debt = {.side = Side::kDebit,
                   .account = SpreadCode(row, "debt_code"),
                   .party = maybe("party_id"),
                   .amount = amount,
                   .purpose = {.contract = maybe("contract_id"),
                               .instalment = maybe("instalment_id"),
                               .asset = maybe("asset_id"),
                               .project = maybe("project_id"),
                               .group = maybe("group_id")}},
          .income = SpreadCode(row, "income_code"),
          .creator = {pg::Get<Uuid>(row, "creator_id"), pg::Get<Uuid>(row, "creator_person")}};
}

void InsertParts(pg::Transaction& tx, CountyId county, SpreadId id,
                 const std::vector<SpreadPart>& parts) {
  pg::CopyIn copy(
      tx, "ledger.spread_part",
      {"county_id", "spread_id", "number", "first_day", "last_day", "due_day", "amount_fen"});
  for (const SpreadPart& part : parts) {
    copy.Add(county, id, part.number, part.first, part.last, part.due, part.amount.count());
  }
  copy.Finish();
}

}  // namespace

Result<Done> InsertSpread(pg::Transaction& tx, CountyId county, const NewSpread& spread,
                          const std::vector<SpreadPart>& parts, Time now) {
  const Purpose& purpose = spread.line.purpose;
  const auto rows = tx.Run(
      "INSERT INTO ledger.spread (county_id, id, books_id, voucher_id, line_position, debt_code,"
      "  party_id, contract_id, instalment_id, asset_id, project_id, group_id, income_code,"
      "  total_fen, first_day, last_day, method, creator_id, creator_person, create_time,"
      "  end_reason)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
      "  $19, $20, '')"
      " ON CONFLICT (county_id, voucher_id, line_position) WHERE end_time IS NULL DO NOTHING"
      " RETURNING id",
      county, spread.id, spread.books, spread.voucher, spread.position, spread.line.account.text(),
      spread.line.party, purpose.contract, purpose.instalment, purpose.asset, purpose.project,
      purpose.group, spread.income.text(), spread.total.count(), spread.first, spread.last,
      static_cast<int>(spread.method), spread.creator.account, spread.creator.person, now);
  if (rows.empty()) return refusals::SpreadExists();
  InsertParts(tx, county, spread.id, parts);
  return Done{};
}

Fen PostedOfLine(pg::Transaction& tx, CountyId county, VoucherId voucher, int position) {
  static const std::string sql = std::string(R"(
    SELECT coalesce(sum(p.amount_fen), 0)::bigint AS posted
    FROM ledger.spread s
    JOIN ledger.spread_part p ON p.county_id = s.county_id AND p.spread_id = s.id
    JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id
    WHERE s.county_id = $1 AND s.voucher_id = $2 AND s.line_position = $3 AND )") +
                                 kStands;
  return Fen(pg::Get<std::int64_t>(tx.Run(sql, county, voucher, position)[0], "posted"));
}

Result<Done> CheckNoIncomeOf(pg::Transaction& tx, CountyId county, VoucherId voucher) {
  tx.Run(
      "SELECT id FROM ledger.spread WHERE county_id = $1 AND voucher_id = $2 ORDER BY id"
      " FOR UPDATE",
      county, voucher);
  static const std::string sql = std::string(R"(
    SELECT 'counties/' || s.county_id || '/spreads/' || s.id AS spread,
      sum(CASE WHEN v.state = 2 THEN p.amount_fen ELSE 0 END)::bigint AS posted
    FROM ledger.spread s
    JOIN ledger.spread_part p ON p.county_id = s.county_id AND p.spread_id = s.id
    JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id
    WHERE s.county_id = $1 AND s.voucher_id = $2 AND (v.state = 1 OR )") +
                                 kStands + ") GROUP BY s.county_id, s.id ORDER BY s.id LIMIT 1";
  const auto rows = tx.Run(sql, county, voucher);
  if (rows.empty()) return Done{};
  const Fen posted(pg::Get<std::int64_t>(rows[0], "posted"));
  if (posted == Fen()) return refusals::SpreadPartWaits();
  return refusals::SpreadIsIncome(pg::Get<std::string>(rows[0], "spread"), posted);
}

Result<BooksId> BooksOfSpread(pg::Transaction& tx, CountyId county, SpreadId id) {
  const auto rows =
      tx.Run("SELECT books_id FROM ledger.spread WHERE county_id = $1 AND id = $2", county, id);
  if (rows.empty()) return refusals::SpreadNotFound();
  return pg::Get<BooksId>(rows[0], "books_id");
}

SpreadStanding LockSpread(pg::Transaction& tx, CountyId county, SpreadId id) {
  const auto rows = tx.Run(
      "SELECT s.end_time IS NOT NULL AS ended, EXISTS ("
      "  SELECT FROM ledger.spread_part p"
      "  JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id"
      "  WHERE p.county_id = s.county_id AND p.spread_id = s.id AND v.state = 1) AS part_waits"
      " FROM ledger.spread s WHERE s.county_id = $1 AND s.id = $2 FOR UPDATE OF s",
      county, id);
  return {pg::Get<bool>(rows[0], "ended"), pg::Get<bool>(rows[0], "part_waits")};
}

void EndSpread(pg::Transaction& tx, CountyId county, SpreadId id, const std::string& reason,
               const Uuid& account, Time now) {
  tx.Run(
      "UPDATE ledger.spread SET end_time = $3, end_reason = $4, ender_id = $5"
      " WHERE county_id = $1 AND id = $2",
      county, id, now, reason, account);
}

std::vector<DuePart> LockDueParts(pg::Transaction& tx, CountyId county, BooksId books, Date until,
                                  bool again, int limit) {
  tx.Run(
      "SELECT id FROM ledger.spread WHERE county_id = $1 AND books_id = $2 AND end_time IS NULL"
      " ORDER BY id FOR UPDATE",
      county, books);
  static const std::string sql = SelectDue();
  std::vector<DuePart> parts;
  for (const auto& row : tx.Run(sql, county, books, until, again, limit)) {
    parts.push_back(DueIn(row));
  }
  return parts;
}

std::vector<StuckPart> StuckParts(pg::Transaction& tx, CountyId county, BooksId books, Date until,
                                  int limit) {
  static const std::string sql =
      "SELECT s.id, p.number, CASE WHEN" + Divided("s.debt_code") +
      " THEN s.debt_code ELSE s.income_code END AS code"
      " FROM ledger.spread s"
      " JOIN ledger.spread_part p ON p.county_id = s.county_id AND p.spread_id = s.id"
      " WHERE s.county_id = $1 AND s.books_id = $2 AND s.end_time IS NULL AND p.due_day <= $3"
      "  AND p.voucher_id IS NULL AND (" +
      Divided("s.debt_code") + " OR" + Divided("s.income_code") +
      ") ORDER BY p.due_day, s.id, p.number LIMIT $4";
  std::vector<StuckPart> stuck;
  for (const auto& row : tx.Run(sql, county, books, until, limit)) {
    stuck.push_back(
        {pg::Get<SpreadId>(row, "id"), pg::Get<int>(row, "number"), SpreadCode(row, "code")});
  }
  return stuck;
}

void SetPartVoucher(pg::Transaction& tx, CountyId county, const DuePart& due, VoucherId voucher) {
  tx.Run(
      "UPDATE ledger.spread_part SET voucher_id = $4"
      " WHERE county_id = $1 AND spread_id = $2 AND number = $3",
      county, due.spread, due.part.number, voucher);
}

std::vector<BooksId> BooksWithDueParts(pg::Transaction& tx, CountyId county, Date until) {
  std::vector<BooksId> books;
  for (const auto& row :
       tx.Run("SELECT DISTINCT s.books_id FROM ledger.spread_part p"
              " JOIN ledger.spread s ON s.county_id = p.county_id AND s.id = p.spread_id"
              " WHERE p.county_id = $1 AND p.due_day <= $2 AND p.voucher_id IS NULL"
              "  AND s.end_time IS NULL",
              county, until)) {
    books.push_back(pg::Get<BooksId>(row, "books_id"));
  }
  return books;
}

v1::Spread ReadSpread(pg::Transaction& tx, CountyId county, SpreadId id) {
  static const std::string one = SelectSpread() + " AND s.id = $2", parts = SelectParts();
  auto spread = pg::ReadOne<v1::Spread>(tx.Run(one, county, id));
  pg::ReadAll(tx.Run(parts, county, id), spread->mutable_parts());
  return *std::move(spread);
}

google::protobuf::RepeatedPtrField<v1::Spread> ListSpreadsOf(pg::Transaction& tx, CountyId county,
                                                             BooksId books,
                                                             const std::optional<Uuid>& after,
                                                             int limit) {
  static const std::string sql = SelectSpread() +
                                 " AND s.books_id = $2 AND ($3::uuid IS NULL OR s.id > $3::uuid)"
                                 " ORDER BY s.id LIMIT $4";
  google::protobuf::RepeatedPtrField<v1::Spread> spreads;
  pg::ReadAll(tx.Run(sql, county, books, after, limit), &spreads);
  return spreads;
}

}  // namespace qianmo::ledger
