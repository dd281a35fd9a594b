// What a stranger who types a handle meets before anything is judged: the account is looked up and
// the attempt is counted, in one short transaction that is the same for handles that nobody has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/password.h"
#include "identity/account_store.h"
#include "identity/code_store.h"
#include "identity/throttle_store.h"
#include "rpc/call.h"

namespace qianmo::identity {

struct Knock {
  std::optional<AccountRow> account;  // nothing when nobody has the handle
  BucketKeys buckets;                 // charged
  bool over_cap = false;              // so many codes were asked for that none is sent
};

// For those who prove something: counts a failure until Refund. `handle` is normalised;
// `device_token` is what the device kept from an earlier sign-in, or empty. Refuses
// TOO_MANY_FAILURES.
Result<Knock> KnockToSignIn(rpc::Call& call, std::string_view handle,
                            std::string_view device_token);
// The same for those who show a code, of the kind that `attempt` says.
Result<Knock> KnockWithCode(rpc::Call& call, Attempt attempt, std::string_view handle);
// For those who ask that a code be sent to the owner of a handle. One who asks too often is
// refused; where many do together, the owner gets no more codes but nobody learns of it.
Result<Knock> KnockForCode(rpc::Call& call, std::string_view handle);

// Counts an attempt of somebody who is in already, by `subject`. Refuses TOO_MANY_FAILURES.
Result<BucketKeys> Charge(rpc::Call& call, BucketKind kind, std::string_view subject);
// A printed code that is shown for something else than an account, such as a letter; counted for it
// at this address, and for the address.
Result<BucketKeys> ChargePrintedCode(rpc::Call& call, std::string_view subject);
// Guesses of somebody who is in, such as the password again; counted by session.
Result<BucketKeys> ChargeSession(rpc::Call& call);
// Counts an attempt to use a code that was sent to the account.
Result<ChargedCodes> ChargeAttempt(rpc::Call& call, AccountId account,
                                   const std::vector<CodePurpose>& purposes);
// The attempt was right.
void Refund(rpc::Call& call, const BucketKeys& buckets);
void RefundAttempt(rpc::Call& call, const ChargedCodes& charged);

// Takes the time of a small change to the database, for an answer that must not come sooner.
void PretendToWrite(rpc::Call& call, const BucketKeys& buckets);

// Whether this is the password behind `hash`; takes the same time when there is none.
Result<bool> VerifyPassword(crypto::PasswordHasher& hasher, rpc::Call& call,
                            const std::string& hash, std::string_view password);

}  // namespace qianmo::identity
