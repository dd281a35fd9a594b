// Who may do what with files that hang on nothing, by hand from pages 3.8 and 2.7 of the design:
// whoever has an account brings files, and nobody but the owner sees them. Files of objects are in
// file_access_test and document_access_test.
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "services/registry/archive.h"

namespace qianmo::registry {
namespace {

enum class Place {
  kHome,    // no object yet
  kOwn,     // the caller's own upload or file
  kOthers,  // of another account of the county
  kAbroad,  // of another county
};

struct Row {
  const char* method;
  Place place;
  char stranger;
  char everybody_else;  // + may, - may not, U must sign in first, 0 finds nothing
  char service = everybody_else;
};

const std::vector<Row> kMatrix = {{"CreateUpload", Place::kHome, 'U', '+'},
                                  {"CreateUpload", Place::kAbroad, 'U', '-'},
                                  {"GetUpload", Place::kOwn, 'U', '+'},
                                  {"GetUpload", Place::kOthers, 'U', '-'},
                                  {"GetUpload", Place::kAbroad, 'U', '-'},
                                  {"PutChunk", Place::kOwn, 'U', '+'},
                                  {"PutChunk", Place::kOthers, 'U', '-'},
                                  {"PutChunk", Place::kAbroad, 'U', '-'},
                                  {"FinishUpload", Place::kOwn, 'U', '+'},
                                  {"FinishUpload", Place::kOthers, 'U', '-'},
                                  {"FinishUpload", Place::kAbroad, 'U', '-'},
                                  {"CancelUpload", Place::kOwn, 'U', '+'},
                                  {"CancelUpload", Place::kOthers, 'U', '-'},
                                  {"CancelUpload", Place::kAbroad, 'U', '-'},
                                  {"GetFile", Place::kOwn, 'U', '+'},
                                  {"GetFile", Place::kOthers, 'U', '-'},
                                  {"GetFile", Place::kAbroad, 'U', '-'},
                                  {"ListFiles", Place::kHome, 'U', '+'},
                                  {"ListFiles", Place::kAbroad, 'U', '-'},
                                  {"DownloadFile", Place::kOwn, 'U', '+'},
                                  {"DownloadFile", Place::kOthers, 'U', '-'},
                                  {"DownloadFile", Place::kAbroad, 'U', '-'},
                                  {"DeleteFile", Place::kOwn, 'U', '+'},
                                  {"DeleteFile", Place::kOthers, 'U', '-'},
                                  {"DeleteFile", Place::kAbroad, 'U', '-'},
                                  {"PublishFiles", Place::kHome, 'U', '-', '+'},
                                  {"PublishFiles", Place::kAbroad, 'U', '-', '-'},
                                  // Of a file that is not public nobody learns anything.
                                  {"DownloadPublicFile", Place::kOwn, '0', '0'},
                                  {"DownloadPublicFile", Place::kOthers, '0', '0'},
                                  {"DownloadPublicFile", Place::kAbroad, '0', '0'}};

struct Target {
  std::string county, upload, file;
};

using Calling = std::function<grpc::Status(Archive&, const rpc::v1::Caller&, const Target&)>;

const std::map<std::string, Calling>& Calls() {
  static const std::map<std::string, Calling> calls = {
      {"CreateUpload",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         v1::CreateUploadRequest request;
         request.set_parent(target.county);
         request.set_request_id(NewRequestId());
         request.set_file_name("a");
         request.set_total_size(5);
         return archive.Ask(caller, &Stub::CreateUpload, request).status;
       }},
      {"GetUpload",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive.Ask(caller, &Stub::GetUpload, Named<v1::GetUploadRequest>(target.upload))
             .status;
       }},
      {"PutChunk",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive.Put(caller, target.upload, 0, "hello").status;
       }},
      {"FinishUpload",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive.Finish(caller, target.upload).status;
       }},
      {"CancelUpload",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive
             .Ask(caller, &Stub::CancelUpload, Named<v1::CancelUploadRequest>(target.upload))
             .status;
       }},
      {"GetFile",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive.Ask(caller, &Stub::GetFile, Named<v1::GetFileRequest>(target.file)).status;
       }},
      {"ListFiles",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         v1::ListFilesRequest request;
         request.set_parent(target.county);
         return archive.Ask(caller, &Stub::ListFiles, request).status;
       }},
      {"DeleteFile",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive.Ask(caller, &Stub::DeleteFile, Named<v1::DeleteFileRequest>(target.file))
             .status;
       }},
      {"PublishFiles",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         v1::PublishFilesRequest request;
         request.set_parent(target.county);
         request.set_request_id(NewRequestId());
         request.set_object(target.county + "/listings/" + NewRequestId());
         return archive.Ask(caller, &Stub::PublishFiles, request).status;
       }},
      {"DownloadPublicFile",
       [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive
             .Ask(caller, &Stub::DownloadPublicFile,
                  Named<v1::DownloadPublicFileRequest>(target.file))
             .status;
       }},
      {"DownloadFile", [](Archive& archive, const rpc::v1::Caller& caller, const Target& target) {
         return archive.Download(caller, target.file).status;
       }}};
  return calls;
}

Target Own(Archive& archive, const rpc::v1::Caller& owner) {
  return {.county = "counties/" + std::to_string(owner.county_id()),
          .upload = archive.Begin(owner, 5),
          .file = archive.Bring(owner, "file of " + owner.account_id())};
}

char VerdictOf(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::NOT_FOUND:
      return '0';
    case grpc::StatusCode::PERMISSION_DENIED:
      return '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return '+';
    default:
      return 0;
  }
}

TEST(AccessMatrix, HasARowForEveryDeclaredMethod) {
  std::set<std::string> rows;
  for (const Row& row : kMatrix) rows.insert(row.method);
  std::set<std::string> declared;
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "qianmo.registry.v1.FilesService");
  for (int i = 0; i < service->method_count(); ++i) declared.insert(service->method(i)->name());
  EXPECT_EQ(rows, declared);
}

TEST(AccessMatrix, IsWhatTheServerDoes) {
  Archive archive;
  const Target others = Own(archive, Archive::Person());
  const Target abroad = Own(archive, Archive::Person(rpc::v1::ROLE_BIDDER, 8));
  std::vector<rpc::v1::Caller> callers = {rpc::v1::Caller()};
  for (int role = 0; role <= rpc::v1::ROLE_SERVICE; ++role) {
    callers.push_back(Archive::Person(static_cast<rpc::v1::Role>(role)));
  }
  for (const rpc::v1::Caller& caller : callers) {
    const bool stranger = caller.account_id().empty();
    for (const Row& row : kMatrix) {
      const bool own = row.place == Place::kOwn && !stranger;
      Target target = row.place == Place::kAbroad ? abroad : own ? Own(archive, caller) : others;
      const grpc::Status status = Calls().at(row.method)(archive, caller, target);
      const bool service =
          caller.roles_size() == 1 && caller.roles(0).role() == rpc::v1::ROLE_SERVICE;
      EXPECT_EQ(VerdictOf(status), stranger  ? row.stranger
                                   : service ? row.service
                                             : row.everybody_else)
          << row.method << " by " << caller.ShortDebugString() << " on "
          << static_cast<int>(row.place) << ": " << ReasonIn(status) << status.error_message();
      if (own && !stranger) {
        (void)archive.Ask(caller, &Stub::CancelUpload,
                          Named<v1::CancelUploadRequest>(target.upload));
      }
    }
  }
}

}  // namespace
}  // namespace qianmo::registry
