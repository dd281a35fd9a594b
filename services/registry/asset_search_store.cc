#include "registry/asset_search_store.h"

#include "base/search_terms.h"
#include "pg/reader.h"
#include "registry/asset_store.h"
#include "registry/list_statement.h"

namespace qianmo::registry {
namespace {

// Part of the name, or a whole code, which is one of the terms.
void MatchAsset(ListStatement* list, const std::string& text) {
  const auto terms = QueryTerms(text);
  const std::string folded = FoldName(text);
  if (terms.empty()) return list->Where("false");
  list->Where("(a.search_terms @> " + list->Bind(pg::Array(terms)) +
              "::text[] AND strpos(lower(replace(a.display_name, ' ', '')), " + list->Bind(folded) +
              ") > 0 OR a.search_terms @> " + list->Bind(pg::Array<std::string>({folded})) +
              "::text[])");
}

}  // namespace

google::protobuf::RepeatedPtrField<v1::Asset> SearchAssets(pg::Transaction& tx,
                                                           const AssetQuery& query) {
  ListStatement list(kSelectAsset, "a", query.county);
  list.Where(list.Below(query.within));
  if (query.org_path) list.Where(list.Below({*query.org_path}));
  if (query.asset_class != 0) {
    list.Where("a.asset_class = " + list.Bind(static_cast<int>(query.asset_class)));
  }
  if (query.right_type != 0) {
    list.Where("a.right_type = " + list.Bind(static_cast<int>(query.right_type)));
  }
  if (query.state != 0) list.Where("a.state = " + list.Bind(static_cast<int>(query.state)));
  if (!query.text.empty()) MatchAsset(&list, query.text);
  if (query.idle_before) list.Where("a.idle_since <= " + list.Bind(*query.idle_before));
  list.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Asset> assets;
  pg::ReadAll(list.Run(tx, query.limit), &assets);
  return assets;
}

}  // namespace qianmo::registry
