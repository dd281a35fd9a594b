// Long work in steps: each step is one transaction that also moves the operation's cursor, so that
// a crash loses nothing and repeats nothing.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "google/longrunning/operations.pb.h"
#include "qianmo/rpc/v1/operations.pb.h"
#include "rpc/call.h"

namespace qianmo::rpc {

// Where an operation stands, as its next step finds it.
struct Progress {
  CountyId county;
  std::string request;  // what it was started with
  std::string cursor;   // empty at first; whatever the last step left
  v1::Caller caller;
  std::int64_t done = 0;
  std::int64_t total = 0;
};

struct Step {
  std::string cursor;
  std::int64_t done = 0;
  std::int64_t total = 0;
  // Set by the last step: the operation's result.
  std::optional<google::protobuf::Any> result = {};
};

// Does a bounded piece of the work. A refusal fails the operation for good.
using Job = std::function<Result<Step>(pg::Transaction&, const Progress&)>;

class Operations {
 public:
  static constexpr std::chrono::seconds kUsualStepTime{20};

  explicit Operations(const Room& room) : room_(room) {}
  ~Operations();

  // Before Start only. `step_time` is what a step may take, for work that can only be done at once.
  void Define(const std::string& kind, Job job, std::chrono::seconds step_time = kUsualStepTime) {
    jobs_[kind] = std::move(job);
    step_time_ = std::max(step_time_, step_time);
  }
  void Start();
  void Wake();

  // Creates an operation with the transaction of `call`.
  google::longrunning::Operation Begin(pg::Transaction& tx, const Call& call,
                                       const std::string& kind,
                                       const google::protobuf::Message& request) const;

 private:
  void Run();
  bool RunOneStep(CountyId county);
  bool TakeStep(CountyId county, std::optional<Uuid>* taken);
  void SetBack(CountyId county, const Uuid& operation_id, const std::string& why);

  const Room& room_;
  std::map<std::string, Job> jobs_;
  std::chrono::seconds step_time_ = kUsualStepTime;  // of the longest
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool closing_ = false;
  std::thread thread_;
};

// The operation in a row of the room's `operation` table.
google::longrunning::Operation ReadOperation(const pqxx::row& row, const Room& room);

// Every column that ReadOperation wants.
inline constexpr char kOperationColumns[] =
    "county_id, operation_id, kind, state, caller, progress_done, progress_total, result, error,"
    " cancel_requested, created_time, updated_time";

}  // namespace qianmo::rpc
