#include "ledger/payee.h"

#include <stdexcept>

#include "base/text.h"
#include "ledger/sealed.h"

namespace qianmo::ledger {
namespace {

v1::Payee PayeeMessage(const Payee& payee) {
  v1::Payee message;
  message.set_name(payee.name);
  message.set_account_number(payee.account_number);
  message.set_bank_code(payee.bank_code);
  message.set_bank_name(payee.bank_name);
  return message;
}

}  // namespace

std::string SealPayee(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, const Payee& payee) {
  return SealValue(ring, column, county, id, PayeeMessage(payee).SerializeAsString());
}

Payee OpenPayee(const crypto::Keyring& ring, std::string_view column, CountyId county,
                const Uuid& id, std::string_view sealed) {
  v1::Payee message;
  if (!message.ParseFromString(OpenValue(ring, column, county, id, sealed))) {
    throw std::runtime_error("a sealed " + std::string(column) + " does not parse");
  }
  return {.name = message.name(),
          .account_number = message.account_number(),
          .bank_code = message.bank_code(),
          .bank_name = message.bank_name()};
}

v1::Payee ShownPayee(const Payee& payee, NameShown name) {
  v1::Payee shown = PayeeMessage(payee);
  if (name == NameShown::kMasked) shown.set_name(MaskName(payee.name));
  shown.set_account_number(MaskAccount(payee.account_number));
  return shown;
}

}  // namespace qianmo::ledger
