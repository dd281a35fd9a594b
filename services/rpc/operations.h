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

inline constexpr std::chrono::seconds kUsualStepTime{20};

struct JobTerms {
  // What a step may take. Work that can only be done at once may take longer; it has a thread of
  // its own and holds up nothing else.
  std::chrono::seconds step_time = kUsualStepTime;
  // Told in the transaction in which the operation ends without the job having said so: it was
  // cancelled, or broke too often.
  std::function<void(pg::Transaction&, const Progress&)> abandon = {};
};

class Operations {
 public:
  explicit Operations(const Room& room) : room_(room) {}
  ~Operations();

  // Before Start only.
  void Define(const std::string& kind, Job job, JobTerms terms = {}) {
    const bool is_long = terms.step_time > kUsualStepTime;
    (is_long ? long_ : usual_).insert_or_assign(kind, Task{std::move(job), std::move(terms)});
  }
  void Start();
  void Wake();

  // Creates an operation with the transaction of `call`.
  google::longrunning::Operation Begin(pg::Transaction& tx, const Call& call,
                                       const std::string& kind,
                                       const google::protobuf::Message& request) const;

 private:
  struct Task {
    Job job;
    JobTerms terms;
  };
  using Tasks = std::map<std::string, Task>;

  const Task* Find(const std::string& kind) const;
  void Run(const Tasks& tasks);
  bool RunOneStep(const Tasks& tasks, CountyId county);
  bool TakeStep(const Tasks& tasks, CountyId county, std::optional<Uuid>* taken);
  void SetBack(CountyId county, const Uuid& operation_id, const std::string& why);

  const Room& room_;
  Tasks usual_, long_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t woken_ = 0;  // how often
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

// The operation in a row of the room's `operation` table.
google::longrunning::Operation ReadOperation(const pqxx::row& row, const Room& room);

// Every column that ReadOperation wants.
inline constexpr char kOperationColumns[] =
    "county_id, operation_id, kind, state, caller, progress_done, progress_total, result, error,"
    " cancel_requested, created_time, updated_time";

}  // namespace qianmo::rpc
