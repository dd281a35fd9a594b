#include "ledger/templates_service.h"

#include "ledger/callers.h"
#include "ledger/domain/entry_template.h"
#include "ledger/domain/template_refusals.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(TemplateField::kGroup) == v1::Template::FIELD_GROUP);

// The accounts of the books at or below these codes that vouchers can name, by code within each.
void AddAccounts(const std::vector<v1::Account>& accounts, std::string_view codes,
                 google::protobuf::RepeatedPtrField<v1::TemplateAccount>* added) {
  for (const std::string& code : CodesOf(codes)) {
    for (const v1::Account& account : accounts) {
      if (!account.postable() || !account.code().starts_with(code)) continue;
      v1::TemplateAccount* one = added->Add();
      one->set_code(account.code());
      one->set_display_name(account.display_name());
    }
  }
}

v1::Template Shown(const EntryTemplate& entry, const std::vector<v1::Account>& accounts) {
  v1::Template shown;
  shown.set_id(std::string(entry.id));
  shown.set_label(std::string(entry.name));
  shown.set_label_en(std::string(entry.english));
  AddAccounts(accounts, entry.debits, shown.mutable_debit_accounts());
  AddAccounts(accounts, entry.credits, shown.mutable_credit_accounts());
  for (const auto& [field, required] : FieldsOf(entry)) {
    const auto number = static_cast<v1::Template::Field>(field);
    if (required) {
      shown.add_required_fields(number);
    } else {
      shown.add_optional_fields(number);
    }
  }
  if (entry.income) shown.set_income(static_cast<v1::IncomeKind>(*entry.income));
  return shown;
}

Result<std::optional<AccountCode>> MaybeCode(const std::string& field, const std::string& text) {
  if (text.empty()) return std::optional<AccountCode>();
  QM_ASSIGN(const AccountCode code, ParseCode(field, text));
  return std::optional(code);
}

Result<std::optional<Uuid>> MaybeId(const std::string& field, const std::string& text) {
  const auto id = Uuid::Parse(text);
  if (!id && !text.empty()) return Refusal::InvalidField(field, "is no UUID");
  return id;
}

Result<TemplateFilling> ParseFilling(const v1::FillTemplateRequest& request) {
  TemplateFilling filling{.amount = Fen(request.amount_fen())};
  QM_ASSIGN(filling.debit, MaybeCode("debit_account", request.debit_account()));
  QM_ASSIGN(filling.credit, MaybeCode("credit_account", request.credit_account()));
  QM_ASSIGN(filling.party, MaybeId("party", request.party()));
  QM_ASSIGN(filling.purpose.contract, MaybeId("contract", request.contract()));
  QM_ASSIGN(filling.purpose.instalment, MaybeId("instalment", request.instalment()));
  QM_ASSIGN(filling.purpose.asset, MaybeId("asset", request.asset()));
  QM_ASSIGN(filling.purpose.project, MaybeId("project", request.project()));
  QM_ASSIGN(filling.purpose.group, MaybeId("group", request.group()));
  return filling;
}

void SetMaybe(const std::optional<Uuid>& id, std::string* field) {
  if (id) *field = id->ToString();
}

void AddLine(const VoucherLine& line, v1::Voucher* voucher) {
  v1::VoucherLine* added = voucher->add_lines();
  added->set_side(static_cast<v1::VoucherLine::Side>(line.side));
  added->set_account(line.account.text());
  added->set_amount_fen(line.amount.count());
  SetMaybe(line.party, added->mutable_party());
  SetMaybe(line.purpose.contract, added->mutable_contract());
  SetMaybe(line.purpose.instalment, added->mutable_instalment());
  SetMaybe(line.purpose.asset, added->mutable_asset());
  SetMaybe(line.purpose.project, added->mutable_project());
  SetMaybe(line.purpose.group, added->mutable_group());
  if (line.income) added->set_income(static_cast<v1::IncomeKind>(*line.income));
}

}  // namespace

Result<v1::ListTemplatesResponse> TemplatesService::ListTemplates(
    rpc::Call& call, const v1::ListTemplatesRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListTemplatesResponse> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    v1::ListTemplatesResponse response;
    if (books.chart() != Chart::kCollective) return response;
    const auto accounts = ListAccountsOf(tx, call.county(), books);
    for (const EntryTemplate& entry : EntryTemplates()) {
      *response.add_templates() = Shown(entry, accounts);
    }
    return response;
  });
}

Result<v1::Voucher> TemplatesService::FillTemplate(rpc::Call& call,
                                                   const v1::FillTemplateRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.name()));
  QM_TRY(rpc::ParseDay("date", request.date()));
  QM_ASSIGN(const TemplateFilling filling, ParseFilling(request));
  const EntryTemplate* entry = FindTemplate(request.template_());
  if (entry == nullptr) return refusals::TemplateNotFound();
  std::string summary(entry->name);
  if (!request.summary().empty()) {
    QM_ASSIGN(summary, ParseWords("summary", request.summary()));
  }
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Voucher> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    if (books.chart() != Chart::kCollective) return refusals::TemplateNotFound();
    const SubAccounts sub_accounts = SubAccountsOf(tx, call.county(), id);
    QM_ASSIGN(const auto lines, ledger::FillTemplate(*entry, filling, sub_accounts));
    v1::Voucher voucher;
    voucher.set_books(request.name());
    *voucher.mutable_date() = request.date();
    voucher.set_summary(summary);
    voucher.set_total_fen(filling.amount.count());
    for (const VoucherLine& line : lines) AddLine(line, &voucher);
    return voucher;
  });
}

}  // namespace qianmo::ledger
