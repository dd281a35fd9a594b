#include "rpc/call.h"

#include <stdexcept>

#include "crypto/digest.h"
#include "rpc/journal.h"
#include "rpc/outbox.h"
#include "rpc/secrecy.h"
#include "rpc/status.h"

namespace qianmo::rpc {

Call::Call(const Room& room, Arrival arrival)
    : room_(&room),
      arrival_(std::move(arrival)),
      now_(room.clock.Now()),
      keyring_(room.keyring.Current()),
      county_{arrival_.caller->county_id()},
      derive_key_id_(keyring_->newest(crypto::KeyPurpose::kDerive).id()) {}

bool Call::by_service() const {
  return caller().roles_size() == 1 && caller().roles(0).role() == v1::ROLE_SERVICE;
}

Result<Done> Call::MayTouch(const ScopeOf& object) { return MayTouchBy(policy(), object); }

Result<Done> Call::MayTouchBy(const MethodPolicy& other, const ScopeOf& object) {
  scope_checked_ = true;
  return CheckScope(other, caller(), object);
}

ListScope Call::Reach() {
  scope_checked_ = true;
  ListScope reach = ReachOf(policy(), caller());
  if (anonymous()) reach.county = county_;
  return reach;
}

std::string Call::Derive(std::string_view purpose, std::size_t length) const {
  const auto* key = keyring_->find(crypto::KeyPurpose::kDerive, derive_key_id_);
  if (key == nullptr) throw std::runtime_error("the derive key of a recorded answer is gone");
  const JournalEntry entry = JournalEntry::Of(*this);
  const std::string info = policy().full_name + '\n' + std::to_string(county_.number) + '\n' +
                           entry.caller.ToString() + '\n' + entry.request_id.ToString() + '\n' +
                           std::string(purpose);
  return crypto::HkdfSha256(key->bytes(), info, length);
}

bool Call::Keeps(const Refusal& refusal) const {
  return !by_service() && refusal.kind != Refusal::Kind::kExhausted &&
         refusal.reason != "REQUEST_ID_REUSED";
}

void Call::RequireMutation() const {
  if (policy().reads_only) throw std::logic_error(policy().full_name + " declares no side effects");
}

void Call::RequireScopeChecked() const {
  if (policy().is_public || scope_checked_) return;
  throw std::logic_error(policy().full_name + " changes an object without checking its scope");
}

v1::StoredAnswer Call::AnswerWith(const google::protobuf::Message& reply) const {
  const std::unique_ptr<google::protobuf::Message> open(reply.New());
  open->CopyFrom(reply);
  RemoveSecrets(open.get());
  v1::StoredAnswer answer;
  answer.set_reply(open->SerializeAsString());
  answer.set_derive_key_id(derive_key_id_);
  return answer;
}

v1::StoredAnswer Call::AnswerWith(const Refusal& refusal) const {
  v1::StoredAnswer answer;
  *answer.mutable_refusal() = ToProto(refusal);
  answer.set_derive_key_id(derive_key_id_);
  return answer;
}

Result<Done> Call::Repeat(const v1::StoredAnswer& known, google::protobuf::Message* reply) {
  scope_checked_ = true;  // it was, when the answer was recorded for this same caller
  if (known.has_refusal()) return FromProto(known.refusal());
  derive_key_id_ = known.derive_key_id();
  if (!reply->ParseFromString(known.reply())) {
    throw std::runtime_error("a recorded answer of " + policy().full_name + " does not parse");
  }
  return Done{};
}

Result<Done> Call::WriteOnce(google::protobuf::Message* reply,
                             const std::function<Result<Done>(pg::Transaction&)>& decide) {
  RequireMutation();
  const JournalEntry entry = JournalEntry::Of(*this);
  std::optional<v1::StoredAnswer> known;
  const pg::TransactOptions options{.deadline = deadline(), .replayable = true};
  const auto outcome = pg::Transact(room_->pool, options, [&](pg::Transaction& tx) -> Result<Done> {
    QM_ASSIGN(known, FindAnswer(tx, *this, entry));
    if (known) {
      WaitForAllBefore(tx);
      return Done{};
    }
    sent_ = false;
    QM_TRY(decide(tx));
    RequireScopeChecked();
    const v1::StoredAnswer answer = AnswerWith(*reply);
    RecordAnswers(tx, {{{this, &entry}, 0, &answer}});
    return Done{};
  });
  journaled_ = true;
  if (sent_ && outcome && !known) room_->wake();
  if (!outcome && Keeps(outcome.refusal())) {
    known = KeepRefusal(outcome.refusal());
  } else if (!outcome) {
    // What the rules saw may have been this same request, recorded after we looked for it.
    QM_ASSIGN(known, Read([&](pg::Transaction& tx) { return FindAnswer(tx, *this, entry); }));
    if (!known) return outcome;
  }
  if (!known) return Done{};
  return Repeat(*known, reply);
}

// Returns what the journal says from now on: the refusal, unless the same request, arriving twice
// at once, was answered by its twin in the meantime.
v1::StoredAnswer Call::KeepRefusal(const Refusal& refusal) {
  const JournalEntry entry = JournalEntry::Of(*this);
  const v1::StoredAnswer answer = AnswerWith(refusal);
  const pg::TransactOptions options{.deadline = deadline(), .replayable = true};
  const auto kept = pg::Transact(room_->pool, options, [&](pg::Transaction& tx) -> Known {
    const Answered row{{this, &entry}, answer.refusal().code(), &answer};
    if (RecordAnswers(tx, {row}, true)) return Known(answer);
    return FindAnswer(tx, *this, entry);
  });
  return kept && *kept ? **kept : answer;
}

void Call::NothingToJournal(std::string_view why) {
  if (!policy().is_public) {
    throw std::logic_error(policy().full_name + " must journal, also when " + std::string(why));
  }
  journaled_ = true;
}

void Call::Send(pg::Transaction& tx, std::string_view ordering_key, std::string_view method,
                google::protobuf::Message* request) {
  sent_ = true;
  Enqueue(tx, *this, ordering_key, method, request);
}

}  // namespace qianmo::rpc
