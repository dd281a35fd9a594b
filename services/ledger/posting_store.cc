#include "ledger/posting_store.h"

#include "ledger/domain/batch.h"
#include "ledger/domain/refusals.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

// An account of a set of books; in the order in which everybody locks them.
using Place = std::pair<BooksId, AccountCode>;

// What moves on an account.
struct Moved {
  Fen debit;
  Fen credit;
};
using MovedByPlace = std::map<Place, Moved>;

// A command that passed every check but the floors.
struct Ready {
  const PostCommand* command;
  std::size_t place;                         // among the commands
  std::vector<std::vector<EntryPair>> rows;  // of each voucher
};

struct Shelf {
  std::map<BooksId, BooksRow> books;
  std::map<BooksId, SubAccounts> sub_accounts;
};

Shelf HoldShelf(pg::Transaction& tx, CountyId county, const std::vector<PostCommand>& commands) {
  std::set<BooksId> ids;
  for (const PostCommand& command : commands) {
    for (const VoucherDraft& voucher : command.vouchers) ids.insert(voucher.books);
  }
  return {HoldSeveralBooks(tx, county, ids), SubAccountsOfSeveral(tx, county, ids)};
}

// The rows that a voucher becomes. People's was marked when it was written.
Result<std::vector<EntryPair>> CheckVoucher(Shelf* shelf, VoucherDraft* voucher, bool starts,
                                            Date today) {
  const auto found = shelf->books.find(voucher->books);
  if (found == shelf->books.end()) return refusals::BooksNotFound();
  const BooksRow& books = found->second;
  QM_TRY(CheckVoucherDate(books.terms, voucher->date, today));
  if (starts || voucher->origin == Origin::kPeople) {
    QM_TRY(CheckGoesOn(books.terms, voucher->date));
  }
  const SubAccounts& divided = shelf->sub_accounts[books.id];
  for (const VoucherLine& line : voucher->lines) {
    QM_TRY(CheckPostable(books.chart(), divided, line.account));
  }
  if (voucher->origin == Origin::kRule) QM_TRY(MarkIncome(books.chart(), &voucher->lines));
  return Decompose(voucher->lines);
}

Result<Ready> CheckCommand(Shelf* shelf, PostCommand* command, std::size_t place, Date today) {
  Ready ready{.command = command, .place = place, .rows = {}};
  for (VoucherDraft& voucher : command->vouchers) {
    QM_ASSIGN(auto rows, CheckVoucher(shelf, &voucher, command->starts_something, today));
    ready.rows.push_back(std::move(rows));
  }
  return ready;
}

// The places that the commands touch, with their balances.
struct Touched {
  std::vector<BatchAccount> accounts;
  std::map<Place, std::size_t> positions;
};

void SplitPlaces(const std::vector<Place>& places, std::vector<BooksId>* books,
                 std::vector<std::string>* codes) {
  for (const auto& [of, code] : places) {
    books->push_back(of);
    codes->push_back(code.text());
  }
}

std::vector<Place> PlacesOf(const std::vector<Ready>& all) {
  std::set<Place> places;
  for (const Ready& ready : all) {
    for (const VoucherDraft& voucher : ready.command->vouchers) {
      for (const VoucherLine& line : voucher.lines) places.emplace(voucher.books, line.account);
    }
  }
  return {places.begin(), places.end()};
}

// The rows are there before they are locked; those that nobody has posted to yet come first.
constexpr char kLockBalances[] = R"(
  SELECT b.books_id, b.code, b.balance_fen
  FROM ledger.balance b JOIN unnest($2::uuid[], $3::text[]) AS p (books_id, code)
    ON p.books_id = b.books_id AND p.code = b.code
  WHERE b.county_id = $1 ORDER BY b.books_id, b.code FOR UPDATE OF b)";

Touched LockBalances(pg::Transaction& tx, CountyId county, const Shelf& shelf,
                     const std::vector<Ready>& all) {
  const auto places = PlacesOf(all);
  std::vector<BooksId> books;
  std::vector<std::string> codes;
  SplitPlaces(places, &books, &codes);
  auto rows = tx.Run(kLockBalances, county, pg::Array(books), pg::Array(codes));
  if (rows.size() < places.size()) {
    tx.Run(
        "INSERT INTO ledger.balance (county_id, books_id, code, balance_fen)"
        " SELECT $1, p.books_id, p.code, 0 FROM unnest($2::uuid[], $3::text[]) AS p (books_id,"
        "  code) ORDER BY p.books_id, p.code ON CONFLICT DO NOTHING",
        county, pg::Array(books), pg::Array(codes));
    rows = tx.Run(kLockBalances, county, pg::Array(books), pg::Array(codes));
  }
  Touched touched;
  for (const auto& row : rows) {
    const auto of = pg::Get<BooksId>(row, "books_id");
    const AccountCode code = AccountCode::Parse(pg::Get<std::string>(row, "code")).value();
    touched.positions.emplace(Place(of, code), touched.accounts.size());
    touched.accounts.push_back({.code = code,
                                .balance = Fen(pg::Get<std::int64_t>(row, "balance_fen")),
                                .floor = FloorOf(shelf.books.at(of).chart(), code)});
  }
  return touched;
}

