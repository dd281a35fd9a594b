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
    'counties/' || v.county_id || '/books/' || v.books_id AS books, v.state, v.origin, v.number,
    v.voucher_date AS date, v.summary, v.attachments, v.total_fen,
    'counties/' || v.county_id || '/vouchers/' || v.reverses_id AS reverses,
    (SELECT 'counties/' || r.county_id || '/vouchers/' || r.id FROM ledger.voucher r
     WHERE r.county_id = v.county_id AND r.reverses_id = v.id AND r.state = 2) AS reversed_by,
    'counties/' || v.county_id || '/accounts/' || v.maker_id AS maker,
    'counties/' || v.county_id || '/accounts/' || v.checker_id AS checker, v.reject_reason,
    v.create_time, v.end_time,
    (SELECT json_agg(json_build_object('side', l.side, 'account', l.code,
       'amount_fen', l.amount_fen, 'party', l.party_id, 'contract', l.contract_id,
       'instalment', l.instalment_id, 'asset', l.asset_id, 'project', l.project_id,
       'group', l.group_id, 'income', l.income)
       ORDER BY l.position)
     FROM ledger.voucher_line l
     WHERE l.county_id = v.county_id AND l.voucher_id = v.id) AS lines
  FROM ledger.voucher v WHERE v.county_id = $1)";

std::optional<IncomeKind> KindOf(std::optional<int> number) {
  if (!number) return std::nullopt;
  return static_cast<IncomeKind>(*number);
}

std::optional<int> NumberOf(const std::optional<IncomeKind>& kind) {
  if (!kind) return std::nullopt;
  return static_cast<int>(*kind);
}

std::optional<Hand> MakerIn(const pqxx::row& row) {
  const auto account = pg::Get<std::optional<Uuid>>(row, "maker_id");
  if (!account) return std::nullopt;
  return Hand{*account, pg::Get<Uuid>(row, "maker_person")};
}

std::vector<VoucherLine> LinesOf(pg::Transaction& tx, CountyId county, VoucherId id) {
  std::vector<VoucherLine> lines;
  for (const auto& row : tx.Run(
           "SELECT side, code, amount_fen, party_id, contract_id, instalment_id, asset_id,"
           "  project_id, group_id, income"
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
                                 .project = maybe("project_id"),
                                 .group = maybe("group_id")},
                     .income = KindOf(pg::Get<std::optional<int>>(row, "income"))});
  }
  return lines;
}

void InsertLines(pg::Transaction& tx, CountyId county,
                 const std::vector<const VoucherDraft*>& drafts) {
  std::vector<VoucherId> vouchers;
  std::vector<int> positions, sides;
  std::vector<std::string> codes;
  std::vector<std::int64_t> amounts;
  std::vector<std::optional<Uuid>> parties, contracts, instalments, assets, projects, groups;
  std::vector<std::optional<int>> incomes;
  for (const VoucherDraft* draft : drafts) {
    int position = 0;
    for (const VoucherLine& line : draft->lines) {
      vouchers.push_back(draft->id);
      positions.push_back(++position);
      sides.push_back(static_cast<int>(line.side));
      codes.push_back(line.account.text());
      amounts.push_back(line.amount.count());
      parties.push_back(line.party);
      contracts.push_back(line.purpose.contract);
      instalments.push_back(line.purpose.instalment);
      assets.push_back(line.purpose.asset);
      projects.push_back(line.purpose.project);
      groups.push_back(line.purpose.group);
      incomes.push_back(NumberOf(line.income));
    }
  }
  tx.Run(
      "INSERT INTO ledger.voucher_line (county_id, voucher_id, position, side, code, amount_fen,"
      "  party_id, contract_id, instalment_id, asset_id, project_id, group_id, income)"
      " SELECT $1, l.* FROM unnest($2::uuid[], $3::smallint[], $4::smallint[], $5::text[],"
      "  $6::bigint[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::uuid[],"
      "  $12::uuid[], $13::smallint[]) AS l",
      county, pg::Array(vouchers), pg::Array(positions), pg::Array(sides), pg::Array(codes),
      pg::Array(amounts), pg::Array(parties), pg::Array(contracts), pg::Array(instalments),
      pg::Array(assets), pg::Array(projects), pg::Array(groups), pg::Array(incomes));
}

}  // namespace

