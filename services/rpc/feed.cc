#include "rpc/feed.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/time_util.h>

#include "rpc/log.h"
#include "rpc/status.h"
#include "rpc/trace.h"

namespace qianmo::rpc {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kReadTime{2};
constexpr std::chrono::seconds kWatchAgainIn{5};

Refusal TooManyWatch(const char* message) {
  return {.kind = Refusal::Kind::kExhausted,
          .reason = "TOO_MANY_WATCHERS",
          .message = message,
          .retry_after = kWatchAgainIn};
}

// A serialised message plus the bytes of one more field is that message with the field: the state
// is serialised once, and the time of sending is added to it.
std::string TimeField(int field, Time now) {
  const auto stamp =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(now.time_since_epoch().count());
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.WriteTag(static_cast<std::uint32_t>(field) << 3 | 2);
    out.WriteVarint32(static_cast<std::uint32_t>(stamp.ByteSizeLong()));
    out.WriteString(stamp.SerializeAsString());
  }
  return bytes;
}

}  // namespace

Result<Done> Watcher::Reserve(const std::string& account) {
  std::lock_guard lock(feed_.mutex_);
  const FeedOptions& options = feed_.options_;
  if (feed_.watchers_ >= options.most_watchers) return TooManyWatch("too many watch already");
  const std::size_t most = account.empty() ? options.most_watchers / 2 : options.most_per_account;
  std::size_t& places = feed_.places_[account];
  if (places >= most) return TooManyWatch("this caller watches too much already");
  ++places;
  ++feed_.watchers_;
  account_ = account;
  return Done{};
}

void Watcher::Start(CountyId county, const std::string& topic, std::string after_version,
                    Time until) {
  std::lock_guard lock(feed_.mutex_);
  decided_ = true;
  started_ = true;
  key_ = {county.number, topic};
  until_ = until;
  sent_ = std::move(after_version);
  auto& joined = feed_.topics_[key_];
  joined.watchers.insert(this);
  context_->AddInitialMetadata(kAdmittedKey, "1");
  StartSendInitialMetadata();
  if (feed_.closing_) End(grpc::Status::OK);
  if (joined.version.empty()) {
    feed_.asked_ = true;
    feed_.changed_.notify_all();
  }
  Proceed();
}

void Watcher::Refuse(const grpc::Status& status) {
  std::lock_guard lock(feed_.mutex_);
  decided_ = true;
  End(status);
}

void Watcher::OnWriteDone(bool ok) {
  std::lock_guard lock(feed_.mutex_);
  writing_ = false;
  if (!ok) End(grpc::Status::CANCELLED);
  Proceed();
}

void Watcher::OnCancel() {
  std::lock_guard lock(feed_.mutex_);
  End(grpc::Status::CANCELLED);
}

void Watcher::OnDone() {
  {
    std::lock_guard lock(feed_.mutex_);
    feed_.Leave(this);
  }
  delete this;
}

void Watcher::End(const grpc::Status& status) {
  if (!end_) end_ = status;
  Proceed();
}

// Does what is due next; whoever is still busy with a frame gets the newest one afterwards.
void Watcher::Proceed() {
  if (!decided_ || writing_ || finished_) return;
  if (end_) {
    finished_ = true;
    return Finish(*end_);
  }
  const auto& topic = feed_.topics_.at(key_);
  if (topic.version.empty() || topic.version == sent_) return;
  sent_ = topic.version;
  frame_ = feed_.FrameOf(topic);
  writing_ = true;
  ++feed_.frames_;
  StartWrite(&frame_);
}

FeedBase::FeedBase(const Room& room, FeedOptions options, int server_time_field, ReadFrames read)
    : room_(room),
      options_(options),
      server_time_field_(server_time_field),
      read_(std::move(read)),
      thread_([this] { Run(); }) {}

FeedStats FeedBase::stats() const {
  std::lock_guard lock(mutex_);
  return {watchers_, frames_};
}

void FeedBase::Close() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
    EndAll(grpc::Status::OK);
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FeedBase::Run() {
  std::unique_lock lock(mutex_);
  auto next_full = steady_clock::now();
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !topics_.empty(); });
    // Newcomers are served at once, but they do not make the others' topics be read more often.
    changed_.wait_until(lock, next_full, [this] { return closing_ || asked_; });
    if (closing_) return;
    const bool full = steady_clock::now() >= next_full;
    if (full) next_full = steady_clock::now() + options_.interval;
    EndThoseDue();
    PollOnce(lock, !full);
  }
}

