// Lists of assets: whatever is asked for, in pages that stay fast in a county with a million. An
// asset of several owners is in the lists of all of them, whoever keeps it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/transaction.h"
#include "qianmo/registry/v1/asset_resources.pb.h"

namespace qianmo::registry {

struct AssetQuery {
  CountyId county;
  std::vector<std::string> within;      // the paths that the caller reaches
  std::optional<std::string> org_path;  // and of those, this one and what is below it
  v1::AssetClass asset_class = v1::ASSET_CLASS_UNSPECIFIED;
  v1::RightType right_type = v1::RIGHT_TYPE_UNSPECIFIED;
  v1::Asset::State state = v1::Asset::STATE_UNSPECIFIED;
  std::string text;
  std::optional<Time> idle_before;
  std::optional<Uuid> after;
  int limit = 0;
};

google::protobuf::RepeatedPtrField<v1::Asset> SearchAssets(pg::Transaction& tx,
                                                           const AssetQuery& query);

}  // namespace qianmo::registry
