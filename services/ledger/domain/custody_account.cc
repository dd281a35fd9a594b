#include "ledger/domain/custody_account.h"

namespace qianmo::ledger {

AccountCode CodeOf(CustodyAccount account) {
  return AccountCode::Parse(std::to_string(static_cast<int>(account))).value();
}

}  // namespace qianmo::ledger
