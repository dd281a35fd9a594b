// One request on its way through a service: who calls, when, within which time; and the two ways to
// the database, Read and Write. Write is the shape of every change: journal, decide, record.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/id.h"
#include "base/result.h"
#include "pg/transaction.h"
#include "qianmo/rpc/v1/journal.pb.h"
#include "rpc/access.h"
#include "rpc/room.h"
#include "rpc/trace.h"

namespace qianmo::rpc {

// What the handler knows of a request before the service sees it.
struct Arrival {
  const MethodPolicy& policy;
  const google::protobuf::Message& request;
  std::shared_ptr<const v1::Caller> caller;  // never null; an empty one for a stranger
  Trace trace;
  pg::Deadline deadline;
  std::string client_address;  // of the browser or program, as the gateway reports it
  v1::Channel channel = v1::CHANNEL_PROGRAM;
  std::optional<Time> caller_expires = {};  // the end of the caller's token; none for a stranger
};

class Call {
 public:
  Call(const Room& room, Arrival arrival);

  const v1::Caller& caller() const { return *arrival_.caller; }
  bool anonymous() const { return caller().account_id().empty(); }
  // Another service of this house, on whose word the recorded actor is believed.
  bool by_service() const;
  std::optional<Time> caller_expires() const { return arrival_.caller_expires; }
  CountyId county() const { return county_; }
  // A public method learns the county from its request; it must say so before Write.
  void SetCounty(CountyId county) { county_ = county; }
  Time now() const { return now_; }
  pg::Deadline deadline() const { return arrival_.deadline; }
  const std::string& client_address() const { return arrival_.client_address; }
  // WEB for a browser, as the gateway tells it apart; PROGRAM for everybody else.
  v1::Channel channel() const { return arrival_.channel; }
  const Room& room() const { return *room_; }
  // For methods that serve several services: whose data this call is about. Before Read or Write.
  void MoveTo(const Room& room) { room_ = &room; }
  const MethodPolicy& policy() const { return arrival_.policy; }
  const Trace& trace() const { return arrival_.trace; }
  const google::protobuf::Message& request() const { return arrival_.request; }
  std::shared_ptr<const crypto::Keyring> keyring() const { return keyring_; }

  // Whether the caller may touch this object. Every handler of a method that is not public must ask
  // this, or list by Reach: an answer that nobody asked about is not given.
  Result<Done> MayTouch(const ScopeOf& object);
  // The same by the access option of another method, for what hangs on the objects of that method.
  Result<Done> MayTouchBy(const MethodPolicy& other, const ScopeOf& object);
  ListScope Reach();

  // Bytes that only this request can have, and that its replay finds again: secrets in answers are
  // made from them and stored nowhere. After Write they are those of the recorded answer.
  std::string Derive(std::string_view purpose, std::size_t length) const;

  // Runs `read(Transaction&) -> Result<T>` on one snapshot of the database.
  template <class F>
  auto Read(F&& read) {
    return pg::Transact(room_->pool, {.deadline = deadline(), .mode = pg::Mode::kReadOnly},
                        std::forward<F>(read));
  }

  // Runs `decide(Transaction&) -> Result<Reply>` and records the outcome under the request_id, in
  // one transaction. The same request again gets the recorded outcome and has no further effect;
  // another body under the same request_id is refused. `decide` may run more than once.
  template <class F, class Reply = typename std::invoke_result_t<F&, pg::Transaction&>::Value>
  Result<Reply> Write(F&& decide) {
    Reply reply;
    QM_TRY(WriteOnce(&reply, [&](pg::Transaction& tx) -> Result<Done> {
      QM_ASSIGN(reply, decide(tx));
      return Done{};
    }));
    return reply;
  }

  // A call to another service, delivered at least once after this transaction commits, in order
  // with the others of the same `ordering_key`. Sets the request's request_id. `method` is the full
  // path, "/qianmo.messages.v1.MessagesService/SendMessage".
  void Send(pg::Transaction& tx, std::string_view ordering_key, std::string_view method,
            google::protobuf::Message* request);

  // For a public method whose request concerns nobody that we know: no county's journal could hold
  // it, and nothing was changed. `why` explains that to the reader of the code. Throws
  // std::logic_error for a method that is not public, whose caller always has a journal.
  void NothingToJournal(std::string_view why);

  bool scope_checked() const { return scope_checked_; }
  bool journaled() const { return journaled_; }

 private:
  friend class Batcher;

  Result<Done> WriteOnce(google::protobuf::Message* reply,
                         const std::function<Result<Done>(pg::Transaction&)>& decide);
  v1::StoredAnswer KeepRefusal(const Refusal& refusal);
  // A refusal that a person got stays what it was. "Come again later" is meant to be tried again,
  // and the outbox tries the same request of a service again until it fits.
  bool Keeps(const Refusal& refusal) const;
  void RequireMutation() const;
  void RequireScopeChecked() const;
  v1::StoredAnswer AnswerWith(const google::protobuf::Message& reply) const;
  v1::StoredAnswer AnswerWith(const Refusal& refusal) const;
  Result<Done> Repeat(const v1::StoredAnswer& known, google::protobuf::Message* reply);

  const Room* room_;
  const Arrival arrival_;
  const Time now_;
  const std::shared_ptr<const crypto::Keyring> keyring_;
  CountyId county_;
  std::uint32_t derive_key_id_;
  bool scope_checked_ = false;
  bool journaled_ = false;
  bool sent_ = false;
};

}  // namespace qianmo::rpc
