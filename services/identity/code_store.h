// Codes that travel to the owner of an account, by text message or by an officer's hand. Only keyed
// digests are kept; a text message's code is made again from its row when it is sent again.
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

// Keeps the printed code that an officer hands over (derived from the request, so that its answer
// can be given again), voids the earlier one, and returns when it ends.
Time PutOfficerCode(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                    AccountId account, std::string_view code, Time now);

// A code that is on its way by text message.
struct SentCode {
  std::string text;
  Time expire_time;
};
// What DecideSend says, done: a new code, or the one that is live already. Refuses RESEND_TOO_SOON.
Result<SentCode> SendCode(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                          AccountId account, CodePurpose purpose, Time now);

// The codes of an account that an attempt may use.
using ChargedCodes = std::vector<Uuid>;
// Counts an attempt as failed on every live code of these purposes. To be committed before the
// attempt is judged, so that a thousand at once do not all pass.
ChargedCodes ChargeCodes(pg::Transaction& tx, CountyId county, AccountId account,
                         const std::vector<CodePurpose>& purposes, Time now);
// Whether `typed` is one of the charged codes and still live; it is used up. Refuses CODE_REJECTED.
Result<Done> UseCode(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                     AccountId account, const ChargedCodes& charged, std::string_view typed,
                     Time now);
// The attempt was right, but the rest of its request was not.
void RefundCodes(pg::Transaction& tx, CountyId county, const ChargedCodes& charged);
// The codes for a new password that can have been typed like this, by their form alone.
std::vector<CodePurpose> PasswordCodesLike(std::string_view typed);
// Voids the live codes of these purposes.
void EndCodes(pg::Transaction& tx, CountyId county, AccountId account,
              const std::vector<CodePurpose>& purposes, Time now);

}  // namespace qianmo::identity
