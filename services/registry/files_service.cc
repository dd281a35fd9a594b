#include "registry/files_service.h"

#include <algorithm>

#include "base/encoding.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "registry/callers.h"
#include "registry/domain/content_type.h"
#include "registry/domain/refusals.h"
#include "registry/file_access.h"
#include "registry/file_copy_store.h"
#include "registry/file_deletion_store.h"
#include "registry/file_quota_store.h"
#include "registry/photo_copies.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr std::int64_t kUsualWindow = 1 << 20;

Result<ContentRow> RequireCopy(pg::Transaction& tx, CountyId county, FileId id, v1::FileCopy kind) {
  auto copy = FindFileCopy(tx, county, id, kind);
  if (!copy) return refusals::FileCopyNotFound();
  // Under the name of what it is now.
  if (copy->content_type == "image/jpeg") {
    copy->file_name = copy->file_name.substr(0, copy->file_name.rfind('.')) + ".jpg";
  }
  return *std::move(copy);
}

google::api::HttpBody WindowOf(pg::Transaction& tx, const rpc::Call& call,
                               const ContentRow& content, const rpc::v1::ContentWindow& window) {
  const std::int64_t offset = std::min(window.offset(), content.size);
  const std::int64_t limit = window.limit() == 0 ? kUsualWindow : window.limit();
  rpc::v1::ContentInfo info;
  info.set_file_name(content.file_name);
  info.set_etag(ToHex(AsText(content.sha256)));
  info.set_total_size(content.size);
  info.set_offset(offset);
  info.set_shown(IsShown(content.content_type));
  info.set_immutable(true);
  google::api::HttpBody body;
  body.set_content_type(content.content_type);
  body.set_data(ReadContent(tx, *call.keyring(), call.county(), content.sha256, offset, limit));
  body.add_extensions()->PackFrom(info);
  return body;
}

}  // namespace

Result<v1::File> FilesService::GetFile(rpc::Call& call, const v1::GetFileRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::File> {
    QM_ASSIGN(const FileId id, RequireFile(tx, call, request.name()));
    return ReadFile(tx, call.county(), id);
  });
}

Result<v1::ListFilesResponse> FilesService::ListFiles(rpc::Call& call,
                                                      const v1::ListFilesRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListFilesResponse> {
    FileQuery query{
        .county = county, .account = AccountOf(call), .after = page.after, .limit = page.limit()};
    if (request.object().empty()) {
      QM_TRY(call.MayTouch({.county = county, .account_id = call.caller().account_id()}));
    } else {
      QM_ASSIGN(query.object, RequireFileObject(tx, call, request.object(), "object"));
    }
    v1::ListFilesResponse response;
    *response.mutable_files() = SearchFiles(tx, query);
    response.set_next_page_token(rpc::CutPage(page, response.mutable_files()));
    return response;
  });
}

Result<google::api::HttpBody> FilesService::DownloadFile(rpc::Call& call,
                                                         const v1::DownloadFileRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_ASSIGN(const FileId id, RequireFile(tx, call, request.name()));
    if (request.copy() == v1::FILE_COPY_UNSPECIFIED) {
      return WindowOf(tx, call, ContentOf(tx, call.county(), id), request.window());
    }
    QM_ASSIGN(const ContentRow copy, RequireCopy(tx, call.county(), id, request.copy()));
    return WindowOf(tx, call, copy, request.window());
  });
}

Result<v1::DeleteFileResponse> FilesService::DeleteFile(rpc::Call& call,
                                                        const v1::DeleteFileRequest& request) {
  QM_ASSIGN(const FileId id,
            IdAtHome<struct FileTag>(call, "counties/*/files/*", request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::DeleteFileResponse> {
    const CountyId county = call.county();
    const auto owner = FindOwner(tx, county, id);
    if (!owner) return refusals::FileNotFound();
    QM_TRY(call.MayTouch({.county = county, .account_id = owner->ToString()}));
    if (HoldFileInUse(tx, county, id)) return refusals::FileInUse();
    const std::int64_t size = ContentOf(tx, county, id).size;
    RemoveFile(tx, county, id);
    HoldKept(tx, county, *owner);
    AddKept(tx, county, *owner, -size);
    return v1::DeleteFileResponse();
  });
}

Result<v1::PublishFilesResponse> FilesService::PublishFiles(
    rpc::Call& call, const v1::PublishFilesRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_TRY(call.MayTouch({.county = county}));
  if (!request.object().starts_with(request.parent() + "/")) {
    return Refusal::InvalidField("object", "is of another county");
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PublishFilesResponse> {
    std::vector<Uuid> files;
    for (const std::string& name : request.files()) {
      QM_ASSIGN(const Uuid file, RequireFileToHang(tx, call, name, "files"));
      const Uuid account = FindOwner(tx, county, FileId{file}).value();
      QM_TRY(KeepPublicCopy(tx, call, account, ContentOf(tx, county, FileId{file})));
      files.push_back(file);
    }
    SetPublicFiles(tx, county, request.object(), files);
    return v1::PublishFilesResponse();
  });
}

Result<google::api::HttpBody> FilesService::DownloadPublicFile(
    rpc::Call& call, const v1::DownloadPublicFileRequest& request) {
  QM_ASSIGN(const auto name,
            rpc::ParseNamedId<struct FileTag>("counties/*/files/*", request.name(), "name"));
  call.SetCounty(name.county);
  const bool is_given = request.copy() != v1::FILE_COPY_UNSPECIFIED;
  const v1::FileCopy kind = is_given ? request.copy() : v1::FILE_COPY_PUBLIC;
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    if (!IsPublicFile(tx, name.county, name.id)) return refusals::FileNotFound();
    QM_ASSIGN(const ContentRow copy, RequireCopy(tx, name.county, name.id, kind));
    return WindowOf(tx, call, copy, request.window());
  });
}

}  // namespace qianmo::registry
