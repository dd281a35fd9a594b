#include "rpc/operations.h"

#include "crypto/seal.h"
#include "rpc/log.h"
#include "rpc/status.h"
#include "rpc/timestamp.h"

namespace qianmo::rpc {
namespace {

using State = v1::OperationProgress;

constexpr std::chrono::milliseconds kLookEvery{500};
constexpr int kMostFailures = 10;

// What long work is about may be personal: it is kept sealed, each part in its own place.
std::string SealContext(const char* column, CountyId county, const Uuid& operation_id) {
  return std::string("operation.") + column + "/" + std::to_string(county.number) + "/" +
         operation_id.ToString();
}

std::string SealPart(const crypto::Keyring& ring, const char* column, CountyId county,
                     const Uuid& operation_id, const std::string& part) {
  return crypto::Seal(ring, SealContext(column, county, operation_id), part);
}

std::string OpenPart(const crypto::Keyring& ring, const pqxx::row& row, const char* column) {
  const std::string sealed = pg::Get<pg::Bytes>(row, column);
  if (sealed.empty()) return "";
  auto part = crypto::Open(
      ring,
      SealContext(column, pg::Get<CountyId>(row, "county_id"), pg::Get<Uuid>(row, "operation_id")),
      sealed);
  if (!part) throw std::runtime_error("no key at hand opens this operation");
  return *std::move(part);
}

Progress ReadProgress(const crypto::Keyring& ring, const pqxx::row& row) {
  Progress progress{.county = pg::Get<CountyId>(row, "county_id"),
                    .request = OpenPart(ring, row, "request"),
                    .cursor = OpenPart(ring, row, "cursor"),
                    .caller = {},
                    .done = pg::Get<std::int64_t>(row, "progress_done"),
                    .total = pg::Get<std::int64_t>(row, "progress_total")};
  progress.caller.ParseFromString(pg::Get<pg::Bytes>(row, "caller"));
  return progress;
}

// Operations of kinds that this process does not know are left to one that does.
template <class Tasks>
std::vector<std::string> Kinds(const Tasks& tasks) {
  std::vector<std::string> kinds;
  for (const auto& [kind, task] : tasks) kinds.push_back(kind);
  return kinds;
}

struct Ending {
  int state = State::STATE_RUNNING;
  std::string result = {};
  std::string error = {};
};

void Save(pg::Transaction& tx, const Room& room, const pqxx::row& row, const Step& step,
          const Ending& ending) {
  const auto ring = room.keyring.Current();
  const auto county = pg::Get<CountyId>(row, "county_id");
  const auto id = pg::Get<Uuid>(row, "operation_id");
  const std::string cursor = SealPart(*ring, "cursor", county, id, step.cursor);
  const std::string result = SealPart(*ring, "result", county, id, ending.result);
  tx.Run("UPDATE " + room.Table("operation") +
             " SET cursor = $3, progress_done = $4, progress_total = $5, state = $6, result = $7,"
             "     error = $8, updated_time = $9, failures = 0"
             " WHERE county_id = $1 AND operation_id = $2",
         county, id, pg::Bytes{cursor}, step.done, step.total, ending.state,
         ending.result.empty() ? std::optional<pg::Bytes>() : pg::Bytes{result},
         ending.error.empty() ? std::optional<pg::Bytes>() : pg::Bytes{ending.error},
         room.clock.Now());
}

}  // namespace

google::longrunning::Operation ReadOperation(const pqxx::row& row, const Room& room) {
  google::longrunning::Operation operation;
  v1::OperationProgress progress;
  const int state = pg::Get<int>(row, "state");
  progress.set_state(static_cast<v1::OperationProgress::State>(state));
  progress.set_kind(pg::Get<std::string>(row, "kind"));
  progress.set_done(pg::Get<std::int64_t>(row, "progress_done"));
  progress.set_total(pg::Get<std::int64_t>(row, "progress_total"));
  progress.set_cancel_requested(pg::Get<bool>(row, "cancel_requested"));
  *progress.mutable_create_time() = ToTimestamp(pg::Get<Time>(row, "created_time"));
  *progress.mutable_update_time() = ToTimestamp(pg::Get<Time>(row, "updated_time"));
  operation.set_name("counties/" + std::to_string(pg::Get<CountyId>(row, "county_id").number) +
                     "/operations/" + room.service + "." +
                     pg::Get<Uuid>(row, "operation_id").ToString());
  operation.mutable_metadata()->PackFrom(progress);
  operation.set_done(state != State::STATE_RUNNING);
  if (pg::Get<std::optional<pg::Bytes>>(row, "result")) {
    operation.mutable_response()->ParseFromString(OpenPart(*room.keyring.Current(), row, "result"));
  } else if (const auto error = pg::Get<std::optional<pg::Bytes>>(row, "error")) {
    operation.mutable_error()->ParseFromString(*error);
  }
  return operation;
}

Operations::~Operations() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Operations::Start() {
  for (const Tasks* tasks : {&usual_, &long_}) {
    if (!tasks->empty()) threads_.emplace_back([this, tasks] { Run(*tasks); });
  }
}

void Operations::Wake() {
  {
    std::lock_guard lock(mutex_);
    ++woken_;
  }
  changed_.notify_all();
}

google::longrunning::Operation Operations::Begin(pg::Transaction& tx, const Call& call,
                                                 const std::string& kind,
                                                 const google::protobuf::Message& request) const {
  if (Find(kind) == nullptr) throw std::logic_error("no job is defined for operation " + kind);
  const Uuid id = Uuid::Make(call.now());
  const std::string sealed =
      SealPart(*call.keyring(), "request", call.county(), id, request.SerializeAsString());
  const auto rows =
      tx.Run("INSERT INTO " + room_.Table("operation") +
                 " (county_id, operation_id, kind, state, request, cursor, account_id, caller,"
                 "  progress_done, progress_total, cancel_requested, failures, created_time,"
                 "  updated_time)"
                 " VALUES ($1, $2, $3, 1, $4, '', $5, $6, 0, 0, false, 0, $7, $7) RETURNING " +
                 kOperationColumns,
             call.county(), id, kind, pg::Bytes{sealed},
             Uuid::Parse(call.caller().account_id()).value_or(Uuid()),
             pg::Bytes{call.caller().SerializeAsString()}, call.now());
  return ReadOperation(rows[0], room_);
}

const Operations::Task* Operations::Find(const std::string& kind) const {
  for (const Tasks* tasks : {&usual_, &long_}) {
    const auto found = tasks->find(kind);
    if (found != tasks->end()) return &found->second;
  }
  return nullptr;
}

void Operations::Run(const Tasks& tasks) {
  bool well = true;  // told when it changes, not at every poll
  std::uint64_t seen = 0;
  for (;;) {
    bool worked = false;
    try {
      for (const CountyId county : CountiesOf(room_)) {
        worked = RunOneStep(tasks, county) || worked;
      }
      well = true;
    } catch (const std::exception& trouble) {  // the same step runs again later
      if (well) {
        Log(Level::kWarning, "operation_step_failed",
            {{"service", room_.service}, {"error", std::string(trouble.what())}});
      }
      well = false;
    }
    std::unique_lock lock(mutex_);
    if (!worked) {
      changed_.wait_for(lock, kLookEvery, [&] { return woken_ != seen || closing_; });
    }
    seen = woken_;
    if (closing_) return;
  }
}

// A step that breaks by itself must neither stop the other operations nor be tried for ever.
bool Operations::RunOneStep(const Tasks& tasks, CountyId county) {
  std::optional<Uuid> taken;
  try {
    return TakeStep(tasks, county, &taken);
  } catch (const pg::Unavailable&) {
    throw;
  } catch (const pg::Exhausted&) {
    throw;
  } catch (const std::exception& trouble) {
    if (!taken) throw;
    SetBack(county, *taken, trouble.what());
    return false;
  }
}

void Operations::SetBack(CountyId county, const Uuid& operation_id, const std::string& why) {
  Log(Level::kError, "operation_step_broke",
      {{"service", room_.service}, {"operation_id", operation_id.ToString()}, {"error", why}});
  google::rpc::Status broken;
  const std::string incident = operation_id.ToString();
  broken.ParseFromString(
      Trouble(grpc::StatusCode::INTERNAL, "something went wrong here", incident).error_details());
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + kUsualStepTime};
  (void)pg::Transact(room_.pool, options, [&](pg::Transaction& tx) -> Result<Done> {
    const auto rows =
        tx.Run("UPDATE " + room_.Table("operation") +
                   " SET failures = failures + 1, updated_time = $3,"
                   "     state = CASE WHEN failures + 1 < $4 THEN state ELSE $5 END,"
                   "     error = CASE WHEN failures + 1 < $4 THEN error ELSE $6 END"
                   " WHERE county_id = $1 AND operation_id = $2 AND state = 1"
                   " RETURNING request, cursor, " +
                   kOperationColumns,
               county, operation_id, room_.clock.Now(), kMostFailures,
               static_cast<int>(State::STATE_FAILED), pg::Bytes{broken.SerializeAsString()});
    if (rows.empty() || pg::Get<int>(rows[0], "state") != State::STATE_FAILED) return Done{};
    const Task* task = Find(pg::Get<std::string>(rows[0], "kind"));
    if (task != nullptr && task->terms.abandon) {
      task->terms.abandon(tx, ReadProgress(*room_.keyring.Current(), rows[0]));
    }
    return Done{};
  });
}

