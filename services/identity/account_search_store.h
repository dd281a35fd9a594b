// Lists of accounts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "crypto/keyring.h"
#include "identity/domain/account.h"
#include "pg/transaction.h"
#include "qianmo/identity/v1/resources.pb.h"

namespace qianmo::identity {

struct AccountQuery {
  CountyId county;
  std::vector<std::string> within;      // accounts of any of these organisations and those below
  std::optional<std::string> org_path;  // and of this one and those below
  std::optional<Role> role;             // that is held now
  std::optional<AccountState> state;
  std::optional<AccountKind> kind;
  std::string text;           // part of the display name, or a whole handle or telephone
  std::optional<Uuid> after;  // the last one of the page before
  int limit = 0;
};

// In the order of their making; as their owners may read them.
google::protobuf::RepeatedPtrField<v1::Account> SearchAccounts(pg::Transaction& tx,
                                                               const crypto::Keyring& ring,
                                                               const AccountQuery& query);

}  // namespace qianmo::identity