Fen VoucherDraft::total() const {
  Fen sum;
  for (const VoucherLine& line : lines) sum += line.side == Side::kDebit ? line.amount : Fen();
  return sum;
}

void InsertDraft(pg::Transaction& tx, CountyId county, const VoucherDraft& draft, Time now) {
  tx.Run(
      "INSERT INTO ledger.voucher (county_id, id, books_id, state, voucher_date, year, summary,"
      "  attachments, total_fen, reverses_id, carries_year, origin, maker_id, maker_person,"
      "  create_time, reject_reason)"
      " VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, '')",
      county, draft.id, draft.books, draft.date, Month(draft.date).year(), draft.summary,
      draft.attachments, draft.total().count(), draft.reverses, draft.carries_year,
      draft.maker.value().account, draft.maker.value().person, now);
  InsertLines(tx, county, {&draft});
}

void InsertPosted(pg::Transaction& tx, CountyId county,
                  const std::vector<NumberedVoucher>& vouchers, Time now) {
  if (vouchers.empty()) return;
  std::vector<VoucherId> ids;
  std::vector<BooksId> books;
  std::vector<Date> dates;
  std::vector<int> numbers, attachments;
  std::vector<std::string> summaries;
  std::vector<std::int64_t> totals;
  std::vector<std::optional<Uuid>> accounts, persons;
  std::vector<std::optional<VoucherId>> reversed;
  std::vector<const VoucherDraft*> drafts;
  for (const auto& [voucher, number] : vouchers) {
    ids.push_back(voucher->id);
    books.push_back(voucher->books);
    dates.push_back(voucher->date);
    numbers.push_back(number);
    attachments.push_back(voucher->attachments);
    summaries.push_back(voucher->summary);
    totals.push_back(voucher->total().count());
    accounts.push_back(voucher->maker ? std::optional(voucher->maker->account) : std::nullopt);
    persons.push_back(voucher->maker ? std::optional(voucher->maker->person) : std::nullopt);
    reversed.push_back(voucher->reverses);
    drafts.push_back(voucher);
  }
  tx.Run(
      "INSERT INTO ledger.voucher (county_id, id, books_id, state, voucher_date, year, number,"
      "  summary, attachments, total_fen, origin, maker_id, maker_person, create_time, end_time,"
      "  reject_reason, reverses_id)"
      " SELECT $1, v.id, v.books_id, 2, v.day, extract(year FROM v.day), v.number, v.summary,"
      "  v.attachments, v.total_fen, 2, v.maker_id, v.maker_person, $2::timestamptz, $2, '',"
      "  v.reverses_id"
      " FROM unnest($3::uuid[], $4::uuid[], $5::date[], $6::integer[], $7::text[],"
      "  $8::integer[], $9::bigint[], $10::uuid[], $11::uuid[], $12::uuid[]) AS v (id, books_id,"
      "  day, number, summary, attachments, total_fen, maker_id, maker_person, reverses_id)",
      county, now, pg::Array(ids), pg::Array(books), pg::Array(dates), pg::Array(numbers),
      pg::Array(summaries), pg::Array(attachments), pg::Array(totals), pg::Array(accounts),
      pg::Array(persons), pg::Array(reversed));
  InsertLines(tx, county, drafts);
}

