#include "ledger/custody_callers.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/domain/custody_refusals.h"
#include "ledger/hold_read_store.h"

namespace qianmo::ledger {
namespace {

constexpr std::size_t kMostName = 70;  // what a bank's file can carry
constexpr std::size_t kLeastNumber = 8;
constexpr std::size_t kMostNumber = 34;
constexpr std::size_t kBankDigits = 12;
constexpr std::size_t kMostBankName = 60;

bool IsDigits(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool IsAccountNumber(const std::string& number) {
  const std::string text = PayerNumber(number);
  return text.size() >= kLeastNumber && text.size() <= kMostNumber &&
         std::ranges::all_of(
             text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

Result<HoldId> HoldAtHome(rpc::Call& call, const std::string& name, const std::string& field) {
  return rpc::IdAtHome<HoldTag>(call, "counties/*/holds/*", name, field);
}

Result<SuspenseId> SuspenseAtHome(rpc::Call& call, const std::string& name) {
  return rpc::IdAtHome<SuspenseTag>(call, "counties/*/suspenseItems/*", name, "name");
}

Result<Done> MayTouchHold(rpc::Call& call, const HoldRow& hold) {
  return call.MayTouch({.county = call.county(),
                        .org_path = OrgPath::Of(call.county()).text(),
                        .party_id = hold.party.ToString()});
}

Result<Done> MayTouchCustody(rpc::Call& call) {
  return call.MayTouch({.county = call.county(), .org_path = OrgPath::Of(call.county()).text()});
}

Result<HoldRow> LockHoldFor(rpc::Call& call, pg::Transaction& tx, HoldId id) {
  QM_ASSIGN(HoldRow hold, LockHold(tx, call.county(), *call.keyring(), id));
  QM_TRY(MayTouchHold(call, hold));
  return hold;
}

std::optional<Uuid> ActingPerson(const rpc::Call& call) {
  if (call.by_service()) return std::nullopt;
  return rpc::PersonOf(call);
}

std::optional<Hand> ActingHand(const rpc::Call& call) {
  if (call.by_service()) return std::nullopt;
  return HandOf(call);
}

Result<Payee> ParsePayee(const std::string& field, const v1::Payee& payee) {
  Payee parsed;
  parsed.account_number = PayerNumber(payee.account_number());
  parsed.bank_code = payee.bank_code();
  QM_ASSIGN(parsed.name, NormalizeName(payee.name()));
  QM_ASSIGN(parsed.bank_name, NormalizeName(payee.bank_name()));
  if (parsed.name.empty() || CountCodePoints(parsed.name) > kMostName) {
    return refusals::PayeeUnreadable(field + ".name");
  }
  if (!IsAccountNumber(parsed.account_number))
    return refusals::PayeeUnreadable(field + ".account_number");
  const bool has_code = parsed.bank_code.size() == kBankDigits && IsDigits(parsed.bank_code);
  if (!has_code && !parsed.bank_code.empty())
    return refusals::PayeeUnreadable(field + ".bank_code");
  if (CountCodePoints(parsed.bank_name) > kMostBankName ||
      (!has_code && parsed.bank_name.empty())) {
    return refusals::PayeeUnreadable(field + ".bank_name");
  }
  return parsed;
}

std::optional<Fen> AmountIf(std::int64_t fen) {
  return fen == 0 ? std::nullopt : std::optional(Fen(fen));
}

Result<std::string> WordsIf(const std::string& field, const std::string& typed) {
  if (typed.empty()) return std::string();
  return ParseWords(field, typed);
}

Result<VillageTerms> ParseVillage(rpc::Call& call, const std::string& books,
                                  const std::string& receivable, const AccountCode& credit) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, books, "books"));
  QM_ASSIGN(const AccountCode code,
            ParseCode("receivable_account", receivable.empty() ? "112" : receivable));
  // What the village has is a claim until the bank has paid, and not money yet.
  if (!code.text().starts_with("112")) return refusals::AccountUnfit("receivable_account");
  if (FloorOf(Chart::kCollective, credit)) return refusals::AccountUnfit("credit_account");
  return VillageTerms{.books = id, .credit = credit, .receivable = code};
}

v1::Hold HoldFor(rpc::Call& call, pg::Transaction& tx, HoldId id) {
  v1::Hold hold = ReadHold(tx, call.county(), *call.keyring(), id, call.now());
  HideFromBidder(call, &hold);
  return hold;
}

void HideFromBidder(const rpc::Call& call, v1::Hold* hold) {
  const rpc::ListScope reach = rpc::ReachOf(call.policy(), call.caller());
  if (reach.whole_county || !reach.org_paths.empty()) return;
  hold->clear_shared_payer();
  hold->clear_refund_account();
  for (v1::HoldPart& part : *hold->mutable_parts()) {
    part.clear_transfer_trouble();
    if (!part.has_undo()) continue;
    part.mutable_undo()->clear_proposer();
    part.mutable_undo()->clear_decider();
  }
}

}  // namespace qianmo::ledger
