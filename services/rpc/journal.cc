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

// What a row says to the call that has its key.
Known AnswerIn(const pqxx::row& row, const Call& call, const JournalEntry& entry) {
  if (!IsMacOf(*call.keyring(), entry.body, pg::Get<pg::Bytes>(row, "body_mac"))) {
    return Refusal{Refusal::Kind::kExists, "REQUEST_ID_REUSED",
                   "this request_id was already used for another request"};
  }
  std::string bytes = pg::Get<pg::Bytes>(row, "answer");
  if (pg::Get<bool>(row, "sealed")) {
    auto opened = crypto::Open(*call.keyring(), SealContext(entry), bytes);
    if (!opened) throw std::runtime_error("a sealed journal answer does not open");
    bytes = std::move(*opened);
  }
  v1::StoredAnswer answer;
  if (!answer.ParseFromString(bytes)) throw std::runtime_error("a journal answer does not parse");
  return std::optional(std::move(answer));
}

// The columns of new rows.
struct JournalColumns {
  std::vector<Uuid> callers, request_ids;
  std::vector<std::string> persons, on_behalf_of, methods, macs, answers, trace_ids;
  std::vector<int> channels, codes;
  std::vector<bool> sealed;
  std::vector<Time> times;

  void Add(const Answered& one) {
    const Call& call = *one.asked.call;
    const JournalEntry& entry = *one.asked.entry;
    const v1::Caller& caller = call.caller();
    const auto& key = call.keyring()->newest(crypto::KeyPurpose::kJournal);
    std::string bytes = one.answer->SerializeAsString();
    sealed.push_back(call.policy().reply_is_personal && one.code == 0);
    if (sealed.back()) bytes = crypto::Seal(*call.keyring(), SealContext(entry), bytes);
    callers.push_back(entry.caller);
    request_ids.push_back(entry.request_id);
    persons.push_back(caller.person());
    on_behalf_of.push_back(caller.on_behalf_of());
    channels.push_back(static_cast<int>(caller.channel()));
    methods.push_back(call.policy().full_name);
    macs.push_back(std::string(AsText(crypto::HmacSha256(key.bytes(), entry.body))));
    codes.push_back(one.code);
    answers.push_back(std::move(bytes));
    trace_ids.push_back(call.trace().trace_id);
    times.push_back(call.now());
  }
};

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

std::vector<Known> FindAnswers(pg::Transaction& tx, const std::vector<Asked>& asked) {
  std::vector<Known> known(asked.size(), Known(std::nullopt));
  if (asked.empty()) return known;
  std::vector<Uuid> callers, request_ids;
  for (const auto& [call, entry] : asked) {
    callers.push_back(entry->caller);
    request_ids.push_back(entry->request_id);
  }
  for (const auto& row : tx.Run(
           "SELECT k.place, j.body_mac, j.answer, j.sealed"
           " FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS k (caller, request_id, place)"
           " JOIN " +
               asked.front().call->room().Table("journal") +
               " j ON j.county_id = $1 AND j.caller = k.caller"
               "  AND j.request_id = k.request_id",
           asked.front().entry->county, pg::Array(callers), pg::Array(request_ids))) {
    const std::size_t place = pg::Get<std::size_t>(row, "place") - 1;
    known[place] = AnswerIn(row, *asked[place].call, *asked[place].entry);
  }
  return known;
}

Known FindAnswer(pg::Transaction& tx, const Call& call, const JournalEntry& entry) {
  return std::move(FindAnswers(tx, {{&call, &entry}}).front());
}

void WaitForAllBefore(pg::Transaction& tx) {
  tx.Run("SELECT pg_logical_emit_message(true, 'qianmo replay', '')");
}

bool RecordAnswers(pg::Transaction& tx, const std::vector<Answered>& answered, bool yields) {
  if (answered.empty()) return true;
  const Call& first = *answered.front().asked.call;
  JournalColumns rows;
  for (const Answered& one : answered) rows.Add(one);
  const auto done = tx.Run(
      "INSERT INTO " + first.room().Table("journal") +
          " (county_id, caller, request_id, person, on_behalf_of, channel, method, body_mac,"
          "  status, answer, sealed, trace_id, recorded_time)"
          " SELECT $1, r.* FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[],"
          "  $6::smallint[], $7::text[], $8::bytea[], $9::smallint[], $10::bytea[],"
          "  $11::boolean[], $12::text[], $13::timestamptz[]) AS r" +
          (yields ? " ON CONFLICT DO NOTHING" : ""),
      first.county(), pg::Array(rows.callers), pg::Array(rows.request_ids), pg::Array(rows.persons),
      pg::Array(rows.on_behalf_of), pg::Array(rows.channels), pg::Array(rows.methods),
      pg::Array<pg::Bytes>(rows.macs), pg::Array(rows.codes), pg::Array<pg::Bytes>(rows.answers),
      pg::Array<bool>(rows.sealed), pg::Array(rows.trace_ids), pg::Array(rows.times));
  return done.affected_rows() == answered.size();
}

}  // namespace qianmo::rpc