Result<VoucherRow> LockVoucher(pg::Transaction& tx, CountyId county, VoucherId id) {
  const auto rows = tx.Run(
      "SELECT v.books_id, v.state, v.voucher_date, v.summary, v.attachments, v.total_fen,"
      "  v.reverses_id, v.carries_year, v.origin, v.maker_id, v.maker_person,"
      "  EXISTS (SELECT FROM ledger.voucher r WHERE r.county_id = v.county_id"
      "   AND r.reverses_id = v.id AND r.state <> 3) AS is_reversed"
      " FROM ledger.voucher v WHERE v.county_id = $1 AND v.id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::VoucherNotFound();
  const auto& row = rows[0];
  const auto maker = MakerIn(row);
  return VoucherRow{.draft = {.id = id,
                              .books = pg::Get<BooksId>(row, "books_id"),
                              .date = pg::Get<Date>(row, "voucher_date"),
                              .summary = pg::Get<std::string>(row, "summary"),
                              .attachments = pg::Get<int>(row, "attachments"),
                              .lines = LinesOf(tx, county, id),
                              .reverses = pg::Get<std::optional<VoucherId>>(row, "reverses_id"),
                              .carries_year = pg::Get<std::optional<int>>(row, "carries_year"),
                              .origin = static_cast<Origin>(pg::Get<int>(row, "origin")),
                              .maker = maker},
                    .facts = {.state = static_cast<VoucherState>(pg::Get<int>(row, "state")),
                              .maker_person = maker ? maker->person : Uuid(),
                              .total = Fen(pg::Get<std::int64_t>(row, "total_fen")),
                              .is_reversed = pg::Get<bool>(row, "is_reversed"),
                              .carries_year = pg::Get<std::optional<int>>(row, "carries_year")}};
}

Result<VoucherPlace> PlaceOfVoucher(pg::Transaction& tx, CountyId county, VoucherId id) {
  const auto rows =
      tx.Run("SELECT books_id, carries_year FROM ledger.voucher WHERE county_id = $1 AND id = $2",
             county, id);
  if (rows.empty()) return refusals::VoucherNotFound();
  return VoucherPlace{.books = pg::Get<BooksId>(rows[0], "books_id"),
                      .carries_year = pg::Get<std::optional<int>>(rows[0], "carries_year")};
}

std::map<BooksYear, int> TakeNumbers(pg::Transaction& tx, CountyId county,
                                     const std::map<BooksYear, int>& wanted) {
  std::vector<BooksId> books;
  std::vector<int> years, counts;
  for (const auto& [of, count] : wanted) {
    books.push_back(of.first);
    years.push_back(of.second);
    counts.push_back(count);
  }
  std::map<BooksYear, int> before;
  for (const auto& row :
       tx.Run("INSERT INTO ledger.voucher_counter AS c (county_id, books_id, year, last_number)"
              " SELECT $1, n.books_id, n.year, n.count"
              " FROM unnest($2::uuid[], $3::integer[], $4::integer[]) AS n (books_id, year, count)"
              " ORDER BY n.books_id, n.year ON CONFLICT (county_id, books_id, year)"
              " DO UPDATE SET last_number = c.last_number + excluded.last_number"
              " RETURNING books_id, year, last_number",
              county, pg::Array(books), pg::Array(years), pg::Array(counts))) {
    const BooksYear of{pg::Get<BooksId>(row, "books_id"), pg::Get<int>(row, "year")};
    before[of] = pg::Get<int>(row, "last_number") - wanted.at(of);
  }
  return before;
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
  // Each by an index of its own, however few of the books' vouchers are of the state.
  const char* const of_state = state == 0 ? " AND $3 = 0" : " AND v.state = $3::smallint";
  google::protobuf::RepeatedPtrField<v1::Voucher> vouchers;
  pg::ReadAll(tx.Run(std::string(kSelectVoucher) + " AND v.books_id = $2" + of_state +
                         "  AND v.id > $4::uuid ORDER BY v.id LIMIT $5",
                     county, books, state, after.value_or(Uuid()), limit),
              &vouchers);
  return vouchers;
}

}  // namespace qianmo::ledger
