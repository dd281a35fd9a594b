#include "messages/sender_store.h"

#include <google/protobuf/util/time_util.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "messages/delivery_store.h"

namespace qianmo::messages {
namespace {

constexpr std::size_t kMostText = 500;         // of an error
constexpr std::size_t kMostProvidersId = 100;  // of its ids

constexpr char kLockDue[] =
    "SELECT id, client_id, message_id, account_id, address_sealed, channel, state, in_doubt,"
    "  expire_time, template, is_code, urgent, digest, digest_count, unclear, attempt_tries,"
    "  first_try_time, tries, create_time"
    " FROM messages.delivery WHERE county_id = $1 AND channel <= 3 AND state <= 2"
    "   AND not_before_time <= $2 AND (lease_time IS NULL OR lease_time <= $2) AND ";
constexpr char kInOrderOfTime[] = " ORDER BY not_before_time, id LIMIT $3 FOR UPDATE SKIP LOCKED";

// What others wrote, cut to its column and made harmless.
std::string Fit(std::string_view text, std::size_t most) {
  std::string fit;
  for (const char c : text.substr(0, most)) fit += c >= ' ' && c <= '~' ? c : '?';
  return fit;
}

std::vector<pg::Bytes> AddressIndexes(const std::vector<crypto::Digest>& digests) {
  std::vector<pg::Bytes> bytes;
  for (const auto& digest : digests) bytes.push_back({AsText(digest)});
  return bytes;
}

DueText ReadDue(const pqxx::row& row, const crypto::Keyring& ring, CountyId county) {
  const auto state = static_cast<DeliveryState>(pg::Get<int>(row, "state"));
  const auto id = pg::Get<Uuid>(row, "id");
  return {.county = county,
          .id = id,
          .client_id = pg::Get<Uuid>(row, "client_id"),
          .message = pg::Get<Uuid>(row, "message_id"),
          .account = pg::Get<std::optional<Uuid>>(row, "account_id"),
          .address = crypto::Open(ring, DeliveryPlace(county, id),
                                  pg::Get<pg::Bytes>(row, "address_sealed")),
          .facts = {.channel = static_cast<Channel>(pg::Get<int>(row, "channel")),
                    .state = state,
                    .reason = DeliveryReason::kNone,
                    // Whoever was sending it has died, or its answer was lost.
                    .in_doubt = pg::Get<bool>(row, "in_doubt") || state == DeliveryState::kSending,
                    .expire_time =
                        pg::Get<std::optional<Time>>(row, "expire_time").value_or(Time::max()),
                    .content_gone = false},
          .kind = pg::Get<int>(row, "template"),
          .is_code = pg::Get<bool>(row, "is_code"),
          .urgent = pg::Get<bool>(row, "urgent"),
          .digest = pg::Get<bool>(row, "digest"),
          .digest_count = pg::Get<int>(row, "digest_count"),
          .create_time = pg::Get<Time>(row, "create_time"),
          .tries = {.unclear = pg::Get<int>(row, "unclear"),
                    .all = pg::Get<int>(row, "attempt_tries"),
                    .first = pg::Get<std::optional<Time>>(row, "first_try_time").value_or(Time{})},
          .claim = pg::Get<int>(row, "tries")};
}

// Ends or moves a delivery whose claim is still good, by these assignments; whether it was.
bool Move(pg::Transaction& tx, const DueText& text, const std::string& assignments,
          const std::vector<pg::Param>& more) {
  std::vector<pg::Param> params = {text.county, text.id, text.claim};
  params.insert(params.end(), more.begin(), more.end());
  const auto moved = tx.RunWith("UPDATE messages.delivery SET lease_time = NULL, " + assignments +
                                    " WHERE county_id = $1 AND id = $2 AND tries = $3"
                                    "   AND state <= 2",
                                params);
  return moved.affected_rows() == 1;
}

void Apply(pg::Transaction& tx, CountyId county, const Uuid& client_id,
           const v1::ProviderReport& report, Time now) {
  const bool arrived = report.outcome() == v1::ProviderReport::OUTCOME_DELIVERED;
  const auto rows = tx.Run(
      "UPDATE messages.delivery SET state = $3, reason = $4, in_doubt = false, lease_time = NULL,"
      "  send_time = coalesce(send_time, $5), end_time = $5, provider_id = $6, error = $7"
      " WHERE county_id = $1 AND client_id = $2 RETURNING message_id",
      county, client_id,
      static_cast<int>(arrived ? DeliveryState::kDelivered : DeliveryState::kFailed),
      static_cast<int>(arrived ? DeliveryReason::kNone : DeliveryReason::kNotDelivered), now,
      Fit(report.provider_id(), kMostProvidersId),
      arrived ? std::string() : Fit(report.error(), kMostText));
  SettleMessage(tx, county, pg::Get<Uuid>(rows.at(0), "message_id"));
}

bool HasOutcome(const v1::ProviderReport& report) {
  return report.outcome() == v1::ProviderReport::OUTCOME_DELIVERED ||
         report.outcome() == v1::ProviderReport::OUTCOME_FAILED;
}

// What is made of a report, done.
ReportUse Use(pg::Transaction& tx, CountyId county, const v1::ProviderReport& report, Time now) {
  const auto client_id = Uuid::Parse(report.client_id());
  if (!client_id || !HasOutcome(report)) return ReportUse::kUnknown;
  const auto rows = tx.Run(
      "SELECT id FROM messages.delivery"
      " WHERE county_id = $1 AND client_id = $2 AND channel <= 3 FOR UPDATE",
      county, *client_id);
  if (rows.empty()) return ReportUse::kUnknown;
  const auto row = LockDelivery(tx, county, pg::Get<DeliveryId>(rows[0], "id"));
  const ReportUse use = UseOf(row->facts, static_cast<ReportOutcome>(report.outcome()));
  if (use == ReportUse::kApplied) Apply(tx, county, *client_id, report, now);
  return use;
}

// Counts a report that was told before; false for a new one.
bool IsRetold(pg::Transaction& tx, CountyId county, const std::string& report_id) {
  const auto told = tx.Run(
      "UPDATE messages.provider_report SET times = times + 1"
      " WHERE county_id = $1 AND report_id = $2",
      county, report_id);
  return told.affected_rows() == 1;
}

std::optional<Time> TimeOf(const v1::ProviderReport& report) {
  using google::protobuf::util::TimeUtil;
  if (!report.has_time() || report.time().seconds() <= 0) return std::nullopt;
  return Time(Duration(TimeUtil::TimestampToMicroseconds(report.time())));
}

}  // namespace

bool AnyDue(pg::Transaction& tx, CountyId county, Time now) {
  const auto rows = tx.Run(
      "SELECT 1 FROM messages.delivery WHERE county_id = $1 AND channel <= 3 AND state <= 2"
      "   AND not_before_time <= $2 AND (lease_time IS NULL OR lease_time <= $2) LIMIT 1",
      county, now);
  return !rows.empty();
}

bool TakeTurn(pg::Transaction& tx, CountyId county) {
  const auto taken = tx.Run(
      "SELECT county_id FROM messages.provider_turn WHERE county_id = $1 FOR UPDATE SKIP LOCKED",
      county);
  if (!taken.empty()) return true;
  const auto made = tx.Run(
      "INSERT INTO messages.provider_turn (county_id, report_cursor) VALUES ($1, '')"
      " ON CONFLICT (county_id) DO NOTHING",
      county);
  return made.affected_rows() == 1;
}

std::vector<DueText> LockDue(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                             int most, Time now) {
  // Either kind is the beginning of an index, however many are waiting behind.
  std::vector<DueText> due;
  for (const char* kind : {"urgent", "NOT urgent"}) {
    const int room = most - static_cast<int>(due.size());
    if (room == 0) break;
    for (const auto& row :
         tx.Run(std::string(kLockDue) + kind + kInOrderOfTime, county, now, room)) {
      due.push_back(ReadDue(row, ring, county));
    }
  }
  return due;
}

std::vector<PastText> PastTexts(pg::Transaction& tx, const crypto::Keyring& ring,
                                const DueText& text, Time now) {
  const auto rows = tx.Run(
      "SELECT CASE WHEN digest_count > 0 THEN 0 ELSE template END AS kind, is_code, first_try_time"
      " FROM messages.delivery"
      " WHERE county_id = $1 AND address_index = ANY ($2::bytea[]) AND first_try_time > $3"
      "   AND id <> $4",
      text.county,
      pg::Array(AddressIndexes(crypto::BlindIndexes(ring, kAddressIndex, text.address.value()))),
      now - std::chrono::hours(24), text.id);
  std::vector<PastText> past;
  for (const auto& row : rows) {
    past.push_back({.kind = pg::Get<int>(row, "kind"),
                    .is_code = pg::Get<bool>(row, "is_code"),
                    .time = pg::Get<Time>(row, "first_try_time")});
  }
  return past;
}

std::vector<WaitingText> LockWaiting(pg::Transaction& tx, const crypto::Keyring& ring,
                                     const DueText& text) {
  const auto rows = tx.Run(
      "SELECT id, message_id, not_before_time, expire_time FROM messages.delivery"
      " WHERE county_id = $1 AND address_index = ANY ($2::bytea[]) AND state = 1 AND digest"
      "   AND attempt_tries = 0 AND channel = $3 ORDER BY id FOR UPDATE",
      text.county,
      pg::Array(AddressIndexes(crypto::BlindIndexes(ring, kAddressIndex, text.address.value()))),
      static_cast<int>(text.facts.channel));
  std::vector<WaitingText> waiting;
  for (const auto& row : rows) {
    waiting.push_back(
        {.id = pg::Get<Uuid>(row, "id"),
         .message = pg::Get<Uuid>(row, "message_id"),
         .leave_time = pg::Get<Time>(row, "not_before_time"),
         .expire_time = pg::Get<std::optional<Time>>(row, "expire_time").value_or(Time::max())});
  }
  return waiting;
}

void MarkSending(pg::Transaction& tx, DueText* text, Time now) {
  tx.Run(
      "UPDATE messages.delivery SET state = 2, in_doubt = $3, lease_time = $4, tries = tries + 1,"
      "  attempt_tries = attempt_tries + 1, first_try_time = coalesce(first_try_time, $5)"
      " WHERE county_id = $1 AND id = $2",
      text->county, text->id, text->facts.in_doubt, now + kSenderLease, now);
  ++text->claim;
  if (text->tries.all++ == 0) text->tries.first = now;
  text->facts.state = DeliveryState::kSending;
}

void PutOff(pg::Transaction& tx, const DueText& text, Time until) {
  Move(tx, text, "state = 1, in_doubt = $4, not_before_time = $5", {text.facts.in_doubt, until});
}

void EndUnsent(pg::Transaction& tx, const DueText& text, const DeliveryFacts& ended, Time now) {
  Move(tx, text, "state = $4, reason = $5, in_doubt = $6, end_time = $7",
       {static_cast<int>(ended.state), static_cast<int>(ended.reason), ended.in_doubt, now});
  SettleMessage(tx, text.county, text.message);
}

void CountInDigest(pg::Transaction& tx, const DueText& carrier, const Uuid& id, Time now) {
  const auto rows = tx.Run(
      "UPDATE messages.delivery SET state = $3, reason = $4, end_time = $5"
      " WHERE county_id = $1 AND id = $2 RETURNING message_id",
      carrier.county, id, static_cast<int>(DeliveryState::kSuppressed),
      static_cast<int>(DeliveryReason::kInDigest), now);
  SettleMessage(tx, carrier.county, pg::Get<Uuid>(rows.at(0), "message_id"));
}

void SetDigestCount(pg::Transaction& tx, const DueText& carrier, int count) {
  tx.Run("UPDATE messages.delivery SET digest_count = $3 WHERE county_id = $1 AND id = $2",
         carrier.county, carrier.id, count);
}

void RecordTaken(pg::Transaction& tx, const DueText& text, const std::string& provider_id,
                 Time now) {
  const std::string fit = Fit(provider_id, kMostProvidersId);
  if (Move(tx, text, "state = 3, in_doubt = false, provider_id = $4, error = '', send_time = $5",
           {fit, now})) {
    SettleMessage(tx, text.county, text.message);
  }
}

void RecordRefused(pg::Transaction& tx, const DueText& text, const std::string& error, Time now) {
  if (Move(tx, text, "state = 6, reason = $4, in_doubt = false, error = $5, end_time = $6",
           {static_cast<int>(DeliveryReason::kRefused), Fit(error, kMostText), now})) {
    SettleMessage(tx, text.county, text.message);
  }
}

void RecordPutOff(pg::Transaction& tx, const DueText& text, bool unclear, Time until,
                  const std::string& error) {
  Move(tx, text,
       "state = 1, in_doubt = in_doubt OR $4::boolean, unclear = unclear + $4::boolean::integer,"
       " not_before_time = $5, error = $6",
       {unclear, until, Fit(error, kMostText)});
}

void RecordGivenUp(pg::Transaction& tx, const DueText& text, bool unclear, const std::string& error,
                   Time now) {
  if (Move(tx, text,
           "state = 6, reason = $4, in_doubt = in_doubt OR $5::boolean, unclear = unclear + "
           "$5::boolean::integer,"
           " error = $6, end_time = $7",
           {static_cast<int>(DeliveryReason::kGaveUp), unclear, Fit(error, kMostText), now})) {
    SettleMessage(tx, text.county, text.message);
  }
}

std::optional<Time> NewestAwaited(pg::Transaction& tx, CountyId county) {
  const auto rows = tx.Run(
      "SELECT max(send_time) AS newest FROM messages.delivery WHERE county_id = $1 AND state = 3",
      county);
  return pg::Get<std::optional<Time>>(rows[0], "newest");
}

std::string ReportCursor(pg::Transaction& tx, CountyId county) {
  const auto rows =
      tx.Run("SELECT report_cursor FROM messages.provider_turn WHERE county_id = $1", county);
  return rows.empty() ? std::string() : pg::Get<std::string>(rows[0], "report_cursor");
}

bool ApplyReports(pg::Transaction& tx, CountyId county, const std::string& from,
                  const v1::ProviderReports& reports, Time now) {
  const auto moved = tx.Run(
      "UPDATE messages.provider_turn SET report_cursor = $3"
      " WHERE county_id = $1 AND report_cursor = $2",
      county, from, Fit(reports.cursor(), 200));
  if (moved.affected_rows() == 0) return false;
  for (const v1::ProviderReport& report : reports.reports()) {
    const std::string report_id = Fit(report.report_id(), kMostProvidersId);
    if (report_id.empty() || IsRetold(tx, county, report_id)) continue;
    const ReportUse use = Use(tx, county, report, now);
    tx.Run(
        "INSERT INTO messages.provider_report (county_id, report_id, client_id, provider_id,"
        "  outcome, error, use, times, report_time, receive_time)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
        county, report_id, Fit(report.client_id(), kMostProvidersId),
        Fit(report.provider_id(), kMostProvidersId),
        HasOutcome(report) ? static_cast<int>(report.outcome()) : 0, Fit(report.error(), kMostText),
        static_cast<int>(use), TimeOf(report), now);
  }
  return true;
}

}  // namespace qianmo::messages
