#include "services/registry/archive.h"

#include <random>
#include <stdexcept>

#include <grpc/support/time.h>

#include "base/time_text.h"
#include "registry/install.h"
#include "rpc/status.h"
#include "rpc/token.h"
#include "support/declared.h"

namespace qianmo::registry {

Archive::Archive(const std::function<void(rpc::Server&)>& beside)
    : clock_(*ParseRfc3339("2026-11-20T02:00:00Z")) {
  database_.Execute(
      "INSERT INTO house.county (county_id, name, code)"
      " VALUES (7, '甲县', '990007'), (8, '乙县', '990008')");
  const auto created = crypto::Keyring::Create(keys(), clock_.Now());
  if (!created) throw std::runtime_error(created.refusal().message);
  keyring_ = *crypto::LiveKeyring::Open(keys());
  rpc::ServerOptions options;
  options.database_url = database_.Url();
  options.pool_size = 4;
  server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
  if (beside) beside(*server_);
  Install(server_->Host("registry"));
  server_->Start();
  stub_ = v1::FilesService::NewStub(server_->InProcess());
}

Archive::~Archive() {
  support::ExpectAllRefusalsDeclared(*server_);
  stub_.reset();
}

rpc::v1::Caller Archive::Person(rpc::v1::Role role, int county) {
  rpc::v1::Caller caller;
  caller.set_county_id(county);
  caller.set_account_id(NewRequestId());
  caller.set_person(NewRequestId());
  caller.set_channel(rpc::v1::CHANNEL_WEB);
  caller.set_session_id(NewRequestId());
  caller.set_second_factor(true);
  if (role == rpc::v1::ROLE_UNSPECIFIED) return caller;
  auto* held = caller.add_roles();
  held->set_role(role);
  held->set_org_path("/" + std::to_string(county) + "/");
  return caller;
}

std::unique_ptr<grpc::ClientContext> Archive::As(const rpc::v1::Caller& caller) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
  if (!caller.account_id().empty()) {
    context->AddMetadata("authorization",
                         "Bearer " + rpc::SignToken(*keyring_->Current(), caller, clock_.Now()));
  }
  return context;
}

Answer<v1::Upload> Archive::Announce(const rpc::v1::Caller& caller, std::int64_t size,
                                     const std::string& file_name, const std::string& sha256) {
  v1::CreateUploadRequest request;
  request.set_parent("counties/" + std::to_string(caller.county_id()));
  request.set_request_id(NewRequestId());
  request.set_file_name(file_name);
  request.set_total_size(size);
  request.set_sha256(sha256);
  return Ask(caller, &Stub::CreateUpload, request);
}

std::string Archive::Begin(const rpc::v1::Caller& caller, std::int64_t size) {
  const auto announced = Announce(caller, size);
  if (!announced.ok()) throw std::runtime_error(announced.status.error_message());
  return announced.reply.name();
}

Answer<v1::Upload> Archive::Put(const rpc::v1::Caller& caller, const std::string& upload,
                                std::int64_t offset, const std::string& bytes) {
  auto request = Named<v1::PutChunkRequest>(upload);
  request.set_offset(offset);
  request.mutable_body()->set_data(bytes);
  return Ask(caller, &Stub::PutChunk, request);
}

Answer<v1::File> Archive::Finish(const rpc::v1::Caller& caller, const std::string& upload) {
  return Ask(caller, &Stub::FinishUpload, Named<v1::FinishUploadRequest>(upload));
}

std::string Archive::Bring(const rpc::v1::Caller& caller, const std::string& content,
                           const std::string& file_name) {
  const auto announced = Announce(caller, static_cast<std::int64_t>(content.size()), file_name);
  if (!announced.ok()) throw std::runtime_error(announced.status.error_message());
  for (std::size_t at = 0; at < content.size(); at += kMiB) {
    const auto put = Put(caller, announced.reply.name(), static_cast<std::int64_t>(at),
                         content.substr(at, kMiB));
    if (!put.ok()) throw std::runtime_error(put.status.error_message());
  }
  const auto file = Finish(caller, announced.reply.name());
  if (!file.ok()) throw std::runtime_error(file.status.error_message());
  return file.reply.name();
}

Answer<google::api::HttpBody> Archive::Download(const rpc::v1::Caller& caller,
                                                const std::string& file, std::int64_t offset,
                                                std::int64_t limit) {
  auto request = Named<v1::DownloadFileRequest>(file);
  request.mutable_window()->set_offset(offset);
  request.mutable_window()->set_limit(limit);
  return Ask(caller, &Stub::DownloadFile, request);
}

void Archive::Rotate() {
  for (const auto purpose : {crypto::KeyPurpose::kData, crypto::KeyPurpose::kIndex}) {
    if (!crypto::Keyring::Rotate(keys(), purpose, clock_.Now())) throw std::runtime_error("no key");
  }
  if (!keyring_->ReloadIfChanged()) throw std::runtime_error("the ring cannot be read again");
}

std::string Archive::Query(const std::string& sql) const {
  return database_.Execute(sql).at(0).at(0).as<std::string>("");
}

std::string NewRequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

rpc::v1::ContentInfo InfoOf(const google::api::HttpBody& body) {
  rpc::v1::ContentInfo info;
  if (body.extensions_size() == 1) body.extensions(0).UnpackTo(&info);
  return info;
}

std::string Noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

std::string ReasonIn(const grpc::Status& status) { return rpc::ReasonOf(status); }

std::string MetadataIn(const grpc::Status& status, const std::string& key) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details()) || details.code() == 0) return "";
  for (const auto& [name, value] : rpc::FromProto(details).metadata) {
    if (name == key) return value;
  }
  return "";
}

}  // namespace qianmo::registry
