#include "registry/file_access.h"

#include <array>

#include "registry/callers.h"
#include "registry/domain/refusals.h"
#include "registry/file_store.h"

namespace qianmo::registry {
namespace {

struct FileObjectRule {
  FileObjectKind kind;
  std::string_view pattern;
  // Whoever may call it on the object may see its files.
  const char* shown_by;
};

constexpr std::array<FileObjectRule, 4> kFileObjectRules = {
    {{FileObjectKind::kAsset, "counties/*/assets/*", "qianmo.registry.v1.AssetsService.GetAsset"},
     {FileObjectKind::kParcel, "counties/*/parcels/*",
      "qianmo.registry.v1.ParcelsService.GetParcel"},
     {FileObjectKind::kRecovery, "counties/*/recoveries/*",
      "qianmo.registry.v1.RecoveriesService.GetRecovery"},
     {FileObjectKind::kBidder, "counties/*/bidders/*",
      "qianmo.registry.v1.BiddersService.GetBidder"}}};

rpc::MethodPolicy PolicyNamed(const char* method) {
  const auto* pool = v1::File::descriptor()->file()->pool();
  return *rpc::PolicyOf(*pool->FindMethodByName(method));
}

const rpc::MethodPolicy& ShownBy(FileObjectKind kind) {
  static const auto policies = [] {
    std::array<rpc::MethodPolicy, kFileObjectRules.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = PolicyNamed(kFileObjectRules[i].shown_by);
    return all;
  }();
  return policies.at(static_cast<std::size_t>(kind) - 1);
}

const rpc::MethodPolicy& ShownToUploader() {
  static const rpc::MethodPolicy policy = PolicyNamed("qianmo.registry.v1.FilesService.GetFile");
  return policy;
}

Result<Done> MayTouchFile(pg::Transaction& tx, rpc::Call& call, FileId id) {
  const auto owner = FindOwner(tx, call.county(), id);
  if (!owner) return refusals::FileNotFound();
  const Result<Done> own = call.MayTouchBy(
      ShownToUploader(), {.county = call.county(), .account_id = owner->ToString()});
  if (own) return own;
  for (const FilePlace& place : PlacesOf(tx, call.county(), id)) {
    if (call.MayTouchBy(ShownBy(place.kind), place.scope)) return Done{};
  }
  return own;
}

}  // namespace

Result<FileId> RequireFile(pg::Transaction& tx, rpc::Call& call, std::string_view name) {
  QM_ASSIGN(const FileId id, IdAtHome<struct FileTag>(call, "counties/*/files/*", name, "name"));
  QM_TRY(MayTouchFile(tx, call, id));
  return id;
}

Result<Uuid> RequireFileToHang(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                               std::string_view field) {
  QM_ASSIGN(const FileId id, IdAtHome<struct FileTag>(call, "counties/*/files/*", name, field));
  if (!MaySeeFile(tx, call, id)) return refusals::FileNotFound();
  return id.uuid;
}

bool MaySeeFile(pg::Transaction& tx, rpc::Call& call, FileId id) {
  return static_cast<bool>(MayTouchFile(tx, call, id));
}

Result<FileObject> RequireFileObject(pg::Transaction& tx, rpc::Call& call, std::string_view name,
                                     std::string_view field) {
  for (const FileObjectRule& rule : kFileObjectRules) {
    const auto parsed = rpc::ParseNamedId<struct FileObjectTag>(rule.pattern, name, field);
    if (!parsed) continue;
    QM_TRY(RequireHome(call, parsed->county));
    const FileObject object{.kind = rule.kind, .id = parsed->id.uuid};
    const auto place = FindFilePlace(tx, call.county(), object);
    if (!place) return refusals::FileObjectNotFound();
    QM_TRY(call.MayTouchBy(ShownBy(rule.kind), place->scope));
    return object;
  }
  return refusals::FileObjectNotFound();
}

}  // namespace qianmo::registry
