#include "ledger/callers.h"

#include "base/text.h"
#include "ledger/domain/refusals.h"

namespace qianmo::ledger {

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

}  // namespace qianmo::ledger
