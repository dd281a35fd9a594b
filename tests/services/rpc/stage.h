// A whole server with the notebook in it, on a database and a key ring of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "services/rpc/notebook.h"
#include "support/database.h"

namespace qianmo::test {

inline constexpr char kVillage[] = "/7/a/v/";

class Stage {
 public:
  // `install_more` binds what a test hosts beside the notebook.
  explicit Stage(std::function<void(rpc::Hosted&)> install_more = {});
  ~Stage();

  // The process goes and comes back: what it held in memory is lost. Nothing runs in between.
  void Stop();
  void Start(int pool_size = 4, const std::string& admin = "");
  void Restart() {
    Stop();
    Start();
  }

  support::Database& database() { return database_; }
  rpc::Server& server() { return *server_; }
  Notebook& notebook() { return *notebook_; }
  std::unique_ptr<v1::NotebookService::Stub> Stub();
  const std::filesystem::path& keys() const { return keys_; }

  // The clerk of kVillage, unless told otherwise.
  static rpc::v1::Caller Clerk(const std::string& org_path = kVillage);
  // A context with a token for this caller and ten seconds of time.
  std::unique_ptr<grpc::ClientContext> As(const rpc::v1::Caller& caller);
  static std::unique_ptr<grpc::ClientContext> AsStranger();

  // The only value of a query with one row and one column.
  std::string Ask(const std::string& sql) const;
  // Whether the query gives "t" within five seconds.
  bool Becomes(const std::string& sql) const;

 private:
  const std::function<void(rpc::Hosted&)> install_more_;
  support::Database database_;
  std::filesystem::path keys_;
  SystemClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<rpc::Server> server_;
  Notebook* notebook_ = nullptr;
};

std::string NewRequestId();
v1::WriteNoteRequest NoteRequest(const std::string& text = "a note");

}  // namespace qianmo::test
