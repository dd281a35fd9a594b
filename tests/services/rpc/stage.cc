#include "services/rpc/stage.h"

#include <stdexcept>
#include <thread>

#include <grpc/support/time.h>

#include "rpc/token.h"
#include "support/becomes.h"

namespace qianmo::test {
namespace {

void SetDeadline(grpc::ClientContext* context) {
  context->set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
}

}  // namespace

Stage::Stage(std::function<void(rpc::Hosted&)> install_more)
    : install_more_(std::move(install_more)),
      keys_(std::filesystem::temp_directory_path() / ("qianmo-stage-" + NewRequestId())) {
  database_.Execute(kNotebookTables);
  const auto created = crypto::Keyring::Create(keys_, clock_.Now());
  if (!created) throw std::runtime_error(created.refusal().message);
  Start();
}

Stage::~Stage() {
  Stop();
  std::filesystem::remove_all(keys_);
}

void Stage::Stop() {
  server_.reset();
  keyring_.reset();
  notebook_ = nullptr;
}

void Stage::Start(int pool_size, const std::string& admin) {
  auto keyring = crypto::LiveKeyring::Open(keys_);
  if (!keyring) throw std::runtime_error(keyring.refusal().message);
  keyring_ = *std::move(keyring);
  rpc::ServerOptions options;
  options.database_url = database_.Url();
  options.pool_size = pool_size;
  options.admin = admin;
  server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
  rpc::Hosted& hosted = server_->Host("identity");
  InstallNotebook(hosted, &notebook_);
  if (install_more_) install_more_(hosted);
  server_->Start();
}

std::unique_ptr<v1::NotebookService::Stub> Stage::Stub() {
  return v1::NotebookService::NewStub(server_->InProcess());
}

rpc::v1::Caller Stage::Clerk(const std::string& org_path) {
  rpc::v1::Caller caller;
  caller.set_county_id(7);
  caller.set_account_id("01930000-0000-7000-8000-00000000c1e4");
  caller.set_person("person of the clerk");
  caller.set_channel(rpc::v1::CHANNEL_WEB);
  auto* held = caller.add_roles();
  held->set_role(rpc::v1::ROLE_VILLAGE_CLERK);
  held->set_org_path(org_path);
  return caller;
}

std::unique_ptr<grpc::ClientContext> Stage::As(const rpc::v1::Caller& caller) {
  auto context = AsStranger();
  context->AddMetadata("authorization",
                       "Bearer " + rpc::SignToken(*keyring_->Current(), caller, clock_.Now()));
  return context;
}

std::unique_ptr<grpc::ClientContext> Stage::AsStranger() {
  auto context = std::make_unique<grpc::ClientContext>();
  SetDeadline(context.get());
  return context;
}

std::string Stage::Ask(const std::string& sql) const {
  return database_.Execute(sql).front().front().c_str();
}

bool Stage::Becomes(const std::string& sql) const {
  return support::Becomes([&] { return Ask(sql) == "t"; });
}

std::string NewRequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

v1::WriteNoteRequest NoteRequest(const std::string& text) {
  v1::WriteNoteRequest request;
  request.set_request_id(NewRequestId());
  request.set_org_path(kVillage);
  request.set_text(text);
  return request;
}

}  // namespace qianmo::test
