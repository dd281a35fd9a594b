#include "ledger/voucher_store.h"

#include "ledger/domain/refusals.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(VoucherState::kRejected) == v1::Voucher::STATE_REJECTED);
static_assert(static_cast<int>(Side::kCredit) == v1::VoucherLine::SIDE_CREDIT);

constexpr char kSelectVoucher[] = R"(
  SELECT 'counties/' || v.county_id || '/vouchers/' || v.id AS name,
    'counties/' || v.county_id || '/books/' || v.books_id AS books, v.state, v.number,
    v.voucher_date AS date, v.summary, v.attachments, v.total_fen,
    'counties/' || v.county_id || '/vouchers/' || v.reverses_id AS reverses,
    (SELECT 'counties/' || r.county_id || '/vouchers/' || r.id FROM ledger.voucher r
     WHERE r.county_id = v.county_id AND r.reverses_id = v.id AND r.state = 2) AS reversed_by,
    'counties/' || v.county_id || '/accounts/' || v.maker_id AS maker,
    'counties/' || v.county_id || '/accounts/' || v.checker_id AS checker, v.reject_reason,
    v.create_time, v.end_time,
    (SELECT json_agg(json_build_object('side', l.side, 'account', l.code,
       'amount_fen', l.amount_fen, 'party', l.party_id, 'contract', l.contract_id,
       'instalment', l.instalment_id, 'asset', l.asset_id, 'project', l.project_id)
       ORDER BY l.position)
     FROM ledger.voucher_line l
     WHERE l.county_id = v.county_id AND l.voucher_id = v.id) AS lines
  FROM ledger.voucher v WHERE v.county_id = $1)";

std::vector<VoucherLine> LinesOf(pg::Transaction& tx, CountyId county, VoucherId id) {
  std::vector<VoucherLine> lines;
  for (const auto& row : tx.Run(
           "SELECT side, code, amount_fen, party_id, contract_id, instalment_id, asset_id,"
           "  project_id"
           " FROM ledger.voucher_line WHERE county_id = $1 AND voucher_id = $2 ORDER BY position",
           county, id)) {
    const auto maybe = [&](const char* column) {
      return pg::Get<std::optional<Uuid>>(row, column);
    };
    const auto code = AccountCode::Parse(pg::Get<std::string>(row, "code"));
    if (!code) throw pg::Trouble("a stored account code does not parse");
    lines.push_back({.side = static_cast<Side>(pg::Get<int>(row, "side")),
                     .account = *code,
                     .party = maybe("party_id"),
                     .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
                     .purpose = {.contract = maybe("contract_id"),
                                 .instalment = maybe("instalment_id"),
                                 .asset = maybe("asset_id"),
                                 .project = maybe("project_id")}});
  }
  return lines;
}

void InsertLines(pg::Transaction& tx, CountyId county, const VoucherDraft& draft) {
  int position = 0;
  for (const VoucherLine& line : draft.lines) {
    tx.Run(
        "INSERT INTO ledger.voucher_line (county_id, voucher_id, position, side, code, amount_fen,"
        "  party_id, contract_id, instalment_id, asset_id, project_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        county, draft.id, ++position, static_cast<int>(line.side), line.account.text(),
        line.amount.count(), line.party, line.purpose.contract, line.purpose.instalment,
        line.purpose.asset, line.purpose.project);
  }
}

}  // namespace

Fen VoucherDraft::total() const {
  Fen sum;
  for (const VoucherLine& line : lines) sum += line.side == Side::kDebit ? line.amount : Fen();
  return sum;
}

void InsertVoucher(pg::Transaction& tx, CountyId county, const VoucherDraft& draft, Time now) {
  tx.Run(
      "INSERT INTO ledger.voucher (county_id, id, books_id, state, voucher_date, year, summary,"
      "  attachments, total_fen, reverses_id, carries_year, maker_id, maker_person, create_time,"
      "  reject_reason)"
      " VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '')",
      county, draft.id, draft.books, draft.date, Month(draft.date).year(), draft.summary,
      draft.attachments, draft.total().count(), draft.reverses, draft.carries_year,
      draft.maker.account, draft.maker.person, now);
  InsertLines(tx, county, draft);
}

