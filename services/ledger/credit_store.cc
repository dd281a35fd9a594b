#include "ledger/credit_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "ledger/domain/custody_account.h"

namespace qianmo::ledger {
namespace {

void RequireNew(pg::Transaction& tx, CountyId county, const std::vector<Credit>& credits) {
  std::set<Uuid> entries;
  for (const Credit& credit : credits) entries.insert(credit.entry);
  const auto known = tx.Run(
      "SELECT entry_id FROM ledger.hold WHERE county_id = $1 AND entry_id = ANY ($2::uuid[])"
      " UNION ALL SELECT entry_id FROM ledger.suspense_item"
      "  WHERE county_id = $1 AND entry_id = ANY ($2::uuid[])",
      county, pg::Array(entries));
  if (!known.empty() || entries.size() < credits.size()) {
    throw std::logic_error("an entry of a statement is taken twice");
  }
}

// Holds that credits name, and those of the same lots that the payers' accounts are of.
struct Counter {
  std::vector<HoldRow> holds;
  std::map<std::string, std::size_t> by_number = {};
  std::map<std::pair<Uuid, std::string>, std::vector<std::size_t>> by_payer = {};  // of a lot
};

Counter OpenCounter(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                    const std::vector<Credit>& credits) {
  std::vector<SubAccountNumber> numbers;
  std::vector<std::string> payers;
  for (const Credit& credit : credits) {
    const auto number = SubAccountNumber::Read(credit.sub_account);
    if (!number) continue;
    numbers.push_back(*number);
    payers.push_back(credit.payer_account);
  }
  Counter counter{.holds = LockHoldsFor(tx, county, ring, numbers, payers)};
  for (std::size_t i = 0; i < counter.holds.size(); ++i) {
    const HoldRow& hold = counter.holds[i];
    counter.by_number.emplace(hold.number.text(), i);
    counter.by_payer[{hold.lot, PayerNumber(hold.own_account.account_number)}].push_back(i);
  }
  return counter;
}

// Where a credit goes.
struct Placement {
  std::optional<std::size_t> hold;  // whose sub-account it names
  std::optional<SuspenseReason> reason;
};

// Other bidders of the lot whose account the payer's is.
std::vector<std::size_t> OthersOf(const Counter& counter, std::size_t hold, const Credit& credit) {
  std::vector<std::size_t> others;
  const auto found =
      counter.by_payer.find({counter.holds[hold].lot, PayerNumber(credit.payer_account)});
  if (found != counter.by_payer.end()) others = found->second;
  std::erase(others, hold);
  return others;
}

Placement PlaceCredit(Counter* counter, const Credit& credit, std::vector<HoldId>* shared) {
  const auto number = SubAccountNumber::Read(credit.sub_account);
  const auto found = number ? counter->by_number.find(number->text()) : counter->by_number.end();
  if (found == counter->by_number.end()) {
    return {.hold = {}, .reason = SuspenseReason::kUnknownSubAccount};
  }
  HoldRow& hold = counter->holds[found->second];
  const auto others = OthersOf(*counter, found->second, credit);
  const auto reason =
      CheckCredit({.amount = credit.amount,
                   .value_date = credit.value_date,
                   .payer = {credit.payer_name, credit.payer_account}},
                  {.hold = hold.facts,
                   .own = hold.own(),
                   .is_of_other = !others.empty(),
                   .paid_for_other = std::ranges::any_of(others, [&](std::size_t other) {
                     return counter->holds[other].facts.sums.held > Fen();
                   })});
  if (reason == SuspenseReason::kSharedPayer) {
    shared->push_back(hold.id);
    for (const std::size_t other : others) shared->push_back(counter->holds[other].id);
  }
  if (!reason) hold.facts = Funded(hold.facts, credit.amount);
  return {.hold = found->second, .reason = reason};
}

Date PostingDay(const BooksRow& books, Date value_date, Date today) {
  return CheckVoucherDate(books.terms, value_date, today) ? value_date : today;
}

PostCommand CommandOf(const BooksRow& books, const Counter& counter, const Placement& placement,
                      const Credit& credit, VoucherId voucher, Time now) {
  const bool deposit = !placement.reason;
  const HoldRow* hold = placement.hold ? &counter.holds[*placement.hold] : nullptr;
  const auto party = deposit ? std::optional(hold->party) : std::nullopt;
  const std::string about = hold != nullptr ? " " + hold->number.printed() : "";
  return {
      .vouchers = {
          {.id = voucher,
           .books = books.id,
           .date = PostingDay(books, credit.value_date, BeijingDate(now)),
           .summary = (deposit ? "收到保证金" : "收到待查款项") + about,
           .lines = {{.side = Side::kDebit, .account = credit.bank_code, .amount = credit.amount},
                     {.side = Side::kCredit,
                      .account =
                          CodeOf(deposit ? CustodyAccount::kDeposits : CustodyAccount::kSuspense),
                      .party = party,
                      .amount = credit.amount}},
           .origin = Origin::kRule}}};
}

NewSuspense SuspenseOf(const Counter& counter, const Placement& placement, const Credit& credit,
                       Time now) {
  constexpr std::size_t kMostText = 100;
  const auto hold =
      placement.hold ? std::optional(counter.holds[*placement.hold].id) : std::optional<HoldId>();
  return {.id = SuspenseId::Make(now),
          .entry = credit.entry,
          .account = credit.account,
          .reason = *placement.reason,
          .amount = credit.amount,
          .sub_account = credit.sub_account.size() > kMostText ? "" : credit.sub_account,
          .hold = hold,
          .payer = {.name = credit.payer_name,
                    .account_number = credit.payer_account,
                    .bank_code = "",
                    .bank_name = ""},
          .value_date = credit.value_date,
          .end_to_end = credit.end_to_end.size() > kMostText ? "" : credit.end_to_end};
}

}  // namespace

std::vector<CreditOutcome> TakeCredits(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring,
                                       const std::vector<Credit>& credits, Time now) {
  if (credits.empty()) return {};
  RequireNew(tx, county, credits);
  Counter counter = OpenCounter(tx, county, ring, credits);
  const auto books = HoldCustodyBooks(tx, county);
  if (!books) throw std::logic_error("a credit to custody in a county without custody books");
  std::vector<HoldId> shared;
  std::vector<Placement> placements;
  std::vector<CreditOutcome> outcomes;
  std::vector<PostCommand> commands;
  for (const Credit& credit : credits) {
    placements.push_back(PlaceCredit(&counter, credit, &shared));
    outcomes.push_back({.entry = credit.entry, .voucher = VoucherId::Make(now)});
    commands.push_back(
        CommandOf(*books, counter, placements.back(), credit, outcomes.back().voucher, now));
  }
  const auto posted = PostCommands(tx, county, std::move(commands), now);
  std::vector<Funding> fundings;
  std::vector<NewSuspense> items;
  for (std::size_t i = 0; i < credits.size(); ++i) {
    const Credit& credit = credits[i];
    const Placement& placement = placements[i];
    CreditOutcome& outcome = outcomes[i];
    if (!posted[i]) {
      outcome.refusal = posted[i].refusal();
    } else if (placement.reason) {
      items.push_back(SuspenseOf(counter, placement, credit, now));
      outcome.suspense = items.back().id;
      outcome.reason = placement.reason;
    } else {
      outcome.hold = counter.holds[*placement.hold].id;
      fundings.push_back(
          {*outcome.hold, credit.amount, credit.account, credit.entry, credit.value_date});
    }
  }
  SaveFunded(tx, county, fundings, now);
  InsertSuspense(tx, county, ring, items, now);
  FlagSharedPayers(tx, county, shared);
  return outcomes;
}

}  // namespace qianmo::ledger
