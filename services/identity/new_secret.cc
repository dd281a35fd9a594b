#include "identity/new_secret.h"

#include "identity/code_store.h"
#include "identity/notices.h"
#include "identity/session_store.h"

namespace qianmo::identity {

void ReplaceSecret(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
                   const std::string& hash) {
  SetPassword(tx, account.county, account.facts.id, hash);
  RevokeAllSessions(tx, account.county, account.facts.id, call.now());
  EndCodes(tx, account.county, account.facts.id,
           {CodePurpose::kPhoneReset, CodePurpose::kOfficerReset, CodePurpose::kPhoneProof},
           call.now());
  TellOwner(tx, call, account, messages::v1::TEMPLATE_PASSWORD_CHANGED);
}

}  // namespace qianmo::identity
