#include "services/rpc/notebook.h"

#include <thread>

#include "base/encoding.h"
#include "crypto/digest.h"

namespace qianmo::test {
namespace {

constexpr char kReceive[] = "/qianmo.test.v1.NotebookService/Receive";
constexpr int kCopiesAStep = 10;

Result<v1::Note> FindNote(pg::Transaction& tx, rpc::Call& call, const std::string& note_id) {
  const auto rows = tx.Run(
      "SELECT note_id, org_path, text FROM identity.note WHERE county_id = $1 AND note_id = $2",
      call.county(), note_id);
  if (rows.empty()) return Refusal{Refusal::Kind::kNotFound, "NOTE_NOT_FOUND", "no such note"};
  v1::Note note;
  note.set_note_id(pg::Get<std::string>(rows[0], "note_id"));
  note.set_org_path(pg::Get<std::string>(rows[0], "org_path"));
  note.set_text(pg::Get<std::string>(rows[0], "text"));
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = note.org_path()}));
  return note;
}

Result<rpc::Step> CopySome(pg::Transaction& tx, const rpc::Progress& progress) {
  v1::CopyNoteRequest request;
  request.ParseFromString(progress.request);
  if (request.note_id() == "fail") {
    return Refusal{Refusal::Kind::kPrecondition, "CANNOT_COPY", "this one cannot be copied"};
  }
  if (request.note_id() == "break") throw std::runtime_error("this step always breaks");
  const std::int64_t until = std::min<std::int64_t>(progress.done + kCopiesAStep, request.copies());
  for (std::int64_t i = progress.done; i < until; ++i) {
    tx.Run(
        "INSERT INTO identity.note (county_id, note_id, org_path, text) VALUES ($1, $2, '/', $3)",
        progress.county, Uuid::Make(SystemClock().Now()), "copy " + std::to_string(i));
  }
  rpc::Step step{std::to_string(until), until, request.copies()};
  if (until == request.copies()) {
    v1::EchoResponse result;
    result.set_text("copied");
    step.result.emplace().PackFrom(result);
  }
  return step;
}

}  // namespace

Result<v1::Note> Notebook::WriteNote(rpc::Call& call, const v1::WriteNoteRequest& request) {
  auto note = call.Write([&](pg::Transaction& tx) -> Result<v1::Note> {
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = request.org_path()}));
    if (request.text() == "taboo") {
      return Refusal{Refusal::Kind::kPrecondition, "TABOO", "this may not be written"};
    }
    ++writes;
    v1::Note written;
    written.set_note_id(Uuid::Make(SystemClock().Now()).ToString());
    written.set_org_path(request.org_path());
    written.set_text(request.text());
    written.set_author_phone(request.author().phone());
    const auto hash = crypto::Sha256(call.Derive("note", 16));
    tx.Run(
        "INSERT INTO identity.note (county_id, note_id, org_path, text, secret_hash)"
        " VALUES ($1, $2, $3, $4, $5)",
        call.county(), written.note_id(), written.org_path(), written.text(),
        pg::Bytes{AsText(hash)});
    if (!request.tell().empty()) {
      v1::ReceiveRequest told;
      told.set_note_id(written.note_id());
      told.set_poison(request.text() == "poison");
      call.Send(tx, request.tell(), kReceive, &told);
    }
    return written;
  });
  if (note) note->set_secret(ToHex(call.Derive("note", 16)));
  return note;
}

std::vector<Result<v1::Note>> Notebook::GatherNote(
    pg::Transaction& tx, const std::vector<rpc::CallWith<v1::WriteNoteRequest>>& calls) {
  most_gathered = std::max(most_gathered.load(), calls.size());
  std::vector<Result<v1::Note>> results;
  for (const auto& [call, request] : calls) {
    const auto allowed = call.MayTouch({.county = call.county(), .org_path = request.org_path()});
    if (!allowed) {
      results.push_back(allowed.refusal());
      continue;
    }
    if (request.text() == "taboo") {
      results.push_back(Refusal{Refusal::Kind::kPrecondition, "TABOO", "not to be written"});
      continue;
    }
    if (request.text() == "slow") tx.Run("SELECT pg_sleep(0.2)");
    if (request.text() == "fire") tx.Run("SELECT 1 / 0");
    v1::Note written;
    written.set_note_id(Uuid::Make(SystemClock().Now()).ToString());
    written.set_text(request.text());
    tx.Run("INSERT INTO identity.note (county_id, note_id, org_path, text) VALUES ($1, $2, $3, $4)",
           call.county(), written.note_id(), request.org_path(), request.text());
    results.push_back(std::move(written));
  }
  return results;
}

