#include "identity/account_search_store.h"

#include "base/encoding.h"
#include "identity/account_store.h"
#include "identity/domain/handle.h"
#include "pg/list_statement.h"
#include "pg/reader.h"

namespace qianmo::identity {
namespace {

constexpr pg::ListTable kAccounts = {
    .name = "identity.account",
    .alias = "a",
    .columns = "org_path, state, kind, display_name, search_terms, handle_index, phone_index"};

std::string MatchAccount(pg::ListStatement* list, const crypto::Keyring& ring,
                         const std::string& text) {
  std::string any = list->Matches("a.display_name", text);
  const auto handle = ParseHandle("text", text);
  if (!handle) return any;
  const auto in = [&](const char* column, const std::vector<crypto::Digest>& digests) {
    std::vector<pg::Bytes> bytes;
    for (const auto& digest : digests) bytes.push_back({AsText(digest)});
    any += std::string(" OR ") + column + " = ANY (" + list->Bind(pg::Array(bytes)) + "::bytea[])";
  };
  in("a.handle_index", HandleIndexes(ring, handle->text));
  in("a.phone_index", PhoneIndexes(ring, handle->text));
  return "(" + any + ")";
}

}  // namespace

google::protobuf::RepeatedPtrField<v1::Account> SearchAccounts(pg::Transaction& tx,
                                                               const crypto::Keyring& ring,
                                                               const AccountQuery& query) {
  pg::ListStatement list(kAccounts, query.county);
  list.Within(query.within);
  if (query.org_path) list.Within({*query.org_path});
  if (query.state) list.Where("a.state = " + list.Bind(static_cast<int>(*query.state)));
  if (query.kind) list.Where("a.kind = " + list.Bind(static_cast<int>(*query.kind)));
  if (query.role) {
    list.Where(
        "EXISTS (SELECT FROM identity.role_grant r WHERE r.county_id = $1"
        " AND r.account_id = a.id AND r.revoke_time IS NULL AND r.role = " +
        list.Bind(static_cast<int>(*query.role)) + ")");
  }
  if (!query.text.empty()) list.Where(MatchAccount(&list, ring, query.text));
  list.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Account> accounts;
  const std::string select =
      std::string("SELECT ") + kAccountColumns + " FROM identity.account a WHERE a.county_id = $1";
  pg::ReadAll(list.Run(tx, select, query.limit), &accounts);
  for (auto& account : accounts) Reveal(ring, &account);
  return accounts;
}

}  // namespace qianmo::identity
