#include "identity/notices.h"

#include "rpc/resource_name.h"
#include "rpc/timestamp.h"

namespace qianmo::identity {
namespace {

constexpr char kSendMessage[] = "/qianmo.messages.v1.MessagesService/SendMessage";

// In order per account, as all that is told to its owner.
void Send(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
          messages::v1::SendMessageRequest* message) {
  message->set_parent(rpc::CountyName(account.county));
  call.Send(tx, AccountName(account.county, account.facts.id), kSendMessage, message);
}

}  // namespace

void TellOwner(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
               messages::v1::Template text, const std::map<std::string, std::string>& parameters) {
  messages::v1::SendMessageRequest message;
  message.set_account(AccountName(account.county, account.facts.id));
  message.set_template_(text);
  message.mutable_parameters()->insert(parameters.begin(), parameters.end());
  Send(tx, call, account, &message);
}

void TextCode(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
              messages::v1::Template text, const SentCode& code) {
  messages::v1::SendMessageRequest message;
  message.set_phone(account.phone);
  message.set_template_(text);
  message.set_one_time_code(code.text);
  *message.mutable_expire_time() = rpc::ToTimestamp(code.expire_time);
  Send(tx, call, account, &message);
}

}  // namespace qianmo::identity