std::vector<Movement> MovementsOf(const Shelf& shelf, const Touched& touched,
                                  const PostCommand& command) {
  std::vector<Movement> movements;
  for (const VoucherDraft& voucher : command.vouchers) {
    const Chart chart = shelf.books.at(voucher.books).chart();
    for (const VoucherLine& line : voucher.lines) {
      const Side normal = FindAccount(chart, line.account).value().normal;
      movements.push_back({touched.positions.at({voucher.books, line.account}),
                           line.side == normal ? line.amount : -line.amount});
    }
  }
  return movements;
}

void SaveBalances(pg::Transaction& tx, CountyId county, const Touched& touched,
                  const std::vector<Fen>& balances) {
  std::vector<BooksId> books;
  std::vector<std::string> codes;
  std::vector<std::int64_t> after;
  for (const auto& [place, position] : touched.positions) {
    if (touched.accounts[position].balance == balances[position]) continue;
    books.push_back(place.first);
    codes.push_back(place.second.text());
    after.push_back(balances[position].count());
  }
  tx.Run(
      "UPDATE ledger.balance b SET balance_fen = n.balance_fen"
      " FROM unnest($2::uuid[], $3::text[], $4::bigint[]) AS n (books_id, code, balance_fen)"
      " WHERE b.county_id = $1 AND b.books_id = n.books_id AND b.code = n.code",
      county, pg::Array(books), pg::Array(codes), pg::Array(after));
}

void AddTurnover(pg::Transaction& tx, CountyId county, const std::vector<Ready>& posted) {
  std::map<Month, MovedByPlace> months;
  for (const Ready& ready : posted) {
    for (const VoucherDraft& voucher : ready.command->vouchers) {
      MovedByPlace& moved = months[Month(voucher.date)];
      for (const VoucherLine& line : voucher.lines) {
        Moved& amounts = moved[{voucher.books, line.account}];
        (line.side == Side::kDebit ? amounts.debit : amounts.credit) += line.amount;
      }
    }
  }
  std::vector<Date> days;
  std::vector<BooksId> books;
  std::vector<std::string> codes;
  std::vector<std::int64_t> debits, credits;
  for (const auto& [month, moved] : months) {
    for (const auto& [place, amounts] : moved) {
      days.push_back(month.first_day());
      books.push_back(place.first);
      codes.push_back(place.second.text());
      debits.push_back(amounts.debit.count());
      credits.push_back(amounts.credit.count());
    }
  }
  tx.Run(
      "INSERT INTO ledger.turnover AS t (county_id, books_id, month, code, debit_fen, credit_fen)"
      " SELECT $1, n.books_id, n.month, n.code, n.debit_fen, n.credit_fen"
      " FROM unnest($2::date[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[])"
      "  AS n (month, books_id, code, debit_fen, credit_fen)"
      " ORDER BY n.books_id, n.month, n.code"
      " ON CONFLICT (county_id, books_id, month, code) DO UPDATE SET"
      "  debit_fen = t.debit_fen + excluded.debit_fen,"
      "  credit_fen = t.credit_fen + excluded.credit_fen",
      county, pg::Array(days), pg::Array(books), pg::Array(codes), pg::Array(debits),
      pg::Array(credits));
}

std::optional<int> IncomeNumber(const VoucherLine& line) {
  if (!line.income) return std::nullopt;
  return static_cast<int>(*line.income);
}

// The columns of journal rows.
struct Columns {
  std::vector<Uuid> ids;
  std::vector<BooksId> books;
  std::vector<VoucherId> vouchers;
  std::vector<int> positions;
  std::vector<Date> days;
  std::vector<std::string> debit_codes, credit_codes;
  std::vector<std::int64_t> amounts;
  std::vector<std::optional<Uuid>> debit_parties, credit_parties, contracts, instalments, assets,
      projects, groups;
  std::vector<std::optional<int>> debit_incomes, credit_incomes;

  void Add(const VoucherDraft& voucher, int position, const EntryPair& row, Time now) {
    const VoucherLine& debit = voucher.lines.at(row.debit);
    const VoucherLine& credit = voucher.lines.at(row.credit);
    ids.push_back(Uuid::Make(now));
    books.push_back(voucher.books);
    vouchers.push_back(voucher.id);
    positions.push_back(position);
    days.push_back(voucher.date);
    debit_codes.push_back(debit.account.text());
    credit_codes.push_back(credit.account.text());
    amounts.push_back(row.amount.count());
    debit_parties.push_back(debit.party);
    credit_parties.push_back(credit.party);
    contracts.push_back(row.purpose.contract);
    instalments.push_back(row.purpose.instalment);
    assets.push_back(row.purpose.asset);
    projects.push_back(row.purpose.project);
    groups.push_back(row.purpose.group);
    debit_incomes.push_back(IncomeNumber(debit));
    credit_incomes.push_back(IncomeNumber(credit));
  }
};

