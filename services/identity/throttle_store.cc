#include "identity/throttle_store.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/seal.h"

namespace qianmo::identity {
namespace {

// Longer than every window and every delay: such a row says nothing any more.
constexpr Duration kForgetAfter = std::chrono::days(8);
constexpr int kMostForgotten = 20;

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

// In the order of `keys`, which is that of the rows.
std::vector<Bucket> LockBuckets(pg::Transaction& tx, const BucketKeys& keys, Time now) {
  const pg::Array array(BytesOf(keys));
  tx.Run(
      "INSERT INTO identity.throttle_bucket"
      "  (county_id, bucket_key, failures, window_start, blocked_until)"
      " SELECT 0, k, 0, $2, $3 FROM unnest($1::bytea[]) AS k ORDER BY k"
      " ON CONFLICT DO NOTHING",
      array, now, Time{});
  const auto rows = tx.Run(
      "SELECT failures, window_start, blocked_until FROM identity.throttle_bucket"
      " WHERE county_id = 0 AND bucket_key = ANY ($1::bytea[]) ORDER BY bucket_key FOR UPDATE",
      array);
  std::vector<Bucket> buckets;
  for (const auto& row : rows) {
    buckets.push_back({.kind = keys.at(buckets.size()).kind,
                       .failures = pg::Get<int>(row, "failures"),
                       .window_start = pg::Get<Time>(row, "window_start"),
                       .blocked_until = pg::Get<Time>(row, "blocked_until")});
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

BucketKeys BucketKeysAtTheDoor(const crypto::Keyring& keyring, std::string_view handle,
                               std::string_view address,
                               const std::optional<crypto::Digest>& known_device) {
  BucketKeys keys;
  for (const BucketKind kind : BucketsFor(known_device.has_value())) {
    std::string subject;
    if (kind == BucketKind::kDevice) subject = ToHex(AsText(*known_device));
    if (kind != BucketKind::kDevice && kind != BucketKind::kAddress) subject = handle;
    // No handle and no address has a line end in it.
    if (kind == BucketKind::kHandleAndAddress) subject += '\n';
    if (kind == BucketKind::kHandleAndAddress || kind == BucketKind::kAddress) subject += address;
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
