#include "registry/asset_search_store.h"

#include "base/org_path.h"
#include "base/search_terms.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/asset_store.h"

namespace qianmo::registry {
namespace {

constexpr pg::ListTable kAssets = {
    .name = "registry.asset",
    .alias = "a",
    .columns = "org_path, asset_class, right_type, state, idle_since, display_name, search_terms"};

// Part of the name, or a whole code, which is one of the terms.
std::string MatchAsset(pg::ListStatement* list, const std::string& text) {
  const std::vector<std::string> whole = {FoldName(text)};
  const std::string part = list->Matches("a.display_name", text);
  if (QueryTerms(text) == whole) return part;
  return "(" + part + " OR a.search_terms @> " + list->Bind(pg::Array(whole)) + "::text[])";
}

// Those that somebody at or below the path owns a part of, though they are kept elsewhere.
std::vector<AssetId> JointAssetsOf(pg::Transaction& tx, CountyId county, const std::string& path) {
  if (path == OrgPath::Of(county).text()) return {};  // nothing is kept elsewhere
  std::string end = path;
  ++end.back();
  std::vector<AssetId> ids;
  for (const auto& row :
       tx.Run("SELECT DISTINCT o.asset_id FROM registry.collective c"
              " JOIN registry.asset_owner o ON o.county_id = c.county_id"
              "  AND o.collective_id = c.id AND o.numerator < o.denominator"
              " JOIN registry.asset a ON a.county_id = o.county_id AND a.id = o.asset_id"
              " WHERE c.county_id = $1 AND c.org_path ~>=~ $2 AND c.org_path ~<~ $3"
              "  AND NOT (a.org_path ~>=~ $2 AND a.org_path ~<~ $3)",
              county, path, end)) {
    ids.push_back(pg::Get<AssetId>(row, "asset_id"));
  }
  return ids;
}

// Kept or owned in part there. Joint assets are few, so they are looked up first: the plan stays
// that of the paths.
void WithinOrOwned(pg::Transaction& tx, pg::ListStatement* list, CountyId county,
                   const std::vector<std::string>& paths) {
  std::vector<AssetId> joint;
  for (const std::string& path : paths) {
    const auto of_one = JointAssetsOf(tx, county, path);
    joint.insert(joint.end(), of_one.begin(), of_one.end());
  }
  if (joint.empty()) return list->Within(paths);
  list->WithinOr(paths, "a.id = ANY (" + list->Bind(pg::Array(joint)) + "::uuid[])");
}

}  // namespace

google::protobuf::RepeatedPtrField<v1::Asset> SearchAssets(pg::Transaction& tx,
                                                           const AssetQuery& query) {
  pg::ListStatement list(kAssets, query.county);
  WithinOrOwned(tx, &list, query.county, query.within);
  if (query.org_path) WithinOrOwned(tx, &list, query.county, {*query.org_path});
  if (query.asset_class != 0) {
    list.Where("a.asset_class = " + list.Bind(static_cast<int>(query.asset_class)));
  }
  if (query.right_type != 0) {
    list.Where("a.right_type = " + list.Bind(static_cast<int>(query.right_type)));
  }
  if (query.state != 0) list.Where("a.state = " + list.Bind(static_cast<int>(query.state)));
  if (!query.text.empty()) list.Where(MatchAsset(&list, query.text));
  if (query.idle_before) list.Where("a.idle_since <= " + list.Bind(*query.idle_before));
  list.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Asset> assets;
  pg::ReadAll(list.Run(tx, kSelectAsset, query.limit), &assets);
  return assets;
}

}  // namespace qianmo::registry
