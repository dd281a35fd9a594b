#include "identity/code_store.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "identity/domain/code_text.h"
#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

constexpr std::size_t kSixDigits = 6;

struct CodeRow {
  Uuid id;
  TravellingCode code;
  Time send_time;
  std::string hash;
};

CodeRow ReadCode(const pqxx::row& row) {
  return {.id = pg::Get<Uuid>(row, "id"),
          .code = {.purpose = static_cast<CodePurpose>(pg::Get<int>(row, "purpose")),
                   .create_time = pg::Get<Time>(row, "create_time"),
                   .expire_time = pg::Get<Time>(row, "expire_time"),
                   .failures = pg::Get<int>(row, "failures"),
                   .ended = pg::Get<bool>(row, "ended")},
          .send_time = pg::Get<Time>(row, "send_time"),
          .hash = pg::Get<pg::Bytes>(row, "code_hash")};
}

constexpr char kSelectCode[] =
    "SELECT id, purpose, create_time, expire_time, failures, end_time IS NOT NULL AS ended,"
    "  send_time, code_hash"
    " FROM identity.one_time_code WHERE county_id = $1 AND account_id = $2 AND ";

// The form that is hashed: dashes, blanks and case of a printed code do not matter.
std::string Canonical(std::string_view typed) {
  const auto normal = NormalizeHandle(typed);
  if (!normal) return "";
  const bool is_digits = normal->size() == kSixDigits &&
                         std::ranges::all_of(*normal, [](char c) { return c >= '0' && c <= '9'; });
  if (is_digits) return *normal;
  return ReadPrintedCode(*normal).value_or("");
}

// Six digits behind a bare digest are found by counting, so the digest is keyed.
crypto::Digest HashUnder(const crypto::Key& key, const Uuid& id, std::string_view canonical) {
  const std::string hash_key = crypto::HkdfSha256(key.bytes(), "identity.one_time_code.hash", 32);
  return crypto::HmacSha256(hash_key, id.ToString() + "/" + std::string(canonical));
}

bool Matches(const crypto::Keyring& ring, const CodeRow& row, std::string_view canonical) {
  return std::ranges::any_of(ring.all(crypto::KeyPurpose::kDerive), [&](const crypto::Key& key) {
    return crypto::Equal(AsText(HashUnder(key, row.id, canonical)), row.hash);
  });
}

std::string SixDigitsOf(const crypto::Key& key, const Uuid& id) {
  const std::string info = "identity.one_time_code/" + id.ToString();
  return SixDigits(crypto::HkdfSha256(key.bytes(), info, kSixDigitBytes));
}

// The text of a code that was sent before; nothing when its key is gone.
std::optional<std::string> SixDigitsAgain(const crypto::Keyring& ring, const CodeRow& row) {
  for (const crypto::Key& key : ring.all(crypto::KeyPurpose::kDerive)) {
    const std::string text = SixDigitsOf(key, row.id);
    if (crypto::Equal(AsText(HashUnder(key, row.id, text)), row.hash)) return text;
  }
  return std::nullopt;
}

Time PutCode(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, AccountId account,
             CodePurpose purpose, const Uuid& id, std::string_view text, Time now) {
  EndCodes(tx, county, account, {purpose}, now);
  const auto hash = HashUnder(ring.newest(crypto::KeyPurpose::kDerive), id, Canonical(text));
  const Time expire_time = now + PolicyOf(purpose).life;
  tx.Run(
      "INSERT INTO identity.one_time_code (county_id, id, account_id, purpose, code_hash,"
      "  create_time, send_time, expire_time, failures)"
      " VALUES ($1, $2, $3, $4, $5, $6, $6, $7, 0)",
      county, id, account, static_cast<int>(purpose), pg::Bytes{AsText(hash)}, now, expire_time);
  return expire_time;
}

std::optional<CodeRow> LatestCode(pg::Transaction& tx, CountyId county, AccountId account,
                                  CodePurpose purpose) {
  const auto rows = tx.Run(std::string(kSelectCode) +
                               "purpose = $3 ORDER BY create_time DESC, id DESC LIMIT 1 FOR UPDATE",
                           county, account, static_cast<int>(purpose));
  if (rows.empty()) return std::nullopt;
  return ReadCode(rows[0]);
}

}  // namespace

