#include "messages/message_store.h"

#include <stdexcept>

#include "crypto/seal.h"
#include "messages/domain/texts.h"
#include "messages/sealed.h"
#include "pg/row.h"
#include "qianmo/messages/v1/messages.pb.h"
#include "qianmo/messages/v1/stored.pb.h"

namespace qianmo::messages {
namespace {

static_assert(static_cast<int>(MessageState::kAccepted) == v1::Message::STATE_ACCEPTED);
static_assert(static_cast<int>(MessageState::kSent) == v1::Message::STATE_SENT);
static_assert(static_cast<int>(MessageState::kFailed) == v1::Message::STATE_FAILED);
static_assert(static_cast<int>(MessageState::kExpired) == v1::Message::STATE_EXPIRED);
static_assert(static_cast<int>(MessageState::kExpired) == v1::Message::State_MAX);
static_assert(static_cast<int>(TemplateKind::kPasswordResetCode) ==
              v1::TEMPLATE_PASSWORD_RESET_CODE);
static_assert(static_cast<int>(TemplateKind::kPhoneCode) == v1::TEMPLATE_PHONE_CODE);
static_assert(static_cast<int>(TemplateKind::kPasswordChanged) == v1::TEMPLATE_PASSWORD_CHANGED);
static_assert(static_cast<int>(TemplateKind::kSecondFactorRemoved) ==
              v1::TEMPLATE_SECOND_FACTOR_REMOVED);
static_assert(static_cast<int>(TemplateKind::kAccountStateChanged) ==
              v1::TEMPLATE_ACCOUNT_STATE_CHANGED);
static_assert(static_cast<int>(TemplateKind::kAgentChanged) == v1::TEMPLATE_AGENT_CHANGED);
static_assert(static_cast<int>(TemplateKind::kHouseholdLetter) == v1::TEMPLATE_HOUSEHOLD_LETTER);
static_assert(static_cast<int>(TemplateKind::kWallNotice) == v1::TEMPLATE_WALL_NOTICE);
static_assert(static_cast<int>(TemplateKind::kWallNotice) == v1::Template_MAX);

std::string ContentOf(const MessageRow& message) {
  v1::StoredContent content;
  content.mutable_parameters()->insert(message.filling.values.begin(),
                                       message.filling.values.end());
  content.set_phone(message.phone);
  content.set_org_path(message.org_path);
  if (message.addressee) {
    content.mutable_addressee()->set_display_name(message.addressee->display_name);
    content.mutable_addressee()->set_address(message.addressee->address);
  }
  return content.SerializeAsString();
}

void Fill(const std::string& bytes, MessageRow* message) {
  v1::StoredContent content;
  if (!content.ParseFromString(bytes)) throw std::runtime_error("a stored content does not parse");
  message->filling.values.insert(content.parameters().begin(), content.parameters().end());
  message->phone = content.phone();
  message->org_path = content.org_path();
  if (!content.has_addressee()) return;
  message->addressee = {content.addressee().display_name(), content.addressee().address()};
}

// Holds the inbox until the transaction ends.
void TakePosition(pg::Transaction& tx, const std::string& inbox, MessageRow* message) {
  const auto rows = tx.Run(
      "INSERT INTO messages.inbox_head AS h"
      "   (county_id, recipient, last_position, last_time, removed_position)"
      " VALUES ($1, $2, 1, $3, 0)"
      " ON CONFLICT (county_id, recipient) DO UPDATE SET last_position = h.last_position + 1,"
      "   last_time = greatest(excluded.last_time, h.last_time + interval '1 microsecond')"
      " RETURNING last_position, last_time",
      message->county, inbox, message->create_time);
  message->position = pg::Get<std::int64_t>(rows[0], "last_position");
  message->create_time = pg::Get<Time>(rows[0], "last_time");
}

}  // namespace

const Template& TextOf(const MessageRow& message) {
  const Template* text = FindVersion(AllTexts(), message.kind, message.version);
  if (text == nullptr) throw std::logic_error("a message keeps a text that is gone");
  return *text;
}

std::string MessageName(CountyId county, MessageId id) {
  return "counties/" + std::to_string(county.number) + "/messages/" + id.ToString();
}

std::string MessagePlace(const char* column, CountyId county, MessageId id) {
  return std::string("messages.message.") + column + "/" + std::to_string(county.number) + "/" +
         id.ToString();
}

bool IsMessage(pg::Transaction& tx, CountyId county, MessageId id) {
  return !tx.Run("SELECT 1 FROM messages.message WHERE county_id = $1 AND id = $2", county, id)
              .empty();
}

void InsertMessage(pg::Transaction& tx, const crypto::Keyring& ring, bool lies_in_inbox,
                   MessageRow* message) {
  const std::string inbox = InboxOf(message->recipient);
  if (lies_in_inbox) TakePosition(tx, inbox, message);
  const std::string content = crypto::Seal(
      ring, MessagePlace("content", message->county, message->id), ContentOf(*message));
  std::string code;
  if (!message->filling.code.empty()) {
    code = crypto::Seal(ring, MessagePlace("code", message->county, message->id),
                        message->filling.code);
  }
  tx.Run(
      "INSERT INTO messages.message (county_id, id, template, template_version, recipient_kind,"
      "  recipient, position, state, content_sealed, code_sealed, link, create_time, expire_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      message->county, message->id, static_cast<int>(message->kind), message->version,
      static_cast<int>(message->recipient.kind), inbox, message->position,
      static_cast<int>(message->state), pg::Bytes{content},
      code.empty() ? std::nullopt : std::optional(pg::Bytes{code}), message->link,
      message->create_time, message->filling.expire_time);
}

std::optional<MessageRow> FindMessage(pg::Transaction& tx, const crypto::Keyring& ring,
                                      CountyId county, MessageId id) {
  const auto rows = tx.Run(std::string("SELECT ") + kMessageColumns +
                               " FROM messages.message m WHERE m.county_id = $1 AND m.id = $2",
                           county, id);
  if (rows.empty()) return std::nullopt;
  return ReadMessage(ring, rows[0]);
}

int ExpireCodes(pg::Transaction& tx, CountyId county, Time now, int most) {
  const auto done = tx.Run(
      "WITH over AS (SELECT id FROM messages.message"
      "    WHERE county_id = $1 AND code_sealed IS NOT NULL AND expire_time <= $2"
      "    ORDER BY expire_time LIMIT $3 FOR UPDATE SKIP LOCKED)"
      " UPDATE messages.message m SET code_sealed = NULL, state = $4"
      " FROM over WHERE m.county_id = $1 AND m.id = over.id",
      county, now, most, static_cast<int>(MessageState::kExpired));
  return static_cast<int>(done.affected_rows());
}

const char kMessageColumns[] =
    "m.county_id, m.id, m.template, m.template_version, m.recipient_kind, m.recipient, m.position,"
    " m.state, m.content_sealed, m.code_sealed, m.link, m.create_time, m.expire_time";

MessageRow ReadEnvelope(const pqxx::row& row) {
  const auto kind = static_cast<RecipientKind>(pg::Get<int>(row, "recipient_kind"));
  return {
      .county = pg::Get<CountyId>(row, "county_id"),
      .id = pg::Get<MessageId>(row, "id"),
      .kind = static_cast<TemplateKind>(pg::Get<int>(row, "template")),
      .version = pg::Get<int>(row, "template_version"),
      .recipient = ParseInbox(kind, pg::Get<std::string>(row, "recipient")).value(),
      .link = pg::Get<std::string>(row, "link"),
      .state = static_cast<MessageState>(pg::Get<int>(row, "state")),
      .create_time = pg::Get<Time>(row, "create_time"),
      .position = pg::Get<std::optional<std::int64_t>>(row, "position"),
  };
}

MessageRow ReadMessage(const crypto::Keyring& ring, const pqxx::row& row) {
  MessageRow message = ReadEnvelope(row);
  Fill(OpenSealed(ring, MessagePlace("content", message.county, message.id),
                  pg::Get<pg::Bytes>(row, "content_sealed")),
       &message);
  message.filling.expire_time = pg::Get<std::optional<Time>>(row, "expire_time");
  if (const auto code = pg::Get<std::optional<pg::Bytes>>(row, "code_sealed")) {
    message.filling.code =
        OpenSealed(ring, MessagePlace("code", message.county, message.id), *code);
  }
  return message;
}

}  // namespace qianmo::messages
