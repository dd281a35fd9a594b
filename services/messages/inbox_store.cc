#include "messages/inbox_store.h"

#include <map>
#include <set>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "messages/sealed.h"
#include "pg/row.h"

namespace qianmo::messages {
namespace {

constexpr std::size_t kVersionBytes = 16;

// A message's place in the inbox of one recipient.
struct Seat {
  std::int64_t position;
  Time time;
};

// Holds the reader's place in one inbox until the transaction ends, and counts the change. What is
// gone from the inbox counts as read.
std::int64_t HoldReader(pg::Transaction& tx, CountyId county, const Uuid& account,
                        const std::string& inbox) {
  const auto rows = tx.Run(
      "INSERT INTO messages.inbox_reader AS r"
      "   (county_id, account_id, recipient, read_position, read_time, changes)"
      " SELECT $1, $2, $3, h.removed_position, '-infinity', 1 FROM messages.inbox_head h"
      " WHERE h.county_id = $1 AND h.recipient = $3"
      " ON CONFLICT (county_id, account_id, recipient) DO UPDATE SET changes = r.changes + 1,"
      "   read_position = greatest(r.read_position, excluded.read_position)"
      " RETURNING read_position",
      county, account, inbox);
  return pg::Get<std::int64_t>(rows[0], "read_position");
}

void MoveReader(pg::Transaction& tx, CountyId county, const Uuid& account, const std::string& inbox,
                const Seat& seat) {
  tx.Run(
      "UPDATE messages.inbox_reader SET read_position = $4, read_time = $5"
      " WHERE county_id = $1 AND account_id = $2 AND recipient = $3",
      county, account, inbox, seat.position, seat.time);
  tx.Run(
      "DELETE FROM messages.read_mark"
      " WHERE county_id = $1 AND account_id = $2 AND recipient = $3 AND position <= $4",
      county, account, inbox, seat.position);
}

void AddMarks(pg::Transaction& tx, CountyId county, const Uuid& account, const std::string& inbox,
              const std::vector<Seat>& seats) {
  std::vector<std::int64_t> positions;
  std::vector<Time> times;
  for (const Seat& seat : seats) {
    positions.push_back(seat.position);
    times.push_back(seat.time);
  }
  tx.Run(
      "INSERT INTO messages.read_mark (county_id, account_id, recipient, position, message_time)"
      " SELECT $1, $2, $3, s.position, s.time"
      " FROM unnest($4::bigint[], $5::timestamptz[]) AS s (position, time)"
      " ON CONFLICT DO NOTHING",
      county, account, inbox, pg::Array(positions), pg::Array(times));
}

// Marks that follow `position` without a gap become part of what is read.
void CloseGap(pg::Transaction& tx, CountyId county, const Uuid& account, const std::string& inbox,
              std::int64_t position) {
  const auto rows = tx.Run(
      "SELECT position, message_time FROM ("
      "   SELECT position, message_time, row_number() OVER (ORDER BY position) AS n"
      "   FROM messages.read_mark"
      "   WHERE county_id = $1 AND account_id = $2 AND recipient = $3) AS m"
      " WHERE position = $4::bigint + n ORDER BY position DESC LIMIT 1",
      county, account, inbox, position);
  if (rows.empty()) return;
  const Seat last{pg::Get<std::int64_t>(rows[0], "position"),
                  pg::Get<Time>(rows[0], "message_time")};
  MoveReader(tx, county, account, inbox, last);
}

// One that does not open must not hide the others.
InboxEntry ReadEntry(const crypto::Keyring& ring, const pqxx::row& row) {
  const bool read = pg::Get<bool>(row, "read");
  try {
    return {.message = ReadMessage(ring, row), .read = read, .unreadable = false};
  } catch (const Unreadable&) {
    return {.message = ReadEnvelope(row), .read = read, .unreadable = true};
  }
}

}  // namespace

std::vector<InboxStand> StandsOf(pg::Transaction& tx, CountyId county,
                                 const std::vector<InboxView>& views) {
  std::vector<int> numbers;
  std::vector<Uuid> accounts;
  std::vector<std::string> inboxes;
  for (std::size_t i = 0; i < views.size(); ++i) {
    for (const std::string& inbox : views[i].inboxes) {
      numbers.push_back(static_cast<int>(i));
      accounts.push_back(views[i].account);
      inboxes.push_back(inbox);
    }
  }
  const auto rows = tx.Run(
      "SELECT v.number, v.inbox, h.last_position, h.removed_position,"
      "   coalesce(r.changes, 0) AS changes,"
      "   h.last_position - greatest(coalesce(r.read_position, 0), h.removed_position)"
      "     - coalesce(k.marks, 0) AS unread"
      " FROM unnest($2::int[], $3::uuid[], $4::text[]) AS v (number, account, inbox)"
      " JOIN messages.inbox_head h ON h.county_id = $1 AND h.recipient = v.inbox"
      " LEFT JOIN messages.inbox_reader r"
      "   ON r.county_id = $1 AND r.account_id = v.account AND r.recipient = v.inbox"
      " LEFT JOIN LATERAL (SELECT count(*) AS marks FROM messages.read_mark m"
      "   WHERE m.county_id = $1 AND m.account_id = v.account AND m.recipient = v.inbox) k ON true"
      " ORDER BY v.number, v.inbox",
      county, pg::Array(numbers), pg::Array(accounts), pg::Array(inboxes));
  std::vector<InboxStand> stands(views.size());
  std::vector<std::string> states(views.size());
  for (const auto& row : rows) {
    const auto number = pg::Get<std::size_t>(row, "number");
    stands[number].unread += pg::Get<std::int64_t>(row, "unread");
    states[number] += pg::Get<std::string>(row, "inbox") + ' ' +
                      pg::Get<std::string>(row, "last_position") + ' ' +
                      pg::Get<std::string>(row, "removed_position") + ' ' +
                      pg::Get<std::string>(row, "changes") + '\n';
  }
  for (std::size_t i = 0; i < views.size(); ++i) {
    stands[i].version = ToHex(AsText(crypto::Sha256(states[i])).substr(0, kVersionBytes));
  }
  return stands;
}

std::vector<InboxEntry> ListEntries(pg::Transaction& tx, const crypto::Keyring& ring,
                                    CountyId county, const InboxView& view,
                                    const std::optional<InboxPlace>& before, bool unread_only,
                                    int limit) {
  // One piece of each inbox, by its index; of all of them together the newest.
  const auto rows =
      tx.Run(std::string("SELECT ") + kMessageColumns +
                 ", m.position <= coalesce(r.read_position, 0) OR k.position IS NOT NULL AS read"
                 " FROM unnest($3::text[]) AS v (inbox)"
                 " LEFT JOIN messages.inbox_reader r"
                 "   ON r.county_id = $1 AND r.account_id = $2 AND r.recipient = v.inbox"
                 " CROSS JOIN LATERAL (SELECT " +
                 kMessageColumns +
                 "   FROM messages.message m"
                 "   WHERE m.county_id = $1 AND m.recipient = v.inbox AND m.position IS NOT NULL"
                 "     AND m.create_time <= coalesce($4, timestamptz 'infinity')"
                 "     AND ($4::timestamptz IS NULL OR (m.create_time, m.id) < ($4, $5::uuid))"
                 "     AND m.create_time > CASE WHEN $6::boolean"
                 "       THEN coalesce(r.read_time, '-infinity') ELSE timestamptz '-infinity' END"
                 "     AND NOT ($6::boolean AND EXISTS (SELECT FROM messages.read_mark k"
                 "       WHERE k.county_id = $1 AND k.account_id = $2 AND k.recipient = v.inbox"
                 "         AND k.position = m.position))"
                 "   ORDER BY m.create_time DESC LIMIT $7) m"
                 " LEFT JOIN messages.read_mark k ON k.county_id = $1 AND k.account_id = $2"
                 "   AND k.recipient = v.inbox AND k.position = m.position"
                 " ORDER BY m.create_time DESC, m.id DESC LIMIT $7",
             county, view.account, pg::Array(view.inboxes),
             before ? std::optional(before->create_time) : std::nullopt,
             before ? std::optional(before->id) : std::nullopt, unread_only, limit);
  std::vector<InboxEntry> entries;
  for (const auto& row : rows) entries.push_back(ReadEntry(ring, row));
  return entries;
}

std::optional<InboxEntry> FindEntry(pg::Transaction& tx, const crypto::Keyring& ring,
                                    CountyId county, const InboxView& view, MessageId id) {
  const auto rows =
      tx.Run(std::string("SELECT ") + kMessageColumns +
                 ", m.position <= coalesce(r.read_position, 0) OR k.position IS NOT NULL AS read"
                 " FROM messages.message m"
                 " LEFT JOIN messages.inbox_reader r"
                 "   ON r.county_id = $1 AND r.account_id = $2 AND r.recipient = m.recipient"
                 " LEFT JOIN messages.read_mark k ON k.county_id = $1 AND k.account_id = $2"
                 "   AND k.recipient = m.recipient AND k.position = m.position"
                 " WHERE m.county_id = $1 AND m.id = $4 AND m.recipient = ANY ($3::text[])"
                 "   AND m.position IS NOT NULL",
             county, view.account, pg::Array(view.inboxes), id);
  if (rows.empty()) return std::nullopt;
  return ReadEntry(ring, rows[0]);
}

bool MarkRead(pg::Transaction& tx, CountyId county, const InboxView& view,
              const std::vector<MessageId>& ids) {
  const std::set<MessageId> distinct(ids.begin(), ids.end());
  const auto rows = tx.Run(
      "SELECT recipient, position, create_time FROM messages.message"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[]) AND recipient = ANY ($3::text[])"
      "   AND position IS NOT NULL",
      county, pg::Array(distinct), pg::Array(view.inboxes));
  if (static_cast<std::size_t>(rows.size()) != distinct.size()) return false;
  std::map<std::string, std::vector<Seat>> seats;  // held in this order, so that nobody waits round
  for (const auto& row : rows) {
    seats[pg::Get<std::string>(row, "recipient")].push_back(
        {pg::Get<std::int64_t>(row, "position"), pg::Get<Time>(row, "create_time")});
  }
  for (auto& [inbox, marked] : seats) {
    const std::int64_t read = HoldReader(tx, county, view.account, inbox);
    std::erase_if(marked, [&](const Seat& seat) { return seat.position <= read; });
    AddMarks(tx, county, view.account, inbox, marked);
    CloseGap(tx, county, view.account, inbox, read);
  }
  return true;
}

