// Messages in the database. What they say of people is sealed; what lies in an inbox has a position
// there, which rises with its time in the order of the commits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crypto/keyring.h"
#include "messages/domain/recipient.h"
#include "messages/domain/text.h"
#include "pg/transaction.h"

namespace qianmo::messages {

using MessageId = Id<struct Message>;

// The numbers of qianmo.messages.v1.Message.State.
enum class MessageState { kAccepted = 1, kSent = 2, kFailed = 3, kExpired = 4 };

struct Addressee {
  std::string display_name;
  std::string address;

  bool operator==(const Addressee&) const = default;
};

struct MessageRow {
  CountyId county;
  MessageId id;
  TemplateKind kind;
  int version;
  Recipient recipient;
  std::string phone = {};  // of RecipientKind::kPhone only
  std::optional<Addressee> addressee = {};
  std::string org_path = {};  // that it is about, where the sender named one
  Filling filling = {};       // its code is empty once it was wiped
  std::string link = {};
  MessageState state = MessageState::kAccepted;
  Time create_time = {};
  std::optional<std::int64_t> position = {};  // in its inbox, if it lies in one
};

// The words that the message keeps.
const Template& TextOf(const MessageRow& message);
std::string MessageName(CountyId county, MessageId id);  // "counties/7/messages/0192…"

// Where the "content" or the "code" of a message is sealed.
std::string MessagePlace(const char* column, CountyId county, MessageId id);

bool IsMessage(pg::Transaction& tx, CountyId county, MessageId id);
// Puts the message into the recipient's inbox first, if it lies in one: sets its position and, when
// the last one there is as late, moves its create_time.
void InsertMessage(pg::Transaction& tx, const crypto::Keyring& ring, bool lies_in_inbox,
                   MessageRow* message);
// Throws Unreadable when no key at hand opens it.
std::optional<MessageRow> FindMessage(pg::Transaction& tx, const crypto::Keyring& ring,
                                      CountyId county, MessageId id);
// Wipes at most `most` codes whose time is over, and calls their messages expired. Says how many.
int ExpireCodes(pg::Transaction& tx, CountyId county, Time now, int most);

// The columns of `m`, messages.message, that ReadMessage takes.
extern const char kMessageColumns[];
// Throws Unreadable when no key at hand opens it.
MessageRow ReadMessage(const crypto::Keyring& ring, const pqxx::row& row);
// Of them what is not sealed: what it is, but not what it says.
MessageRow ReadEnvelope(const pqxx::row& row);

}  // namespace qianmo::messages
