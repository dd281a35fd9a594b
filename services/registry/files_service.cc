#include "registry/files_service.h"

#include <algorithm>

#include "qianmo/rpc/v1/content.pb.h"
#include "registry/callers.h"
#include "registry/domain/content_type.h"
#include "registry/file_access.h"
#include "registry/file_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr std::int64_t kUsualWindow = 1 << 20;

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
    FileQuery query{.county = county,
                    .account = AccountOf(call),
                    .after = page.after,
                    .limit = page.limit()};
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
    const v1::File file = ReadFile(tx, call.county(), id);
    const std::int64_t offset = std::min(request.window().offset(), file.size());
    const std::int64_t limit = request.window().limit();
    rpc::v1::ContentInfo info;
    info.set_file_name(file.file_name());
    info.set_etag(file.sha256());
    info.set_total_size(file.size());
    info.set_offset(offset);
    info.set_shown(IsShown(file.content_type()));
    info.set_immutable(true);
    google::api::HttpBody body;
    body.set_content_type(file.content_type());
    body.set_data(ReadContent(tx, *call.keyring(), call.county(), id, offset,
                              limit == 0 ? kUsualWindow : limit));
    body.add_extensions()->PackFrom(info);
    return body;
  });
}

}  // namespace qianmo::registry
