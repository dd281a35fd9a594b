#include "identity/notices.h"

#include "identity/domain/code_text.h"
#include "rpc/resource_name.h"
#include "rpc/timestamp.h"

namespace qianmo::identity {
namespace {

constexpr char kSendMessage[] = "/qianmo.messages.v1.MessagesService/SendMessage";
constexpr char kWithdrawLetters[] = "/qianmo.messages.v1.MessagesService/WithdrawLetters";

std::string HouseholdName(const Letter& letter) {
  return rpc::CountyName(letter.county) + "/households/" + letter.household_id.ToString();
}

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

void PostLetter(pg::Transaction& tx, rpc::Call& call, const Letter& letter,
                const std::string& address, const SentCode& code) {
  const std::string household = HouseholdName(letter);
  const std::string number = LetterNumber(letter.county.number, letter.number);
  messages::v1::SendMessageRequest message;
  message.set_parent(rpc::CountyName(letter.county));
  message.set_household(household);
  message.set_org_path(letter.org_path.text());
  message.set_template_(messages::v1::TEMPLATE_HOUSEHOLD_LETTER);
  message.mutable_parameters()->insert(
      {{"household", letter.display_name}, {"letter_number", number}});
  message.set_link("/activate?letter=" + number);
  message.mutable_addressee()->set_display_name(letter.display_name);
  message.mutable_addressee()->set_address(address);
  message.set_one_time_code(code.text);
  *message.mutable_expire_time() = rpc::ToTimestamp(code.expire_time);
  call.Send(tx, household, kSendMessage, &message);
}

void WithdrawLetters(pg::Transaction& tx, rpc::Call& call, const Letter& letter) {
  messages::v1::WithdrawLettersRequest request;
  request.set_parent(rpc::CountyName(letter.county));
  request.set_household(HouseholdName(letter));
  request.set_template_(messages::v1::TEMPLATE_HOUSEHOLD_LETTER);
  call.Send(tx, request.household(), kWithdrawLetters, &request);
}

}  // namespace qianmo::identity
