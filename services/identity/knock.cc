#include "identity/knock.h"

#include "crypto/digest.h"
#include "identity/device_store.h"

namespace qianmo::identity {
namespace {

pg::TransactOptions Short(const rpc::Call& call) { return {.deadline = call.deadline()}; }

std::optional<AccountRow> Find(pg::Transaction& tx, const crypto::Keyring& ring,
                               std::string_view handle) {
  const auto owner = FindByHandle(tx, ring, handle);
  // Nobody's account is looked for as well, so that a stranger's wait says nothing.
  auto found = owner ? FindAccount(tx, ring, owner->county, owner->account)
                     : FindAccount(tx, ring, CountyId{0}, AccountId());
  if (!found) return std::nullopt;
  return *std::move(found);
}

std::optional<crypto::Digest> KnownDevice(pg::Transaction& tx,
                                          const std::optional<AccountRow>& account,
                                          std::string_view token) {
  const crypto::Digest digest = crypto::Sha256(token);
  const bool known = IsKnownDevice(tx, account ? account->county : CountyId{0},
                                   account ? account->facts.id : AccountId(), digest);
  return known ? std::optional(digest) : std::nullopt;
}

}  // namespace

Result<Knock> KnockToSignIn(rpc::Call& call, std::string_view handle,
                            std::string_view device_token) {
  return pg::Transact(call.room().pool, Short(call), [&](pg::Transaction& tx) -> Result<Knock> {
    Knock knock{.account = Find(tx, *call.keyring(), handle), .buckets = {}};
    const auto device = KnownDevice(tx, knock.account, device_token);
    knock.buckets = BucketKeysAtTheDoor(
        *call.keyring(), device ? Attempt::kSignInOnKnownDevice : Attempt::kSignIn, handle,
        call.client_address(), device.value_or(crypto::Digest()));
    QM_TRY(ChargeBuckets(tx, knock.buckets, call.now()));
    return knock;
  });
}

Result<Knock> KnockWithCode(rpc::Call& call, Attempt attempt, std::string_view handle) {
  return pg::Transact(call.room().pool, Short(call), [&](pg::Transaction& tx) -> Result<Knock> {
    Knock knock{
        .account = Find(tx, *call.keyring(), handle),
        .buckets = BucketKeysAtTheDoor(*call.keyring(), attempt, handle, call.client_address())};
    QM_TRY(ChargeBuckets(tx, knock.buckets, call.now()));
    return knock;
  });
}

Result<Knock> KnockForCode(rpc::Call& call, std::string_view handle) {
  return pg::Transact(call.room().pool, Short(call), [&](pg::Transaction& tx) -> Result<Knock> {
    const crypto::Keyring& ring = *call.keyring();
    Knock knock{
        .account = Find(tx, ring, handle),
        .buckets = BucketKeysAtTheDoor(ring, Attempt::kCodeRequest, handle, call.client_address())};
    QM_TRY(ChargeBuckets(tx, knock.buckets, call.now()));
    // Held after the others by everybody, so nobody blocks another for good.
    const BucketKeys cap = BucketKeysOf(ring, BucketKind::kCodeRequest, handle);
    knock.over_cap = !ChargeBuckets(tx, cap, call.now());
    return knock;
  });
}

Result<BucketKeys> Charge(rpc::Call& call, BucketKind kind, std::string_view subject) {
  const BucketKeys buckets = BucketKeysOf(*call.keyring(), kind, subject);
  QM_TRY(pg::Transact(call.room().pool, Short(call),
                      [&](pg::Transaction& tx) { return ChargeBuckets(tx, buckets, call.now()); }));
  return buckets;
}

Result<BucketKeys> ChargePrintedCode(rpc::Call& call, std::string_view subject) {
  const BucketKeys buckets =
      BucketKeysAtTheDoor(*call.keyring(), Attempt::kPrintedCode, subject, call.client_address());
  QM_TRY(pg::Transact(call.room().pool, Short(call),
                      [&](pg::Transaction& tx) { return ChargeBuckets(tx, buckets, call.now()); }));
  return buckets;
}

Result<BucketKeys> ChargeSession(rpc::Call& call) {
  return Charge(call, BucketKind::kDevice, "session/" + call.caller().session_id());
}

Result<ChargedCodes> ChargeAttempt(rpc::Call& call, AccountId account,
                                   const std::vector<CodePurpose>& purposes) {
  using Charged = Result<ChargedCodes>;
  return pg::Transact(call.room().pool, Short(call), [&](pg::Transaction& tx) -> Charged {
    return ChargeCodes(tx, call.county(), account, purposes, call.now());
  });
}

void Refund(rpc::Call& call, const BucketKeys& buckets) {
  const auto done =
      pg::Transact(call.room().pool, Short(call), [&](pg::Transaction& tx) -> Result<Done> {
        RefundBuckets(tx, buckets, call.now());
        return Done{};
      });
  static_cast<void>(done);  // refuses nothing
}

void RefundAttempt(rpc::Call& call, const ChargedCodes& charged) {
  const auto done =
      pg::Transact(call.room().pool, Short(call), [&](pg::Transaction& tx) -> Result<Done> {
        RefundCodes(tx, call.county(), charged);
        return Done{};
      });
  static_cast<void>(done);  // refuses nothing
}

void PretendToWrite(rpc::Call& call, const BucketKeys& buckets) {
  const auto done =
      pg::Transact(call.room().pool, Short(call), [&](pg::Transaction& tx) -> Result<Done> {
        TouchBuckets(tx, buckets);
        return Done{};
      });
  static_cast<void>(done);  // refuses nothing
}

Result<bool> VerifyPassword(crypto::PasswordHasher& hasher, rpc::Call& call,
                            const std::string& hash, std::string_view password) {
  if (hash.empty()) return hasher.VerifyNothing(password, call.deadline());
  return hasher.Verify(hash, password, call.deadline());
}

}  // namespace qianmo::identity
