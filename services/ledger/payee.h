// Accounts of those who pay and are paid, as they are kept and as they are shown.
#pragma once

#include <string>
#include <string_view>

#include "ledger/payment_store.h"
#include "qianmo/ledger/v1/payments.pb.h"

namespace qianmo::ledger {

// In a column like "hold.own_account", of the row with this id.
std::string SealPayee(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, const Payee& payee);
// Throws when it does not open.
Payee OpenPayee(const crypto::Keyring& ring, std::string_view column, CountyId county,
                const Uuid& id, std::string_view sealed);

// What is shown of it; the name in full only to those who look at one alone.
enum class NameShown { kInFull, kMasked };
v1::Payee ShownPayee(const Payee& payee, NameShown name);

}  // namespace qianmo::ledger
