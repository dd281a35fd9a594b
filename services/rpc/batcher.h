// Commands that all want the same few rows, such as postings to a county's one bank account: what
// waits is done in one transaction, and each command has its own result and its own journal row.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <google/protobuf/message.h>

#include "rpc/call.h"
#include "rpc/journal.h"

namespace qianmo::rpc {

// One command that waits.
struct Gathered {
  // The command's result, or throws the trouble that it met.
  using Outcome = std::function<Result<Done>()>;

  std::unique_ptr<Call> call;
  google::protobuf::Message* reply;
  std::function<void(Call&, const Outcome&)> finish;
};
using Batch = std::vector<Gathered*>;

class Batcher {
 public:
  // Decides all commands of a county in their order: what one is refused must be no matter of the
  // others. Fills the replies of those that are not refused. May run more than once.
  using Decide =
      std::function<std::vector<Result<Done>>(pg::Transaction&, CountyId, const Batch& batch)>;

  Batcher(const Room& room, Decide decide);
  // Finishes everything that was taken in.
  ~Batcher();
  Batcher(const Batcher&) = delete;
  Batcher& operator=(const Batcher&) = delete;

  // False when too many wait already.
  bool Add(std::unique_ptr<Gathered> command);

 private:
  using Owned = std::vector<std::unique_ptr<Gathered>>;
  // What answers the callers; the next batch of the county need not wait for it.
  using Ends = std::vector<std::function<void()>>;

  void Run();
  bool SomethingToDo() const;
  Owned Take(CountyId* county);
  void Do(CountyId county, const Batch& batch, Ends* ends);
  void Settle(CountyId county, const Batch& batch, Ends* ends);
  std::vector<Known> Decided(pg::Transaction& tx, CountyId county, const Batch& batch,
                             const std::vector<JournalEntry>& entries,
                             std::vector<Result<Done>>* outcomes);

  const Room& room_;
  const Decide decide_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<CountyId, std::deque<std::unique_ptr<Gathered>>> waiting_;
  std::size_t count_ = 0;
  std::set<CountyId> busy_;  // one batch of a county at a time: what comes meanwhile is the next
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace qianmo::rpc