// The row stays locked for the step, so that each runs in one place; who finds it locked takes
// another. The one that waited longest goes first, so that one of many steps does not hold up the
// rest.
bool Operations::TakeStep(const Tasks& tasks, CountyId county, std::optional<Uuid>* taken) {
  std::chrono::seconds time = kUsualStepTime;  // of the longest
  for (const auto& [kind, task] : tasks) time = std::max(time, task.terms.step_time);
  pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() + time};
  if (time > kUsualStepTime) options.statement_timeout = time;
  const auto worked = pg::Transact(room_.pool, options, [&](pg::Transaction& tx) -> Result<bool> {
    const auto rows =
        tx.Run("SELECT request, cursor, " + std::string(kOperationColumns) + " FROM " +
                   room_.Table("operation") +
                   " WHERE county_id = $1 AND state = 1 AND kind = ANY ($2::text[])"
                   " ORDER BY updated_time, operation_id LIMIT 1 FOR UPDATE SKIP LOCKED",
               county, pg::Array(Kinds(tasks)));
    if (rows.empty()) return false;
    const pqxx::row row = rows[0];
    const Task& task = tasks.at(pg::Get<std::string>(row, "kind"));
    *taken = pg::Get<Uuid>(row, "operation_id");
    const Progress progress = ReadProgress(*room_.keyring.Current(), row);
    const Step here{progress.cursor, progress.done, progress.total};
    if (pg::Get<bool>(row, "cancel_requested")) {
      const Refusal cancelled{Refusal::Kind::kPrecondition, "CANCELLED",
                              "the operation was stopped on request"};
      if (task.terms.abandon) task.terms.abandon(tx, progress);
      Save(tx, room_, row, here,
           {.state = State::STATE_CANCELLED, .error = ToProto(cancelled).SerializeAsString()});
      return true;
    }
    const auto step = task.job(tx, progress);
    if (!step) {
      Save(tx, room_, row, here,
           {.state = State::STATE_FAILED, .error = ToProto(step.refusal()).SerializeAsString()});
    } else if (step->result) {
      Save(tx, room_, row, *step,
           {.state = State::STATE_DONE, .result = step->result->SerializeAsString()});
    } else {
      Save(tx, room_, row, *step, {});
    }
    return true;
  });
  return worked && *worked;
}

}  // namespace qianmo::rpc
