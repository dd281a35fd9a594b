// Calls to other services that must happen because a transaction committed: rows written with it,
// delivered at least once and in order per key. A dead row stops only its own key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "base/id.h"
#include "pg/transaction.h"
#include "rpc/call.h"

namespace qianmo::rpc {

struct OutboxRow {
  CountyId county;
  Uuid outbox_id;  // also the request_id of the call
  std::string ordering_key;
  std::string method;                  // "/package.Service/Method"
  std::optional<std::string> request;  // serialised; nothing while no key at hand opens it
  v1::Caller actor;                    // on whose account the call is made
  std::string traceparent;
  int attempts = 0;  // this one included
  int faults = 0;    // attempts that ended in an error of the receiver
};

void Enqueue(pg::Transaction& tx, const Call& call, std::string_view ordering_key,
             std::string_view method, google::protobuf::Message* request);

// Takes up to `most` rows that are due and first of their key, for `kLease` long; a process that
// dies loses them to the next. Rows to a service in `busy` are left alone.
std::vector<OutboxRow> ClaimDue(pg::Transaction& tx, const Room& room, CountyId county,
                                const std::vector<std::string>& busy, int most, Time now);

inline constexpr std::chrono::seconds kLease{30};

// The ends of an attempt.
void Delivered(pg::Transaction& tx, const Room& room, const OutboxRow& row);
void TryLater(pg::Transaction& tx, const Room& room, const OutboxRow& row, Time next, bool faulty,
              std::string_view error);
void Bury(pg::Transaction& tx, const Room& room, const OutboxRow& row, std::string_view error);

// A dead row, as operators see it: never its content.
struct DeadCall {
  CountyId county;
  Uuid outbox_id;
  std::string ordering_key;
  std::string method;
  int attempts = 0;
  int waiting_behind = 0;  // rows of the same key that it holds up
  Time created;
  std::string last_error;
};
std::vector<DeadCall> ListDead(pg::Transaction& tx, const std::string& service, int most);
// False when there is no such dead row.
bool Revive(pg::Transaction& tx, const std::string& service, CountyId county, const Uuid& outbox_id,
            Time now);

}  // namespace qianmo::rpc
