// What requests about assets, parcels, counts and recovery say, in the terms of the rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "registry/asset_store.h"
#include "registry/callers.h"

namespace qianmo::registry {

// An asset as it is wanted, whole. `keeper` is who keeps it. Refuses what CheckKind, CheckQuantity,
// CheckOwners and CheckParts refuse, and names in which nothing can be read.
Result<AssetDraft> ParseAsset(rpc::Call& call, const v1::Asset& wanted, const Uuid& keeper,
                              const std::vector<PartId>& parts);
// That owners are there, and that photos which the asset does not have yet are files that the
// caller may see. Refuses COLLECTIVE_…, PARTNER_…, FILE_NOT_FOUND.
Result<Done> CheckDraft(pg::Transaction& tx, rpc::Call& call, const Uuid& keeper,
                        const AssetDraft& draft, const v1::Asset& shown);

// Refuses a field that is not given.
Result<Done> RequireGiven(bool given, std::string_view field);

// The asset of this name, in the caller's scope, as `find` finds it. Refuses ASSET_NOT_FOUND.
using FindingAsset = std::optional<AssetRow> (&)(pg::Transaction&, CountyId, AssetId);
Result<AssetRow> RequireAsset(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                              std::string_view field, FindingAsset find);

// The same for whoever only reads: also who looks after an owner of a part of it.
Result<AssetRow> RequireReadable(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                                 std::string_view field);

// The path of the collective that a list is asked for; nothing where none is named.
Result<std::optional<std::string>> ParseWithin(pg::Transaction& tx, rpc::Call& call,
                                               const std::string& collective);

// What the caller does to an asset now.
AssetDeed DeedOf(const rpc::Call& call, v1::AssetEvent::Kind kind, std::string reason,
                 std::string cause = "");

}  // namespace qianmo::registry
