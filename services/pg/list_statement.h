// A page of a list in the order of ids, fast whatever is asked for and however many rows there are.
// No index has both the order and everything that can be asked, and what the server guesses of a
// word's frequency is often wrong, so it is left no choice. The next rows of the table are looked
// through first, as many as hold a page of anything common. Where they do not, what is asked for
// is rare, and all of it is gathered by bitmaps of its indexes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/transaction.h"

namespace qianmo::pg {

struct ListTable {
  std::string_view name;
  std::string_view alias;
  // What conditions speak of, besides county_id and id: "org_path, state".
  std::string_view columns;
  bool newest_first = false;
};

class ListStatement {
 public:
  ListStatement(const ListTable& table, CountyId county);

  // The text of a parameter that holds this value: "$2".
  std::string Bind(const Param& value);
  // Conditions speak of the table by its alias.
  void Where(const std::string& condition) { conditions_ += " AND " + condition; }
  // The same condition said twice: as it is asked of one row after the other, and as it gathers
  // all rows. The first should leave the server no way to gather them either.
  void Where(const std::string& of_a_row, const std::string& of_all);
  // One that few rows meet, in any county, and that has an index: these are gathered at once.
  void WhereFew(const std::string& condition);
  // Rows whose org_path begins with one of these; none when there are none.
  void Within(const std::vector<std::string>& prefixes);
  // And those that meet this besides, which few do.
  void WithinOr(const std::vector<std::string>& prefixes, const std::string& condition);
  // That a name has this part. `column` is that of the name, in a table with search_terms:
  // "a.display_name".
  std::string Matches(std::string_view column, std::string_view text);
  void After(const std::optional<Uuid>& id) { after_ = id; }

  // The rows of the page by `select`, which ends in "WHERE a.county_id = $1" with the table's
  // alias; the values are its further parameters.
  pqxx::result Run(Transaction& tx, std::string_view select, int limit,
                   const std::vector<Param>& values = {});

 private:
  std::vector<Uuid> FindIds(Transaction& tx, int limit);
  std::vector<Uuid> LookThrough(Transaction& tx, int limit);
  std::vector<Uuid> Gather(Transaction& tx, int limit);
  std::string Order() const;
  // The beginning of both: rows of the county behind the page before.
  std::string Rest();

  // Said so that the index on org_path serves it.
  std::string Below(const std::vector<std::string>& prefixes);

  const ListTable table_;
  const std::string county_path_;
  std::vector<Param> params_;
  std::string conditions_;
  std::string row_conditions_;  // besides, while rows are looked through
  std::string set_conditions_;  // besides, while they are gathered
  std::optional<Uuid> after_;
  std::string rest_;
  bool few_ = false;
};

}  // namespace qianmo::pg