Result<v1::Note> Notebook::GetNote(rpc::Call& call, const v1::GetNoteRequest& request) {
  return call.Read([&](pg::Transaction& tx) { return FindNote(tx, call, request.note_id()); });
}

Result<v1::Note> Notebook::Misbehave(rpc::Call& call, const v1::MisbehaveRequest& request) {
  const rpc::ScopeOf own{.county = call.county(), .org_path = call.caller().roles(0).org_path()};
  switch (request.how()) {
    case v1::MisbehaveRequest::HOW_SKIP_SCOPE:
      return call.Write([&](pg::Transaction& tx) -> Result<v1::Note> {
        tx.Run(
            "INSERT INTO identity.note (county_id, note_id, org_path, text)"
            " VALUES (7, $1, '/', 'unchecked')",
            Uuid::Make(SystemClock().Now()));
        return v1::Note();
      });
    case v1::MisbehaveRequest::HOW_SKIP_JOURNAL:
      QM_TRY(call.MayTouch(own));
      return v1::Note();
    case v1::MisbehaveRequest::HOW_DAWDLE:
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      return call.Write([&](pg::Transaction&) -> Result<v1::Note> {
        QM_TRY(call.MayTouch(own));
        return v1::Note();
      });
    default:
      throw std::runtime_error("the table of secrets is on fire");
  }
}

Result<v1::Receipt> Notebook::Receive(rpc::Call& call, const v1::ReceiveRequest& request) {
  if (receiver_is_down) throw pg::Unavailable("the receiver is down");
  if (request.poison()) return Refusal::InvalidField("poison", "is poison");
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Receipt> {
    QM_TRY(call.MayTouch({.county = call.county()}));
    tx.Run("INSERT INTO identity.received (county_id, ordering, request_id) VALUES ($1, $2, $3)",
           call.county(), request.note_id(), request.request_id());
    v1::Receipt receipt;
    receipt.set_note_id(request.note_id());
    return receipt;
  });
}

Result<google::longrunning::Operation> Notebook::CopyNote(rpc::Call& call,
                                                          const v1::CopyNoteRequest& request) {
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = call.caller().roles(0).org_path()}));
    return operations_.Begin(tx, call, "copy", request);
  });
  operations_.Wake();
  return begun;
}

Result<v1::EchoResponse> Notebook::Echo(rpc::Call&, const v1::EchoRequest& request) {
  v1::EchoResponse response;
  response.set_text(request.text());
  return response;
}

void InstallNotebook(rpc::Hosted& hosted, Notebook** notebook_out) {
  auto& notebook = hosted.Keep(std::make_shared<Notebook>(hosted.operations()));
  if (notebook_out != nullptr) *notebook_out = &notebook;
  hosted.operations().Define(
      "copy", CopySome,
      {.abandon = [&notebook](pg::Transaction&, const rpc::Progress&) { ++notebook.abandoned; }});
  hosted.courier().WhenAnswered(
      kReceive, [](pg::Transaction& tx, const rpc::OutboxRow& row, const std::string& reply) {
        v1::Receipt receipt;
        receipt.ParseFromString(reply);
        tx.Run("INSERT INTO identity.answered (county_id, note_id) VALUES ($1, $2)", row.county,
               receipt.note_id());
      });
  rpc::Endpoint& endpoint =
      hosted.Offer(v1::ReceiveRequest::descriptor()->file()->FindServiceByName("NotebookService"));
  endpoint.On("WriteNote", &notebook, &Notebook::WriteNote);
  endpoint.OnBatch("GatherNote", &notebook, &Notebook::GatherNote);
  endpoint.On("GetNote", &notebook, &Notebook::GetNote);
  endpoint.On("Misbehave", &notebook, &Notebook::Misbehave);
  endpoint.On("Receive", &notebook, &Notebook::Receive);
  endpoint.On("CopyNote", &notebook, &Notebook::CopyNote);
  endpoint.On("Echo", &notebook, &Notebook::Echo);
}

}  // namespace qianmo::test