void InsertPostings(pg::Transaction& tx, CountyId county, const std::vector<Ready>& posted,
                    Time now) {
  Columns rows;
  for (const Ready& ready : posted) {
    for (std::size_t i = 0; i < ready.rows.size(); ++i) {
      int position = 0;
      for (const EntryPair& row : ready.rows[i]) {
        rows.Add(ready.command->vouchers[i], ++position, row, now);
      }
    }
  }
  tx.Run(
      "INSERT INTO ledger.posting (county_id, id, books_id, voucher_id, position, posting_date,"
      "  debit_code, credit_code, amount_fen, debit_party_id, credit_party_id, contract_id,"
      "  instalment_id, asset_id, project_id, group_id, debit_income, credit_income)"
      " SELECT $1, p.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::smallint[],"
      "  $6::date[], $7::text[], $8::text[], $9::bigint[], $10::uuid[], $11::uuid[],"
      "  $12::uuid[], $13::uuid[], $14::uuid[], $15::uuid[], $16::uuid[], $17::smallint[],"
      "  $18::smallint[]) AS p",
      county, pg::Array(rows.ids), pg::Array(rows.books), pg::Array(rows.vouchers),
      pg::Array(rows.positions), pg::Array(rows.days), pg::Array(rows.debit_codes),
      pg::Array(rows.credit_codes), pg::Array(rows.amounts), pg::Array(rows.debit_parties),
      pg::Array(rows.credit_parties), pg::Array(rows.contracts), pg::Array(rows.instalments),
      pg::Array(rows.assets), pg::Array(rows.projects), pg::Array(rows.groups),
      pg::Array(rows.debit_incomes), pg::Array(rows.credit_incomes));
}

std::map<BooksYear, int> TakeNumbersFor(pg::Transaction& tx, CountyId county,
                                        const std::vector<Ready>& posted) {
  std::map<BooksYear, int> wanted;
  for (const Ready& ready : posted) {
    for (const VoucherDraft& voucher : ready.command->vouchers) {
      ++wanted[{voucher.books, Month(voucher.date).year()}];
    }
  }
  return TakeNumbers(tx, county, wanted);
}

// Writes down what passed; the results get their numbers.
void Record(pg::Transaction& tx, CountyId county, const std::vector<Ready>& posted, Time now,
            std::vector<Result<Numbers>>* results) {
  auto last = TakeNumbersFor(tx, county, posted);
  std::vector<NumberedVoucher> by_rule;
  for (const Ready& ready : posted) {
    Numbers numbers;
    for (const VoucherDraft& voucher : ready.command->vouchers) {
      numbers.push_back(++last.at({voucher.books, Month(voucher.date).year()}));
      if (voucher.origin == Origin::kRule) by_rule.push_back({&voucher, numbers.back()});
    }
    results->at(ready.place) = std::move(numbers);
  }
  InsertPosted(tx, county, by_rule, now);
  InsertPostings(tx, county, posted, now);
  AddTurnover(tx, county, posted);
}

}  // namespace

std::vector<Result<Numbers>> PostCommands(pg::Transaction& tx, CountyId county,
                                          std::vector<PostCommand> commands, Time now) {
  Shelf shelf = HoldShelf(tx, county, commands);
  std::vector<Result<Numbers>> results;
  std::vector<Ready> ready;
  for (PostCommand& command : commands) {
    auto checked = CheckCommand(&shelf, &command, results.size(), BeijingDate(now));
    results.push_back(checked ? Result<Numbers>(Numbers()) : Result<Numbers>(checked.refusal()));
    if (checked) ready.push_back(*std::move(checked));
  }
  if (ready.empty()) return results;
  const Touched touched = LockBalances(tx, county, shelf, ready);
  std::vector<std::vector<Movement>> movements;
  for (const Ready& one : ready) movements.push_back(MovementsOf(shelf, touched, *one.command));
  const BatchOutcome outcome = PostBatch(touched.accounts, movements);
  std::vector<Ready> posted;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    if (outcome.results[i]) {
      posted.push_back(std::move(ready[i]));
    } else {
      results[ready[i].place] = outcome.results[i].refusal();
    }
  }
  if (posted.empty()) return results;
  SaveBalances(tx, county, touched, outcome.balances);
  Record(tx, county, posted, now, &results);
  return results;
}

Result<Numbers> PostAlone(pg::Transaction& tx, CountyId county, PostCommand command, Time now) {
  return std::move(PostCommands(tx, county, {std::move(command)}, now).front());
}

}  // namespace qianmo::ledger
