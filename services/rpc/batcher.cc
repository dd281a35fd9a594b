#include "rpc/batcher.h"

#include <algorithm>

namespace qianmo::rpc {
namespace {

constexpr std::size_t kMostInBatch = 1'000;
constexpr std::size_t kMostWaiting = 10'000;
constexpr int kThreads = 2;  // a county that is slow holds up none but itself

// The same request twice, say by an impatient client: the later one must find the answer of the
// earlier.
using Key = std::pair<Uuid, Uuid>;
Key KeyOf(const Gathered& command) {
  const JournalEntry entry = JournalEntry::Of(*command.call);
  return {entry.caller, entry.request_id};
}

void FinishAll(const Batch& batch, const Gathered::Outcome& outcome,
               std::vector<std::function<void()>>* ends) {
  for (Gathered* command : batch) {
    ends->push_back([command, outcome] { command->finish(*command->call, outcome); });
  }
}

// Nobody waits for them any more.
Batch WithoutExpired(const Batch& batch, std::vector<std::function<void()>>* ends) {
  const auto now = std::chrono::steady_clock::now();
  Batch alive, expired;
  for (Gathered* command : batch) {
    (command->call->deadline() > now ? alive : expired).push_back(command);
  }
  FinishAll(
      expired,
      []() -> Result<Done> {
        throw pg::DeadlineExceeded("the caller's time was over before its batch began");
      },
      ends);
  return alive;
}

pg::Deadline LatestOf(const Batch& batch) {
  pg::Deadline latest = batch.front()->call->deadline();
  for (const Gathered* command : batch) latest = std::max(latest, command->call->deadline());
  return latest;
}

}  // namespace

Batcher::Batcher(const Room& room, Decide decide) : room_(room), decide_(std::move(decide)) {
  for (int i = 0; i < kThreads; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

Batcher::~Batcher() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Batcher::Add(std::unique_ptr<Gathered> command) {
  bool idle = false;
  {
    std::lock_guard lock(mutex_);
    if (count_ >= kMostWaiting) return false;
    ++count_;
    const CountyId county = command->call->county();
    waiting_[county].push_back(std::move(command));
    idle = !busy_.contains(county);
  }
  if (idle) changed_.notify_one();  // else whoever is at work for the county looks again
  return true;
}

bool Batcher::SomethingToDo() const {
  return std::ranges::any_of(waiting_, [&](const auto& one) { return !busy_.contains(one.first); });
}

void Batcher::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return SomethingToDo() || (closing_ && count_ == 0); });
    if (!SomethingToDo()) return;
    CountyId county;
    const Owned taken = Take(&county);
    busy_.insert(county);
    lock.unlock();
    Batch batch;
    for (const auto& command : taken) batch.push_back(command.get());
    Ends ends;
    batch = WithoutExpired(batch, &ends);
    if (!batch.empty()) Do(county, batch, &ends);
    lock.lock();
    busy_.erase(county);
    lock.unlock();
    changed_.notify_all();
    for (const auto& end : ends) end();
    lock.lock();
  }
}

// Of the county whose first command waits longest.
Batcher::Owned Batcher::Take(CountyId* county) {
  auto first = waiting_.end();
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    if (busy_.contains(it->first)) continue;
    if (first == waiting_.end() ||
        it->second.front()->call->now() < first->second.front()->call->now()) {
      first = it;
    }
  }
  *county = first->first;
  Owned taken;
  std::deque<std::unique_ptr<Gathered>> later;
  std::set<Key> keys;
  for (auto& command : first->second) {
    const bool fits = taken.size() < kMostInBatch && keys.insert(KeyOf(*command)).second;
    if (fits) {
      taken.push_back(std::move(command));
    } else {
      later.push_back(std::move(command));
    }
  }
  count_ -= taken.size();
  if (later.empty()) {
    waiting_.erase(first);
  } else {
    first->second = std::move(later);
  }
  return taken;
}

// A command that the database cannot stand must not take its neighbours with it: halves are tried
// until it stands alone. Trouble with the database itself is everybody's.
void Batcher::Do(CountyId county, const Batch& batch, Ends* ends) {
  std::exception_ptr trouble;
  bool is_everybodys = true;
  try {
    return Settle(county, batch, ends);
  } catch (const pg::Trouble&) {
    trouble = std::current_exception();
  } catch (const std::exception&) {
    trouble = std::current_exception();
    is_everybodys = batch.size() == 1;
  }
  if (is_everybodys) {
    return FinishAll(
        batch, [trouble]() -> Result<Done> { std::rethrow_exception(trouble); }, ends);
  }
  const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
  Do(county, {batch.begin(), middle}, ends);
  Do(county, {middle, batch.end()}, ends);
}

// What the journal knew of each; the others are decided and recorded.
std::vector<Known> Batcher::Decided(pg::Transaction& tx, CountyId county, const Batch& batch,
                                    const std::vector<JournalEntry>& entries,
                                    std::vector<Result<Done>>* outcomes) {
  std::vector<Asked> asked;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i]->call->RequireMutation();
    asked.push_back({batch[i]->call.get(), &entries[i]});
  }
  auto known = FindAnswers(tx, asked);
  Batch fresh;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!known[i] || *known[i]) continue;
    batch[i]->call->sent_ = false;
    fresh.push_back(batch[i]);
    places.push_back(i);
  }
  if (fresh.size() < batch.size()) WaitForAllBefore(tx);
  const auto decided = fresh.empty() ? std::vector<Result<Done>>() : decide_(tx, county, fresh);
  std::deque<v1::StoredAnswer> answers;
  std::vector<Answered> answered;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const Call& call = *fresh[i]->call;
    const Result<Done>& outcome = outcomes->at(places[i]) = decided.at(i);
    if (outcome) {
      call.RequireScopeChecked();
      answers.push_back(call.AnswerWith(*fresh[i]->reply));
    } else if (call.Keeps(outcome.refusal())) {
      answers.push_back(call.AnswerWith(outcome.refusal()));
    } else {
      continue;
    }
    answered.push_back({asked[places[i]], answers.back().refusal().code(), &answers.back()});
  }
  RecordAnswers(tx, answered);
  return known;
}

void Batcher::Settle(CountyId county, const Batch& batch, Ends* ends) {
  std::vector<JournalEntry> entries;
  for (const Gathered* command : batch) entries.push_back(JournalEntry::Of(*command->call));
  std::vector<Result<Done>> outcomes(batch.size(), Result<Done>(Done{}));
  std::vector<Known> known;
  const pg::TransactOptions options{.deadline = LatestOf(batch), .replayable = true};
  const auto done = pg::Transact(room_.pool, options, [&](pg::Transaction& tx) -> Result<Done> {
    known = Decided(tx, county, batch, entries, &outcomes);
    return Done{};
  });
  if (!done) throw std::logic_error("a batch as a whole is never refused");
  if (std::ranges::any_of(batch, [](const Gathered* one) { return one->call->sent_; })) {
    room_.wake();
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i]->call->journaled_ = true;
    ends->push_back([one = batch[i], answer = std::move(known[i]), outcome = outcomes[i]] {
      one->finish(*one->call, [&]() -> Result<Done> {
        if (!answer) return answer.refusal();
        return *answer ? one->call->Repeat(**answer, one->reply) : outcome;
      });
    });
  }
}

}  // namespace qianmo::rpc
