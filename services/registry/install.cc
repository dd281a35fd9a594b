#include "registry/install.h"

#include "registry/files_service.h"
#include "registry/reseal_service.h"
#include "registry/upload_store.h"
#include "registry/uploads_service.h"

namespace qianmo::registry {
namespace {

constexpr std::chrono::seconds kSweepEvery{30};
constexpr std::chrono::seconds kSweepTime{10};

bool SweepOne(const rpc::Room& room, CountyId county) {
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + kSweepTime};
  return *pg::Transact(room.pool, options, [&](pg::Transaction& tx) -> Result<bool> {
    return RemoveOneExpired(tx, county, room.clock.Now());
  });
}

}  // namespace

void Install(rpc::Hosted& hosted, const std::string& site) {
  rpc::Endpoint& endpoint = hosted.Offer(
      v1::File::descriptor()->file()->pool()->FindServiceByName("qianmo.registry.v1.FilesService"));
  auto& uploads = hosted.Keep(std::make_shared<UploadsService>());
  endpoint.On("CreateUpload", &uploads, &UploadsService::CreateUpload);
  endpoint.On("GetUpload", &uploads, &UploadsService::GetUpload);
  endpoint.On("PutChunk", &uploads, &UploadsService::PutChunk);
  // Reads the whole content, and decodes photos.
  endpoint.On("FinishUpload", &uploads, &UploadsService::FinishUpload, rpc::Crew::kSlow);
  endpoint.On("CancelUpload", &uploads, &UploadsService::CancelUpload);
  auto& files = hosted.Keep(std::make_shared<FilesService>());
  endpoint.On("GetFile", &files, &FilesService::GetFile);
  endpoint.On("ListFiles", &files, &FilesService::ListFiles);
  endpoint.On("DownloadFile", &files, &FilesService::DownloadFile);
  endpoint.On("DeleteFile", &files, &FilesService::DeleteFile);
  endpoint.On("PublishFiles", &files, &FilesService::PublishFiles, rpc::Crew::kSlow);
  endpoint.On("DownloadPublicFile", &files, &FilesService::DownloadPublicFile);
  hosted.chores().Every(kSweepEvery, "expired uploads", [&room = hosted.room()](CountyId county) {
    return SweepOne(room, county);
  });
  InstallCollectives(hosted);
  InstallHouseholds(hosted);
  InstallUnits(hosted, site);
  InstallAssets(hosted);
  InstallParties(hosted);
  InstallImports(hosted);
  InstallKeys(hosted);
}

void InstallKeys(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = hosted.Offer(v1::ResealOutcome::descriptor()->file()->service(0));
  auto& reseal = hosted.Keep(std::make_shared<ResealService>(hosted.room(), hosted.operations()));
  endpoint.On("StartReseal", &reseal, &ResealService::StartReseal);
}

}  // namespace qianmo::registry
