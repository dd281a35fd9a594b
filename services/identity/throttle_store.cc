#include "identity/throttle_store.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "base/encoding.h"
#include "crypto/seal.h"

namespace qianmo::identity {
namespace {

// Longer than every window and every delay: such a row says nothing any more.
constexpr Duration kForgetAfter = std::chrono::days(8);
constexpr int kMostForgotten = 20;
constexpr int kMostHolds = 5;

std::string_view SubjectOf(BucketKind kind) {
  switch (kind) {
    case BucketKind::kDevice:
      return "device";
    case BucketKind::kHandleAndAddress:
      return "handle and address";
    case BucketKind::kHandle:
      return "handle";
    case BucketKind::kAddress:
      return "address";
    case BucketKind::kCodeRequest:
      return "code request";
    case BucketKind::kReset:
      return "reset";
    case BucketKind::kRequestAndAddress:
      return "code request and address";
  }
  return "";
}

BucketKey KeyOf(const crypto::Keyring& keyring, BucketKind kind, std::string_view subject) {
  const std::string field = "identity.throttle_bucket/" + std::string(SubjectOf(kind));
  return {kind, crypto::BlindIndex(keyring, field, subject)};
}

std::vector<pg::Bytes> BytesOf(const BucketKeys& keys) {
  std::vector<pg::Bytes> bytes;
  for (const BucketKey& key : keys) bytes.push_back({AsText(key.key)});
  return bytes;
}

// Those rows of `keys` that are there, held; missing ones are made.
pqxx::result HoldRows(pg::Transaction& tx, const BucketKeys& keys, Time now) {
  const pg::Array array(BytesOf(keys));
  tx.Run(
      "INSERT INTO identity.throttle_bucket"
      "  (county_id, bucket_key, failures, window_start, blocked_until)"
      " SELECT 0, k, 0, $2, $3 FROM unnest($1::bytea[]) AS k ORDER BY k"
      " ON CONFLICT DO NOTHING",
      array, now, Time{});
  return tx.Run(
      "SELECT bucket_key, failures, window_start, blocked_until FROM identity.throttle_bucket"
      " WHERE county_id = 0 AND bucket_key = ANY ($1::bytea[]) ORDER BY bucket_key FOR UPDATE",
      array);
}

// In the order of `keys`.
std::vector<Bucket> LockBuckets(pg::Transaction& tx, const BucketKeys& keys, Time now) {
  // Another attempt may forget an old row between the making and the holding.
  auto rows = HoldRows(tx, keys, now);
  for (int i = 0; i < kMostHolds && rows.size() < keys.size(); ++i) rows = HoldRows(tx, keys, now);
  std::map<std::string, Bucket> found;
  for (const auto& row : rows) {
    found[pg::Get<pg::Bytes>(row, "bucket_key")] = {
        .kind = {},
        .failures = pg::Get<int>(row, "failures"),
        .window_start = pg::Get<Time>(row, "window_start"),
        .blocked_until = pg::Get<Time>(row, "blocked_until")};
  }
  std::vector<Bucket> buckets;
  for (const BucketKey& key : keys) {
    const auto at = found.find(std::string(AsText(key.key)));
    if (at == found.end()) throw std::runtime_error("a throttle bucket goes as often as it comes");
    buckets.push_back(at->second);
    buckets.back().kind = key.kind;
  }
  return buckets;
}

void SaveBuckets(pg::Transaction& tx, const BucketKeys& keys, const std::vector<Bucket>& buckets) {
  std::vector<int> failures;
  std::vector<Time> starts;
  std::vector<Time> blocks;
  for (const Bucket& bucket : buckets) {
    failures.push_back(bucket.failures);
    starts.push_back(bucket.window_start);
    blocks.push_back(bucket.blocked_until);
  }
  tx.Run(
      "UPDATE identity.throttle_bucket t"
      " SET failures = n.failures, window_start = n.window_start, blocked_until = n.blocked_until"
      " FROM unnest($1::bytea[], $2::integer[], $3::timestamptz[], $4::timestamptz[])"
      "   AS n (bucket_key, failures, window_start, blocked_until)"
      " WHERE t.county_id = 0 AND t.bucket_key = n.bucket_key",
      pg::Array(BytesOf(keys)), pg::Array(failures), pg::Array(starts), pg::Array(blocks));
}

void ForgetSome(pg::Transaction& tx, Time now) {
  tx.Run(
      "DELETE FROM identity.throttle_bucket WHERE county_id = 0 AND bucket_key IN ("
      "  SELECT bucket_key FROM identity.throttle_bucket"
      "  WHERE county_id = 0 AND window_start < $1 ORDER BY window_start LIMIT $2"
      "  FOR UPDATE SKIP LOCKED)",
      now - kForgetAfter, kMostForgotten);
}

}  // namespace

BucketKeys BucketKeysAtTheDoor(const crypto::Keyring& keyring, Attempt attempt,
                               std::string_view handle, std::string_view address,
                               const crypto::Digest& device) {
  BucketKeys keys;
  for (const BucketKind kind : BucketsFor(attempt)) {
    const bool both =
        kind == BucketKind::kHandleAndAddress || kind == BucketKind::kRequestAndAddress;
    std::string subject;
    if (kind == BucketKind::kDevice) subject = ToHex(AsText(device));
    if (kind != BucketKind::kDevice && kind != BucketKind::kAddress) subject = handle;
    // No handle and no address has a line end in it.
    if (both) subject += '\n';
    if (both || kind == BucketKind::kAddress) subject += NetworkOf(address);
    keys.push_back(KeyOf(keyring, kind, subject));
  }
  std::ranges::sort(keys, {}, &BucketKey::key);
  return keys;
}

BucketKeys BucketKeysOf(const crypto::Keyring& keyring, BucketKind kind, std::string_view subject) {
  return {KeyOf(keyring, kind, subject)};
}

Result<Done> ChargeBuckets(pg::Transaction& tx, const BucketKeys& keys, Time now) {
  std::vector<Bucket> buckets = LockBuckets(tx, keys, now);
  QM_TRY(CheckThrottle(buckets, now));
  for (Bucket& bucket : buckets) bucket = Charge(bucket, now);
  SaveBuckets(tx, keys, buckets);
  ForgetSome(tx, now);
  return Done{};
}

void RefundBuckets(pg::Transaction& tx, const BucketKeys& keys, Time now) {
  std::vector<Bucket> buckets = LockBuckets(tx, keys, now);
  for (Bucket& bucket : buckets) bucket = Refund(bucket);
  SaveBuckets(tx, keys, buckets);
}

void TouchBuckets(pg::Transaction& tx, const BucketKeys& keys) {
  tx.Run(
      "UPDATE identity.throttle_bucket SET failures = failures"
      " WHERE county_id = 0 AND bucket_key = ANY ($1::bytea[])",
      pg::Array(BytesOf(keys)));
}

}  // namespace qianmo::identity