void RefundCodes(pg::Transaction& tx, CountyId county, const ChargedCodes& charged) {
  tx.Run(
      "UPDATE identity.one_time_code SET failures = failures - 1"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[]) AND failures > 0",
      county, pg::Array(charged));
}

std::vector<CodePurpose> PasswordCodesLike(std::string_view typed) {
  const std::string canonical = Canonical(typed);
  if (canonical.empty()) return {};
  return {canonical.size() == kSixDigits ? CodePurpose::kPhoneReset : CodePurpose::kOfficerReset};
}

void EndCodes(pg::Transaction& tx, CountyId county, AccountId account,
              const std::vector<CodePurpose>& purposes, Time now) {
  std::vector<int> numbers;
  for (const CodePurpose purpose : purposes) numbers.push_back(static_cast<int>(purpose));
  tx.Run(
      "UPDATE identity.one_time_code SET end_time = $4"
      " WHERE county_id = $1 AND account_id = $2 AND purpose = ANY ($3::integer[])"
      "   AND end_time IS NULL",
      county, account, pg::Array(numbers), now);
}

Time PutOfficerCode(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                    AccountId account, std::string_view code, Time now) {
  return PutCode(tx, ring, county, account, CodePurpose::kOfficerReset, Uuid::Make(now), code, now);
}

Result<SentCode> SendCode(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                          AccountId account, CodePurpose purpose, Time now) {
  const auto latest = LatestCode(tx, county, account, purpose);
  const Time last_sent = latest ? latest->send_time : Time{};
  const auto code = latest ? std::optional(latest->code) : std::nullopt;
  const SendDecision decision = DecideSend(code, last_sent, now);
  if (decision == SendDecision::kNothing) {
    return refusals::ResendTooSoon(
        std::chrono::ceil<std::chrono::milliseconds>(ResendDelay(last_sent, now)));
  }
  if (decision == SendDecision::kSameCodeAgain) {
    if (const auto text = SixDigitsAgain(ring, *latest)) {
      tx.Run("UPDATE identity.one_time_code SET send_time = $3 WHERE county_id = $1 AND id = $2",
             county, latest->id, now);
      return SentCode{*text, latest->code.expire_time};
    }
  }
  const Uuid id = Uuid::Make(now);
  const std::string text = SixDigitsOf(ring.newest(crypto::KeyPurpose::kDerive), id);
  return SentCode{text, PutCode(tx, ring, county, account, purpose, id, text, now)};
}

ChargedCodes ChargeCodes(pg::Transaction& tx, CountyId county, AccountId account,
                         const std::vector<CodePurpose>& purposes, Time now) {
  const auto rows =
      tx.Run(std::string(kSelectCode) + "end_time IS NULL ORDER BY id FOR UPDATE", county, account);
  ChargedCodes charged;
  for (const auto& row : rows) {
    const CodeRow found = ReadCode(row);
    if (!IsLive(found.code, now) || !std::ranges::count(purposes, found.code.purpose)) continue;
    tx.Run("UPDATE identity.one_time_code SET failures = $3 WHERE county_id = $1 AND id = $2",
           county, found.id, Judge(found.code, false, now).failures);
    charged.push_back(found.id);
  }
  return charged;
}

Result<Done> UseCode(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                     AccountId account, const ChargedCodes& charged, std::string_view typed,
                     Time now) {
  const std::string canonical = Canonical(typed);
  const auto rows =
      tx.Run(std::string(kSelectCode) + "id = ANY ($3::uuid[]) ORDER BY id FOR UPDATE", county,
             account, pg::Array(charged));
  for (const auto& row : rows) {
    CodeRow found = ReadCode(row);
    --found.code.failures;  // this attempt's own charge
    if (!Matches(ring, found, canonical)) continue;
    const CodeJudgement judgement = Judge(found.code, true, now);
    if (judgement.refusal) return *judgement.refusal;
    tx.Run("UPDATE identity.one_time_code SET end_time = $3 WHERE county_id = $1 AND id = $2",
           county, found.id, now);
    return Done{};
  }
  return refusals::CodeRejected();
}

}  // namespace qianmo::identity
