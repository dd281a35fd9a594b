// What identity has brought to people by the messages service, through its outbox.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "identity/account_store.h"
#include "identity/code_store.h"
#include "identity/household_store.h"
#include "qianmo/messages/v1/messages.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

// Into the inbox of the account.
void TellOwner(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
               messages::v1::Template text,
               const std::map<std::string, std::string>& parameters = {});
// To the telephone of the account. The outbox keeps it sealed.
void TextCode(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
              messages::v1::Template text, const SentCode& code);

// The letter with its code, to be printed by the township of the household. The outbox keeps it
// sealed.
void PostLetter(pg::Transaction& tx, rpc::Call& call, const Letter& letter,
                const std::string& address, const SentCode& code);
// Letters to this household that were not handed over yet are worth nothing any more.
void WithdrawLetters(pg::Transaction& tx, rpc::Call& call, const Letter& letter);

}  // namespace qianmo::identity