void MarkReadUntil(pg::Transaction& tx, CountyId county, const InboxView& view, Time until) {
  const auto rows = tx.Run(
      "SELECT v.inbox, m.position, m.create_time FROM unnest($3::text[]) AS v (inbox)"
      " LEFT JOIN messages.inbox_reader r"
      "   ON r.county_id = $1 AND r.account_id = $2 AND r.recipient = v.inbox"
      " CROSS JOIN LATERAL (SELECT m.position, m.create_time FROM messages.message m"
      "   WHERE m.county_id = $1 AND m.recipient = v.inbox AND m.position IS NOT NULL"
      "     AND m.create_time <= $4 ORDER BY m.create_time DESC LIMIT 1) m"
      " WHERE m.position > coalesce(r.read_position, 0) ORDER BY v.inbox",
      county, view.account, pg::Array(view.inboxes), until);
  for (const auto& row : rows) {
    const auto inbox = pg::Get<std::string>(row, "inbox");
    const Seat seat{pg::Get<std::int64_t>(row, "position"), pg::Get<Time>(row, "create_time")};
    // Somebody else may have read further meanwhile.
    if (HoldReader(tx, county, view.account, inbox) >= seat.position) continue;
    MoveReader(tx, county, view.account, inbox, seat);
    CloseGap(tx, county, view.account, inbox, seat.position);
  }
}

}  // namespace qianmo::messages