// County by county: a transaction never spans two, and none waits for what ails another.
void FeedBase::PollOnce(std::unique_lock<std::mutex>& lock, bool only_new) {
  asked_ = false;
  for (const auto& [county, watched] : Ask(only_new)) {
    const Instant began = steady_clock::now();
    std::vector<Frame> frames;
    std::string trouble;
    lock.unlock();
    try {
      frames = ReadCounty(county, watched);
    } catch (const std::exception& e) {
      trouble = e.what();
    }
    lock.lock();
    if (closing_) return;
    if (!trouble.empty()) {
      NoteTrouble(county, trouble, began);
      continue;
    }
    NoteReadable(county);
    Publish(county, frames);
  }
}

// Those that ail come last, and not before their next try.
FeedBase::Asked FeedBase::Ask(bool only_new) const {
  const auto now = steady_clock::now();
  std::map<std::pair<bool, int>, std::vector<Watched>> asked;
  for (const auto& [key, topic] : topics_) {
    if (only_new && !topic.version.empty()) continue;
    const auto ailing = ailing_.find(key.first);
    const bool ails = ailing != ailing_.end();
    if (ails && now < ailing->second.next_try) continue;
    asked[{ails, key.first}].push_back({key.second, topic.version});
  }
  Asked in_order;
  for (auto& [key, watched] : asked) in_order.emplace_back(key.second, std::move(watched));
  return in_order;
}

std::vector<FeedBase::Frame> FeedBase::ReadCounty(int county,
                                                  const std::vector<Watched>& watched) const {
  auto frames = pg::Transact(
      room_.pool, {.deadline = steady_clock::now() + kReadTime, .mode = pg::Mode::kReadOnly},
      [&](pg::Transaction& tx) {
        return Result<std::vector<Frame>>(read_(tx, CountyId{county}, watched));
      });
  return *std::move(frames);
}

void FeedBase::Publish(int county, const std::vector<Frame>& frames) {
  for (const Frame& frame : frames) {
    const auto found = topics_.find({county, frame.topic});
    if (found == topics_.end() || found->second.version == frame.version) continue;
    found->second.version = frame.version;
    found->second.state = grpc::Slice(frame.state);
    for (Watcher* watcher : found->second.watchers) watcher->Proceed();
  }
}

// Whoever takes nothing, and so cannot be told the end either, is cut off.
void FeedBase::EndThoseDue() {
  const Time now = room_.clock.Now();
  for (const auto& [key, topic] : topics_) {
    for (Watcher* watcher : topic.watchers) {
      if (now < watcher->until_) continue;
      watcher->End(grpc::Status::OK);
      if (watcher->writing_) watcher->context_->TryCancel();
    }
  }
}

void FeedBase::EndAll(const grpc::Status& status) {
  for (const auto& [key, topic] : topics_) {
    for (Watcher* watcher : topic.watchers) watcher->End(status);
  }
}

// A try that takes long, because the database hangs, is not repeated soon: the counties that are
// well share its thread.
void FeedBase::NoteTrouble(int county, const std::string& what, Instant began) {
  const auto now = steady_clock::now();
  const auto [entry, fresh] = ailing_.try_emplace(county, Ailing{began, {}});
  Ailing& ailing = entry->second;
  ailing.next_try = now + 4 * (now - began);
  const LogField where{"county", std::int64_t{county}};
  if (fresh) {
    Log(Level::kError, "feed_unreadable", {{"service", room_.service}, where, {"trouble", what}});
  }
  if (now - ailing.since < options_.patience) return;
  ailing.since = now;
  const std::string incident = Trace::Continue("").trace_id;
  Log(Level::kError, "feed_ended",
      {{"service", room_.service}, where, {"trace_id", incident}, {"trouble", what}});
  const auto told = Trouble(grpc::StatusCode::UNAVAILABLE, "the state cannot be read", incident);
  for (auto at = topics_.lower_bound({county, ""}); at != topics_.end(); ++at) {
    if (at->first.first != county) break;
    for (Watcher* watcher : at->second.watchers) watcher->End(told);
  }
}

void FeedBase::NoteReadable(int county) {
  if (ailing_.erase(county) == 0) return;
  Log(Level::kInfo, "feed_readable",
      {{"service", room_.service}, {"county", std::int64_t{county}}});
}

grpc::ByteBuffer FeedBase::FrameOf(const Topic& topic) const {
  const grpc::Slice slices[] = {topic.state,
                                grpc::Slice(TimeField(server_time_field_, room_.clock.Now()))};
  return grpc::ByteBuffer(slices, 2);
}

void FeedBase::Leave(Watcher* watcher) {
  if (watcher->account_) {
    --watchers_;
    if (--places_[*watcher->account_] == 0) places_.erase(*watcher->account_);
  }
  if (!watcher->started_) return;
  const auto topic = topics_.find(watcher->key_);
  topic->second.watchers.erase(watcher);
  if (!topic->second.watchers.empty()) return;
  topics_.erase(topic);
  const int county = watcher->key_.first;
  const auto next = topics_.lower_bound({county, ""});
  if (next == topics_.end() || next->first.first != county) ailing_.erase(county);
}

}  // namespace qianmo::rpc
