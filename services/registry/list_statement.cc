#include "registry/list_statement.h"

#include "base/search_terms.h"

namespace qianmo::registry {

ListStatement::ListStatement(std::string_view select, std::string_view alias, CountyId county)
    : select_(select), alias_(alias) {
  params_.emplace_back(county);
}

std::string ListStatement::Bind(const pg::Param& value) {
  params_.push_back(value);
  return "$" + std::to_string(params_.size());
}

std::string ListStatement::Below(const std::vector<std::string>& prefixes) {
  std::string any = "false";
  for (const std::string& prefix : prefixes) {
    std::string end = prefix;
    ++end.back();
    any += " OR (" + alias_ + ".org_path ~>=~ " + Bind(prefix) + " AND " + alias_ +
           ".org_path ~<~ " + Bind(end) + ")";
  }
  return "(" + any + ")";
}

void ListStatement::Matching(std::string_view text, std::string_view column) {
  Where(Matches(text, column));
}

std::string ListStatement::Matches(std::string_view text, std::string_view column) {
  const auto terms = QueryTerms(text);
  if (terms.empty()) return "false";
  // Terms may stand apart in a name; the second half makes sure of their order.
  return "(" + alias_ + ".search_terms @> " + Bind(pg::Array(terms)) +
         "::text[] AND strpos(lower(replace(" + alias_ + "." + std::string(column) +
         ", ' ', '')), " + Bind(FoldName(text)) + ") > 0)";
}

void ListStatement::After(const std::optional<Uuid>& id) {
  if (id) Where(alias_ + ".id > " + Bind(*id));
}

pqxx::result ListStatement::Run(pg::Transaction& tx, int limit) {
  const std::string most = Bind(limit);
  return tx.RunWith(
      select_ + conditions_ + " ORDER BY " + alias_ + ".county_id, " + alias_ + ".id LIMIT " + most,
      params_);
}

}  // namespace qianmo::registry