Result<VoucherRow> LockVoucher(pg::Transaction& tx, CountyId county, VoucherId id) {
  const auto rows = tx.Run(
      "SELECT v.books_id, v.state, v.voucher_date, v.summary, v.attachments, v.total_fen,"
      "  v.reverses_id, v.carries_year, v.maker_id, v.maker_person,"
      "  EXISTS (SELECT FROM ledger.voucher r WHERE r.county_id = v.county_id"
      "   AND r.reverses_id = v.id AND r.state <> 3) AS is_reversed"
      " FROM ledger.voucher v WHERE v.county_id = $1 AND v.id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::VoucherNotFound();
  const auto& row = rows[0];
  const auto person = pg::Get<Uuid>(row, "maker_person");
  return VoucherRow{.draft = {.id = id,
                              .books = pg::Get<BooksId>(row, "books_id"),
                              .date = pg::Get<Date>(row, "voucher_date"),
                              .summary = pg::Get<std::string>(row, "summary"),
                              .attachments = pg::Get<int>(row, "attachments"),
                              .lines = LinesOf(tx, county, id),
                              .reverses = pg::Get<std::optional<VoucherId>>(row, "reverses_id"),
                              .carries_year = pg::Get<std::optional<int>>(row, "carries_year"),
                              .maker = {pg::Get<Uuid>(row, "maker_id"), person}},
                    .facts = {.state = static_cast<VoucherState>(pg::Get<int>(row, "state")),
                              .maker_person = person,
                              .total = Fen(pg::Get<std::int64_t>(row, "total_fen")),
                              .is_reversed = pg::Get<bool>(row, "is_reversed"),
                              .carries_year = pg::Get<std::optional<int>>(row, "carries_year")}};
}

Result<BooksId> BooksOfVoucher(pg::Transaction& tx, CountyId county, VoucherId id) {
  const auto rows =
      tx.Run("SELECT books_id FROM ledger.voucher WHERE county_id = $1 AND id = $2", county, id);
  if (rows.empty()) return refusals::VoucherNotFound();
  return pg::Get<BooksId>(rows[0], "books_id");
}

int TakeNumber(pg::Transaction& tx, CountyId county, BooksId books, int year) {
  const auto rows = tx.Run(
      "INSERT INTO ledger.voucher_counter AS c (county_id, books_id, year, last_number)"
      " VALUES ($1, $2, $3, 1) ON CONFLICT (county_id, books_id, year)"
      " DO UPDATE SET last_number = c.last_number + 1 RETURNING last_number",
      county, books, year);
  return pg::Get<int>(rows[0], "last_number");
}

void SetPosted(pg::Transaction& tx, CountyId county, VoucherId id, int number, const Hand& checker,
               Time now) {
  tx.Run(
      "UPDATE ledger.voucher SET state = 2, number = $3, checker_id = $4, checker_person = $5,"
      "  end_time = $6"
      " WHERE county_id = $1 AND id = $2",
      county, id, number, checker.account, checker.person, now);
}

void SetRejected(pg::Transaction& tx, CountyId county, VoucherId id, const std::string& reason,
                 const Hand& checker, Time now) {
  tx.Run(
      "UPDATE ledger.voucher SET state = 3, reject_reason = $3, checker_id = $4,"
      "  checker_person = $5, end_time = $6"
      " WHERE county_id = $1 AND id = $2",
      county, id, reason, checker.account, checker.person, now);
}

v1::Voucher ReadVoucher(pg::Transaction& tx, CountyId county, VoucherId id) {
  auto voucher =
      pg::ReadOne<v1::Voucher>(tx.Run(std::string(kSelectVoucher) + " AND v.id = $2", county, id));
  return *std::move(voucher);
}

google::protobuf::RepeatedPtrField<v1::Voucher> ListVouchersOf(pg::Transaction& tx, CountyId county,
                                                               BooksId books, int state,
                                                               const std::optional<Uuid>& after,
                                                               int limit) {
  google::protobuf::RepeatedPtrField<v1::Voucher> vouchers;
  pg::ReadAll(tx.Run(std::string(kSelectVoucher) +
                         " AND v.books_id = $2 AND ($3 = 0 OR v.state = $3)"
                         "  AND ($4::uuid IS NULL OR v.id > $4::uuid) ORDER BY v.id LIMIT $5",
                     county, books, state, after, limit),
              &vouchers);
  return vouchers;
}

}  // namespace qianmo::ledger
