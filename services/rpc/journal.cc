#include "rpc/journal.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/seal.h"

namespace qianmo::rpc {
namespace {

// The same bytes for the same message, also with maps in it.
std::string Canonical(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&out);
  }
  return bytes;
}

std::string RequestIdOf(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return request.GetReflection()->GetString(request, field);
}

std::string SealContext(const JournalEntry& entry) {
  return "journal/" + std::to_string(entry.county.number) + "/" + entry.caller.ToString() + "/" +
         entry.request_id.ToString();
}

// A rotation of the journal key must not make an honest retry look like another body.
bool IsMacOf(const crypto::Keyring& keyring, const std::string& body, const std::string& mac) {
  for (const auto& key : keyring.all(crypto::KeyPurpose::kJournal)) {
    if (crypto::Equal(AsText(crypto::HmacSha256(key.bytes(), body)), mac)) return true;
  }
  return false;
}

}  // namespace

JournalEntry JournalEntry::Of(const Call& call) {
  JournalEntry entry;
  entry.county = call.county();
  entry.caller = Uuid::Parse(call.caller().account_id()).value_or(Uuid());
  entry.request_id = Uuid::Parse(RequestIdOf(call.request())).value();
  entry.body =
      call.policy().path + '\n' + call.caller().on_behalf_of() + '\n' + Canonical(call.request());
  return entry;
}

Result<std::optional<v1::StoredAnswer>> FindAnswer(pg::Transaction& tx, const Call& call,
                                                   const JournalEntry& entry) {
  const auto rows = tx.Run("SELECT body_mac, answer, sealed FROM " + call.room().Table("journal") +
                               " WHERE county_id = $1 AND caller = $2 AND request_id = $3",
                           entry.county, entry.caller, entry.request_id);
  if (rows.empty()) return std::optional<v1::StoredAnswer>();
  if (!IsMacOf(*call.keyring(), entry.body, pg::Get<pg::Bytes>(rows[0], "body_mac"))) {
    return Refusal{Refusal::Kind::kExists, "REQUEST_ID_REUSED",
                   "this request_id was already used for another request"};
  }
  std::string bytes = pg::Get<pg::Bytes>(rows[0], "answer");
  if (pg::Get<bool>(rows[0], "sealed")) {
    auto opened = crypto::Open(*call.keyring(), SealContext(entry), bytes);
    if (!opened) throw std::runtime_error("a sealed journal answer does not open");
    bytes = std::move(*opened);
  }
  v1::StoredAnswer answer;
  if (!answer.ParseFromString(bytes)) throw std::runtime_error("a journal answer does not parse");
  return std::optional(std::move(answer));
}

bool RecordAnswer(pg::Transaction& tx, const Call& call, const JournalEntry& entry, int code,
                  const v1::StoredAnswer& answer, bool yields) {
  const auto mac =
      crypto::HmacSha256(call.keyring()->newest(crypto::KeyPurpose::kJournal).bytes(), entry.body);
  std::string bytes = answer.SerializeAsString();
  const bool sealed = call.policy().reply_is_personal && code == 0;
  if (sealed) bytes = crypto::Seal(*call.keyring(), SealContext(entry), bytes);
  const v1::Caller& caller = call.caller();
  const auto done =
      tx.Run("INSERT INTO " + call.room().Table("journal") +
                 " (county_id, caller, request_id, person, on_behalf_of, channel, method, body_mac,"
                 "  status, answer, sealed, trace_id, recorded_time)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)" +
                 (yields ? " ON CONFLICT DO NOTHING" : ""),
             entry.county, entry.caller, entry.request_id, caller.person(), caller.on_behalf_of(),
             static_cast<int>(caller.channel()), call.policy().full_name, pg::Bytes{AsText(mac)},
             code, pg::Bytes{bytes}, sealed, call.trace().trace_id, call.now());
  return done.affected_rows() == 1;
}

}  // namespace qianmo::rpc
