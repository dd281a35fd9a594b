#include "identity/authenticator_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/seal.h"
#include "crypto/totp.h"
#include "identity/domain/code_text.h"

namespace qianmo::identity {
namespace {

// Keyed with the sealed secret, since a code is too short to be safe behind a bare digest; nothing
// in it depends on a key that is rotated.
std::optional<crypto::Digest> RecoveryDigest(std::string_view secret, std::string_view typed) {
  const auto code = ReadPrintedCode(typed);
  if (!code) return std::nullopt;
  return crypto::HmacSha256(secret, "recovery code/" + *code);
}

std::string AsDigits(std::uint32_t code) {
  const std::string digits = std::to_string(code);
  return std::string(6 - digits.size(), '0') + digits;
}

}  // namespace

std::string AuthenticatorPlace(CountyId county, std::string_view account) {
  return "identity.authenticator.secret/" + std::to_string(county.number) + "/" +
         std::string(account);
}

std::optional<Authenticator> LockAuthenticator(pg::Transaction& tx, const crypto::Keyring& ring,
                                               CountyId county, AccountId account) {
  const auto rows = tx.Run(
      "SELECT secret_sealed, confirm_time IS NOT NULL AS confirmed, last_step"
      " FROM identity.authenticator WHERE county_id = $1 AND account_id = $2 FOR UPDATE",
      county, account);
  if (rows.empty()) return std::nullopt;
  auto secret = crypto::Open(ring, AuthenticatorPlace(county, account.ToString()),
                             pg::Get<pg::Bytes>(rows[0], "secret_sealed"));
  if (!secret) throw std::runtime_error("the sealed secret of an authenticator does not open");
  return Authenticator{*std::move(secret), pg::Get<bool>(rows[0], "confirmed"),
                       pg::Get<std::int64_t>(rows[0], "last_step")};
}

void PutAuthenticator(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                      AccountId account, std::string_view secret,
                      const std::vector<std::string>& recovery_codes, Time now) {
  RemoveAuthenticator(tx, county, account);
  const std::string sealed =
      crypto::Seal(ring, AuthenticatorPlace(county, account.ToString()), secret);
  tx.Run(
      "INSERT INTO identity.authenticator"
      "  (county_id, account_id, secret_sealed, enrol_time, last_step) VALUES ($1, $2, $3, $4, $5)",
      county, account, pg::Bytes{sealed}, now, kNoStep);
  std::vector<crypto::Digest> digests;
  for (const std::string& code : recovery_codes) {
    digests.push_back(RecoveryDigest(secret, code).value());
  }
  std::vector<pg::Bytes> hashes;
  for (const crypto::Digest& digest : digests) hashes.push_back({AsText(digest)});
  tx.Run(
      "INSERT INTO identity.recovery_code (county_id, account_id, code_hash)"
      " SELECT $1, $2, code_hash FROM unnest($3::bytea[]) AS code_hash",
      county, account, pg::Array(hashes));
}

void ConfirmAuthenticator(pg::Transaction& tx, CountyId county, AccountId account, Time now) {
  tx.Run(
      "UPDATE identity.authenticator SET confirm_time = $3"
      " WHERE county_id = $1 AND account_id = $2",
      county, account, now);
}

bool UseOneTimeCode(pg::Transaction& tx, CountyId county, AccountId account,
                    const Authenticator& authenticator, std::string_view typed, Time now) {
  for (const std::int64_t step : AcceptableSteps(crypto::TotpStep(now), authenticator.last_step)) {
    if (AsDigits(crypto::TotpCode(authenticator.secret, step)) != typed) continue;
    tx.Run(
        "UPDATE identity.authenticator SET last_step = $3"
        " WHERE county_id = $1 AND account_id = $2",
        county, account, step);
    return true;
  }
  return false;
}

bool UseRecoveryCode(pg::Transaction& tx, CountyId county, AccountId account,
                     const Authenticator& authenticator, std::string_view typed, Time now) {
  const auto digest = RecoveryDigest(authenticator.secret, typed);
  if (!digest) return false;
  const auto used = tx.Run(
      "UPDATE identity.recovery_code SET use_time = $4"
      " WHERE county_id = $1 AND account_id = $2 AND code_hash = $3 AND use_time IS NULL",
      county, account, pg::Bytes{AsText(*digest)}, now);
  return used.affected_rows() == 1;
}

void RemoveAuthenticator(pg::Transaction& tx, CountyId county, AccountId account) {
  tx.Run("DELETE FROM identity.authenticator WHERE county_id = $1 AND account_id = $2", county,
         account);
}

}  // namespace qianmo::identity
