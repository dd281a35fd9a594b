// The second factor of an account: the sealed secret of its authenticator and its recovery codes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keyring.h"
#include "identity/domain/account.h"
#include "identity/domain/one_time_code.h"
#include "pg/transaction.h"

namespace qianmo::identity {

struct Authenticator {
  std::string secret;
  bool confirmed = false;
  std::int64_t last_step = kNoStep;
};

// Held until the transaction ends, so that no step is accepted twice.
std::optional<Authenticator> LockAuthenticator(pg::Transaction& tx, const crypto::Keyring& ring,
                                               CountyId county, AccountId account);

// Not confirmed yet; replaces the account's earlier one with its recovery codes.
void PutAuthenticator(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      AccountId account, std::string_view secret,
                      const std::vector<std::string>& recovery_codes, Time now);
void ConfirmAuthenticator(pg::Transaction& tx, CountyId county, AccountId account, Time now);
// Whether `typed` is what the authenticator shows about now; no code of its step or an earlier one
// is accepted again.
bool UseOneTimeCode(pg::Transaction& tx, CountyId county, AccountId account,
                    const Authenticator& authenticator, std::string_view typed, Time now);
// Whether `typed` is one of the account's recovery codes that was not used yet; it is now.
bool UseRecoveryCode(pg::Transaction& tx, CountyId county, AccountId account,
                     const Authenticator& authenticator, std::string_view typed, Time now);
// With its recovery codes.
void RemoveAuthenticator(pg::Transaction& tx, CountyId county, AccountId account);

// Where the secret belongs, for sealing.
std::string AuthenticatorPlace(CountyId county, std::string_view account);

}  // namespace qianmo::identity
