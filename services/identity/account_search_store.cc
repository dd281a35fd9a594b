#include "identity/account_search_store.h"

#include "base/encoding.h"
#include "base/search_terms.h"
#include "identity/account_store.h"
#include "identity/domain/handle.h"
#include "pg/reader.h"

namespace qianmo::identity {
namespace {

// A statement that grows by the conditions that are asked for, so that each combination has a plan
// of its own and none is slowed down by what it does not ask.
class Statement {
 public:
  explicit Statement(CountyId county) { params_.emplace_back(county); }

  // The text of a parameter that holds this value: "$2".
  std::string Bind(const pg::Param& value) {
    params_.push_back(value);
    return "$" + std::to_string(params_.size());
  }
  void Where(const std::string& condition) { conditions_ += " AND " + condition; }
  pqxx::result Run(pg::Transaction& tx, int limit) {
    const std::string most = Bind(limit);
    return tx.RunWith(std::string("SELECT ") + kAccountColumns +
                          " FROM identity.account a WHERE a.county_id = $1" + conditions_ +
                          " ORDER BY a.county_id, a.id LIMIT " + most,
                      params_);
  }

 private:
  std::vector<pg::Param> params_;
  std::string conditions_;
};

// Paths that begin with `prefix`, said so that the index on org_path serves it.
std::string Below(Statement* statement, const std::string& prefix) {
  std::string end = prefix;
  ++end.back();
  return "(a.org_path ~>=~ " + statement->Bind(prefix) + " AND a.org_path ~<~ " +
         statement->Bind(end) + ")";
}

std::string BelowAny(Statement* statement, const std::vector<std::string>& prefixes) {
  std::string any = "false";
  for (const std::string& prefix : prefixes) any += " OR " + Below(statement, prefix);
  return "(" + any + ")";
}

std::string Matches(Statement* statement, const crypto::Keyring& ring, const std::string& text) {
  const auto terms = QueryTerms(text);
  std::string any = "false";
  if (!terms.empty()) {
    // Terms may stand apart in a name; the second half makes sure of their order.
    any = "(a.search_terms @> " + statement->Bind(pg::Array(terms)) + "::text[] AND strpos(" +
          "lower(replace(a.display_name, ' ', '')), " + statement->Bind(FoldName(text)) + ") > 0)";
  }
  const auto handle = ParseHandle("text", text);
  if (!handle) return "(" + any + ")";
  const auto in = [&](const char* column, const std::vector<crypto::Digest>& digests) {
    std::vector<pg::Bytes> bytes;
    for (const auto& digest : digests) bytes.push_back({AsText(digest)});
    any += std::string(" OR ") + column + " = ANY (" + statement->Bind(pg::Array(bytes)) +
           "::bytea[])";
  };
  in("a.handle_index", HandleIndexes(ring, handle->text));
  in("a.phone_index", PhoneIndexes(ring, handle->text));
  return "(" + any + ")";
}

}  // namespace

google::protobuf::RepeatedPtrField<v1::Account> SearchAccounts(pg::Transaction& tx,
                                                               const crypto::Keyring& ring,
                                                               const AccountQuery& query) {
  Statement statement(query.county);
  statement.Where(BelowAny(&statement, query.within));
  if (query.org_path) statement.Where(Below(&statement, *query.org_path));
  if (query.state) {
    statement.Where("a.state = " + statement.Bind(static_cast<int>(*query.state)));
  }
  if (query.kind) statement.Where("a.kind = " + statement.Bind(static_cast<int>(*query.kind)));
  if (query.role) {
    statement.Where(
        "EXISTS (SELECT FROM identity.role_grant r WHERE r.county_id = $1"
        " AND r.account_id = a.id AND r.revoke_time IS NULL AND r.role = " +
        statement.Bind(static_cast<int>(*query.role)) + ")");
  }
  if (!query.text.empty()) statement.Where(Matches(&statement, ring, query.text));
  if (query.after) statement.Where("a.id > " + statement.Bind(*query.after));
  google::protobuf::RepeatedPtrField<v1::Account> accounts;
  pg::ReadAll(statement.Run(tx, query.limit), &accounts);
  for (auto& account : accounts) Reveal(ring, &account);
  return accounts;
}

}  // namespace qianmo::identity
