// The service behind the tests of services/rpc: real SQL, real journal, small enough to read whole.
#pragma once

#include <atomic>
#include <string>

#include "qianmo/test/v1/notebook.grpc.pb.h"
#include "rpc/call.h"
#include "rpc/operations.h"
#include "rpc/server.h"

namespace qianmo::test {

class Notebook {
 public:
  explicit Notebook(rpc::Operations& operations) : operations_(operations) {}

  Result<v1::Note> WriteNote(rpc::Call& call, const v1::WriteNoteRequest& request);
  std::vector<Result<v1::Note>> GatherNote(
      pg::Transaction& tx, const std::vector<rpc::CallWith<v1::WriteNoteRequest>>& calls);
  Result<v1::Note> GetNote(rpc::Call& call, const v1::GetNoteRequest& request);
  Result<v1::Note> Misbehave(rpc::Call& call, const v1::MisbehaveRequest& request);
  Result<v1::Receipt> Receive(rpc::Call& call, const v1::ReceiveRequest& request);
  Result<google::longrunning::Operation> CopyNote(rpc::Call& call,
                                                  const v1::CopyNoteRequest& request);
  Result<v1::EchoResponse> Echo(rpc::Call& call, const v1::EchoRequest& request);

  // The largest batch of GatherNote.
  std::atomic<std::size_t> most_gathered = 0;
  // How often the body of WriteNote ran, replays not counted.
  std::atomic<int> writes = 0;
  std::atomic<bool> receiver_is_down = false;
  // Copies that ended without having said so themselves.
  std::atomic<int> abandoned = 0;

 private:
  rpc::Operations& operations_;
};

// The tables that the notebook keeps in the schema of identity.
inline constexpr char kNotebookTables[] = R"(
  CREATE TABLE identity.note (county_id integer, note_id uuid, org_path text, text text,
    secret_hash bytea, PRIMARY KEY (county_id, note_id));
  CREATE TABLE identity.received (county_id integer, place bigint GENERATED ALWAYS AS IDENTITY,
    ordering text, request_id uuid, PRIMARY KEY (county_id, place));
  CREATE TABLE identity.answered (county_id integer, note_id text);
  GRANT ALL ON identity.note, identity.received, identity.answered TO qianmo_identity;
  INSERT INTO house.county (county_id, name, code) VALUES (7, '演示县', '990007');
)";

// Binds it, its long work and its answers. `notebook_out` receives the service, if wanted.
void InstallNotebook(rpc::Hosted& hosted, Notebook** notebook_out);

}  // namespace qianmo::test
