#include "pg/list_statement.h"

#include <algorithm>

#include "base/search_terms.h"

namespace qianmo::pg {
namespace {

// Rows to look through for one of the page. What is rarer than one in so many is cheaper gathered,
// even by the tens of thousands that it may be in a million.
constexpr int kRowsForOne = 80;

// A path of a village, or of something below one: its rows are few.
bool IsLow(const std::string& path) {
  constexpr int kSlashesOfVillage = 4;  // "/7/township/village/"
  return std::ranges::count(path, '/') >= kSlashesOfVillage;
}

// What a row costs to look at when its block is at hand, in the server's units. Its own default is
// a fifth of that, and so it would rather look at every second row of a million than put two
// bitmaps over each other.
constexpr char kRowCost[] = "0.05";

void SetPlanning(Transaction& tx, std::string_view walks, std::string_view lookups,
                 std::string_view row_cost) {
  tx.Run(
      "SELECT set_config('enable_seqscan', $1, true), set_config('enable_indexscan', $2, true),"
      "  set_config('cpu_tuple_cost', $3, true)",
      walks, lookups, row_cost);
}

std::vector<Uuid> IdsOf(const pqxx::result& rows) {
  std::vector<Uuid> ids;
  for (const auto& row : rows) ids.push_back(Get<Uuid>(row, "id"));
  return ids;
}

}  // namespace

ListStatement::ListStatement(const ListTable& table, CountyId county)
    : table_(table), county_path_("/" + std::to_string(county.number) + "/") {
  params_.emplace_back(county);
}

std::string ListStatement::Bind(const Param& value) {
  params_.push_back(value);
  return "$" + std::to_string(params_.size());
}

void ListStatement::Where(const std::string& of_a_row, const std::string& of_all) {
  row_conditions_ += " AND " + of_a_row;
  set_conditions_ += " AND " + of_all;
}

void ListStatement::WhereFew(const std::string& condition) {
  Where(condition);
  few_ = true;
}

void ListStatement::Within(const std::vector<std::string>& prefixes) {
  WithinOr(prefixes, "false");
}

void ListStatement::WithinOr(const std::vector<std::string>& prefixes,
                             const std::string& condition) {
  const std::string either = "(" + condition + " OR " + Below(prefixes) + ")";
  if (std::ranges::all_of(prefixes, IsLow)) return WhereFew(either);
  Where(either);
}

std::string ListStatement::Below(const std::vector<std::string>& prefixes) {
  if (std::ranges::count(prefixes, county_path_) > 0) return "true";
  std::string any;
  for (const std::string& prefix : prefixes) {
    const std::string path = std::string(table_.alias) + ".org_path";
    std::string end = prefix;
    ++end.back();
    any += (any.empty() ? "(" : " OR (") + path + " ~>=~ " + Bind(prefix) + " AND " + path +
           " ~<~ " + Bind(end) + ")";
  }
  return any.empty() ? "false" : any;
}

std::string ListStatement::Matches(std::string_view column, std::string_view text) {
  const auto terms = QueryTerms(text);
  if (terms.empty()) return "false";
  const std::string alias(column.substr(0, column.find('.')));
  const std::string has = alias + ".search_terms @> " + Bind(Array(terms)) + "::text[]";
  const std::string part = FoldName(text);
  if (part == terms.front()) return has;
  // Several terms may stand apart in a name; the second half makes sure of their order.
  return "(" + has + " AND strpos(lower(replace(" + std::string(column) + ", ' ', '')), " +
         Bind(part) + ") > 0)";
}

pqxx::result ListStatement::Run(Transaction& tx, std::string_view select, int limit,
                                const std::vector<Param>& values) {
  std::vector<Param> params = {params_.front()};
  params.insert(params.end(), values.begin(), values.end());
  params.emplace_back(Array(FindIds(tx, limit)));
  return tx.RunWith(std::string(select) + " AND " + std::string(table_.alias) + ".id = ANY ($" +
                        std::to_string(params.size()) + "::uuid[])" + Order(),
                    params);
}

std::string ListStatement::Order() const {
  const std::string alias(table_.alias);
  const char* const way = table_.newest_first ? " DESC" : "";
  return " ORDER BY " + alias + ".county_id" + way + ", " + alias + ".id" + way;
}

std::vector<Uuid> ListStatement::FindIds(Transaction& tx, int limit) {
  rest_ = Rest();
  if (!few_) {
    auto ids = LookThrough(tx, limit);
    if (ids.size() == static_cast<std::size_t>(limit)) return ids;
  }
  return Gather(tx, limit);
}

std::string ListStatement::Rest() {
  const std::string alias(table_.alias);
  const std::string rest =
      " FROM " + std::string(table_.name) + " " + alias + " WHERE " + alias + ".county_id = $1";
  const char* const behind = table_.newest_first ? ".id < " : ".id > ";
  return after_ ? rest + " AND " + alias + behind + Bind(*after_) : rest;
}

std::vector<Uuid> ListStatement::LookThrough(Transaction& tx, int limit) {
  const std::string alias(table_.alias);
  std::string columns = "county_id, id";
  if (!table_.columns.empty()) columns.append(", ").append(table_.columns);
  return IdsOf(tx.RunOnce("SELECT " + alias + ".id FROM (SELECT " + columns + rest_ + Order() +
                              " LIMIT " + std::to_string(limit * kRowsForOne) + ") " + alias +
                              " WHERE true" + conditions_ + row_conditions_ + Order() + " LIMIT " +
                              std::to_string(limit),
                          params_));
}

std::vector<Uuid> ListStatement::Gather(Transaction& tx, int limit) {
  const auto usual = tx.Run(
      "SELECT current_setting('enable_seqscan') AS walks, current_setting('enable_indexscan') AS"
      "  lookups, current_setting('cpu_tuple_cost') AS row_cost");
  SetPlanning(tx, "off", "off", kRowCost);
  // OFFSET 0 keeps the order and the limit out of the choice of the indexes.
  const auto rows =
      tx.RunOnce("SELECT id FROM (SELECT " + std::string(table_.alias) + ".id" + rest_ +
                     conditions_ + set_conditions_ + " OFFSET 0) found ORDER BY id" +
                     (table_.newest_first ? " DESC" : "") + " LIMIT " + std::to_string(limit),
                 params_);
  SetPlanning(tx, Get<std::string>(usual[0], "walks"), Get<std::string>(usual[0], "lookups"),
              Get<std::string>(usual[0], "row_cost"));
  return IdsOf(rows);
}

}  // namespace qianmo::pg
