// A list that grows by the conditions that are asked for, so that each combination has a plan of
// its own and none is slowed down by what it does not ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/transaction.h"

namespace qianmo::registry {

class ListStatement {
 public:
  // `select` ends in "WHERE x.county_id = $1"; `alias` is that x, the table whose id orders the
  // list.
  ListStatement(std::string_view select, std::string_view alias, CountyId county);

  // The text of a parameter that holds this value: "$2".
  std::string Bind(const pg::Param& value);
  void Where(const std::string& condition) { conditions_ += " AND " + condition; }

  // Rows whose alias.org_path begins with one of these; none when there are none. Said so that the
  // index on org_path serves it.
  std::string Below(const std::vector<std::string>& prefixes);
  // Names with this part in them: alias.search_terms and alias.`column`. As a condition of the
  // whole list, and as one to be put together with others.
  void Matching(std::string_view text, std::string_view column = "name");
  std::string Matches(std::string_view text, std::string_view column = "name");
  void After(const std::optional<Uuid>& id);

  pqxx::result Run(pg::Transaction& tx, int limit);

 private:
  const std::string select_;
  const std::string alias_;
  std::vector<pg::Param> params_;
  std::string conditions_;
};

}  // namespace qianmo::registry
