#include "registry/import_place_store.h"

#include <set>

#include "base/text.h"
#include "pg/row.h"

namespace qianmo::registry {

ImportPlaces ImportPlaces::Load(pg::Transaction& tx, CountyId county) {
  ImportPlaces all;
  std::set<std::string> several;
  const auto add = [&](const std::string& text, const ImportPlace& place) {
    const auto normal = NormalizeName(text);
    if (!normal || normal->empty()) return;
    const auto [there, added] = all.places_.emplace(*normal, place);
    if (!added && there->second.collective != place.collective) several.insert(*normal);
  };
  for (const auto& row :
       tx.Run("SELECT c.id, c.org_path, c.name, coalesce(p.name || '/' || c.name, '') AS longer,"
              "  coalesce(c.credit_code, '') AS credit_code"
              " FROM registry.collective c LEFT JOIN registry.collective p"
              "  ON p.county_id = c.county_id AND p.id = c.parent_id"
              " WHERE c.county_id = $1 AND c.state = 1",
              county)) {
    auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
    if (!path) throw pg::Trouble("a stored organisation path does not parse");
    const ImportPlace place{pg::Get<Uuid>(row, "id"), *std::move(path)};
    for (const char* column : {"name", "longer", "credit_code"}) {
      add(pg::Get<std::string>(row, column), place);
    }
  }
  for (const std::string& name : several) all.places_.erase(name);
  return all;
}

std::variant<ImportPlace, RowProblem> ImportPlaces::Find(const std::string& name,
                                                         const OrgPath& within) const {
  const auto found = places_.find(name);
  if (found == places_.end()) return RowProblem::kCollectiveUnknown;
  if (!within.Contains(found->second.org_path)) return RowProblem::kCollectiveOutside;
  return found->second;
}

}  // namespace qianmo::registry
