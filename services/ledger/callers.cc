#include "ledger/callers.h"

#include "base/text.h"
#include "ledger/domain/refusals.h"

namespace qianmo::ledger {
namespace {

// Nothing for an empty one.
Result<std::optional<Uuid>> MaybeUuid(const std::string& field, const std::string& text) {
  const auto id = Uuid::Parse(text);
  if (!id && !text.empty()) return Refusal::InvalidField(field, "is no UUID");
  return id;
}

std::optional<IncomeKind> ParseIncome(v1::IncomeKind kind) {
  if (kind == v1::INCOME_KIND_UNSPECIFIED) return std::nullopt;
  return static_cast<IncomeKind>(kind);
}

Result<VoucherLine> ParseLine(const std::string& prefix, const v1::VoucherLine& wanted) {
  QM_ASSIGN(const AccountCode code, ParseCode(prefix + "account", wanted.account()));
  VoucherLine line{.side = static_cast<Side>(wanted.side()),
                   .account = code,
                   .amount = Fen(wanted.amount_fen()),
                   .income = ParseIncome(wanted.income())};
  QM_ASSIGN(line.party, MaybeUuid(prefix + "party", wanted.party()));
  QM_ASSIGN(line.purpose.contract, MaybeUuid(prefix + "contract", wanted.contract()));
  QM_ASSIGN(line.purpose.instalment, MaybeUuid(prefix + "instalment", wanted.instalment()));
  QM_ASSIGN(line.purpose.asset, MaybeUuid(prefix + "asset", wanted.asset()));
  QM_ASSIGN(line.purpose.project, MaybeUuid(prefix + "project", wanted.project()));
  QM_ASSIGN(line.purpose.group, MaybeUuid(prefix + "group", wanted.group()));
  return line;
}

}  // namespace

Result<BooksId> BooksAtHome(rpc::Call& call, const std::string& name, const std::string& field) {
  return rpc::IdAtHome<BooksTag>(call, "counties/*/books/*", name, field);
}

Result<VoucherId> VoucherAtHome(rpc::Call& call, const std::string& name) {
  return rpc::IdAtHome<VoucherTag>(call, "counties/*/vouchers/*", name, "name");
}

Result<Done> MayTouchBooks(rpc::Call& call, const BooksRow& books) {
  return call.MayTouch({.county = call.county(), .org_path = books.org_path.text()});
}

Hand HandOf(const rpc::Call& call) { return {rpc::AccountOf(call), rpc::PersonOf(call)}; }

Result<AccountCode> ParseCode(const std::string& field, const std::string& text) {
  const auto code = AccountCode::Parse(text);
  if (!code) return refusals::AccountCodeMalformed(field);
  return *code;
}

Result<std::string> ParseWords(const std::string& field, const std::string& typed) {
  auto words = NormalizeName(typed);
  if (!words || words->empty()) return refusals::NameUnreadable(field);
  return words;
}

Result<Done> CheckWrittenByHand(const rpc::Call& call, pg::Transaction& tx, const BooksRow& books,
                                const std::vector<VoucherLine>& lines) {
  const auto centre = FindCustodyBooks(tx, call.county());
  return CheckByHand(books.chart(), centre ? std::optional(centre->uuid) : std::nullopt, lines);
}

Result<std::vector<VoucherLine>> ParseLines(
    const std::string& field, const google::protobuf::RepeatedPtrField<v1::VoucherLine>& wanted) {
  std::vector<VoucherLine> lines;
  for (int i = 0; i < wanted.size(); ++i) {
    const std::string prefix = field + "[" + std::to_string(i) + "].";
    QM_ASSIGN(VoucherLine line, ParseLine(prefix, wanted[i]));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace qianmo::ledger
