#include "messages/withdrawal_store.h"

#include "messages/delivery_store.h"

namespace qianmo::messages {

int WithdrawLetters(pg::Transaction& tx, CountyId county, const Recipient& recipient,
                    TemplateKind kind, std::optional<MessageId> except, Time now) {
  // 1 queued, 4 printed. Whoever prints holds the deliveries of the batch, and looks again.
  const auto rows = tx.Run(
      "UPDATE messages.delivery d SET state = $5, reason = $6, end_time = $7"
      " FROM messages.message m"
      " WHERE m.county_id = $1 AND m.recipient = $2 AND m.recipient <> ''"
      "  AND m.code_sealed IS NOT NULL AND m.template = $3 AND m.id IS DISTINCT FROM $4"
      "  AND d.county_id = $1 AND d.message_id = m.id AND d.channel = 4 AND d.state IN (1, 4)"
      " RETURNING d.message_id",
      county, InboxOf(recipient), static_cast<int>(kind), except,
      static_cast<int>(DeliveryState::kSuppressed), static_cast<int>(DeliveryReason::kReplaced),
      now);
  for (const auto& row : rows) SettleMessage(tx, county, pg::Get<Uuid>(row, "message_id"));
  return static_cast<int>(rows.size());
}

}  // namespace qianmo::messages
