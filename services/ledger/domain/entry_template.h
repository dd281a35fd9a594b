// Templates for the usual entries: what a bookkeeper calls them, which accounts they may go
// through, and what they ask for. A filled one is a voucher that still has to be written.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/domain/voucher.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.Template.Field.
enum class TemplateField {
  kParty = 1,
  kContract = 2,
  kInstalment = 3,
  kAsset = 4,
  kProject = 5,
  kGroup = 6
};

struct EntryTemplate {
  std::string_view id;
  std::string_view name;  // the usual summary, too
  std::string_view english;
  // Codes, the usual one first; or a sub-account of one of them.
  std::string_view debits;
  std::string_view credits;
  // A letter for each field that it asks for, large where it must be given: p(arty), c(ontract),
  // i(nstalment), a(sset), j for project, g(roup).
  std::string_view asks;
  std::optional<IncomeKind> income = {};  // where it is not the account's usual one
};

std::span<const EntryTemplate> EntryTemplates();
// Nothing where there is none of this id.
const EntryTemplate* FindTemplate(std::string_view id);

std::vector<std::string> CodesOf(std::string_view codes);
struct AskedField {
  TemplateField field;
  bool required;
};
std::vector<AskedField> FieldsOf(const EntryTemplate& entry);

struct TemplateFilling {
  Fen amount;
  std::optional<AccountCode> debit = {};  // the usual one when not given
  std::optional<AccountCode> credit = {};
  std::optional<Uuid> party = {};  // of the accounts that are kept by party
  Purpose purpose = {};
};

// The lines of the voucher, in books that have these sub-accounts. Refuses AMOUNT_NOT_POSITIVE,
// TEMPLATE_ACCOUNT_UNFIT, TEMPLATE_FIELD_MISSING, TEMPLATE_FIELD_UNFIT, ACCOUNT_UNKNOWN and
// ACCOUNT_DIVIDED.
Result<std::vector<VoucherLine>> FillTemplate(const EntryTemplate& entry,
                                              const TemplateFilling& filling,
                                              const std::set<AccountCode>& sub_accounts);

}  // namespace qianmo::ledger
