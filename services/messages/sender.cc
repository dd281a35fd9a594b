#include "messages/sender.h"

#include "rpc/log.h"

namespace qianmo::messages {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kMostUnderWay = 16;
constexpr milliseconds kLook{200};
constexpr std::chrono::seconds kPullAfterTrouble{3};
constexpr std::chrono::seconds kDatabaseTime{10};
constexpr std::chrono::seconds kFinishTime{3};

pg::TransactOptions Options() { return {.deadline = steady_clock::now() + kDatabaseTime}; }

v1::ProviderMessage ToProvider(const LeavingText& text) {
  v1::ProviderMessage message;
  message.set_client_id(text.due.client_id.ToString());
  message.set_account(std::to_string(text.due.county.number));
  message.set_channel(text.due.facts.channel == Channel::kSms ? "sms" : "wechat");
  message.set_to(text.due.address.value());
  message.set_text(text.words);
  return message;
}

}  // namespace

Sender::Sender(const rpc::Room& room, const SenderOptions& options)
    : room_(room), site_(options.site), provider_(options.provider, room.clock) {}

void Sender::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Sender::Stop() {
  closing_ = true;
  provider_.Wake();
  if (thread_.joinable()) thread_.join();
}

void Sender::Run() {
  while (!closing_) {
    try {
      LookAround();
      database_well_ = true;
    } catch (const std::exception& trouble) {  // the database is away; the next look tries again
      if (database_well_) {
        rpc::Log(rpc::Level::kWarning, "sender_waits_for_database",
                 {{"error", std::string(trouble.what())}});
      }
      database_well_ = false;
    }
    provider_.Work(kLook);
  }
  const Instant until = steady_clock::now() + kFinishTime;
  while (provider_.under_way() > 0 && steady_clock::now() < until) provider_.Work(kLook);
}

void Sender::LookAround() {
  for (const CountyId county : rpc::CountiesOf(room_)) {
    GiveOut(county);
    if (steady_clock::now() >= next_pull_[county]) Pull(county);
  }
}

void Sender::GiveOut(CountyId county) {
  const int room_left = kMostUnderWay - provider_.under_way();
  if (room_left <= 0) return;
  using Taken = Result<std::vector<LeavingText>>;
  const auto taken = pg::Transact(room_.pool, Options(), [&](pg::Transaction& tx) -> Taken {
    return TakeDueTexts(tx, *room_.keyring.Current(), county, site_, room_left, room_.clock.Now());
  });
  for (const LeavingText& text : *taken) {
    provider_.Send(ToProvider(text),
                   [this, due = text.due](const ProviderReply& reply) { Record(due, reply); });
  }
}

void Sender::Record(const DueText& text, const ProviderReply& reply) {
  TellProvider(reply);
  try {
    (void)pg::Transact(room_.pool, Options(), [&](pg::Transaction& tx) -> Result<Done> {
      Decide(tx, text, reply, room_.clock.Now());
      return Done{};
    });
    next_pull_[text.county] = {};
  } catch (const std::exception& trouble) {  // the lease runs out and the provider is asked again
    rpc::Log(rpc::Level::kWarning, "delivery_record_failed",
             {{"delivery_id", text.id.ToString()}, {"error", std::string(trouble.what())}});
  }
}

void Sender::Decide(pg::Transaction& tx, const DueText& text, const ProviderReply& reply,
                    Time now) {
  const Verdict verdict = Judge(reply.answer);
  if (verdict == Verdict::kTaken) {
    RecordTaken(tx, text, reply.receipt.provider_id(), now);
    return;
  }
  if (verdict == Verdict::kRefused) {
    RecordRefused(tx, text, reply.error, now);
    return;
  }
  const bool unclear = verdict == Verdict::kUnclear;
  Tries tries = text.tries;
  tries.unclear += unclear;
  const auto next = NextTry(tries, reply.retry_after, now);
  if (next) {
    RecordPutOff(tx, text, unclear, *next, reply.error);
  } else {
    RecordGivenUp(tx, text, unclear, reply.error, now);
  }
}

void Sender::Pull(CountyId county) {
  if (pulling_.contains(county) || provider_.under_way() >= kMostUnderWay) return;
  std::optional<Time> newest;
  using Cursor = Result<std::string>;
  const auto cursor = pg::Transact(
      room_.pool, {.deadline = steady_clock::now() + kDatabaseTime, .mode = pg::Mode::kReadOnly},
      [&](pg::Transaction& tx) -> Cursor {
        newest = NewestAwaited(tx, county);
        return ReportCursor(tx, county);
      });
  next_pull_[county] = steady_clock::now() + PauseBetweenPulls(newest, room_.clock.Now());
  pulling_.insert(county);
  provider_.PullReports(std::to_string(county.number), *cursor,
                        [this, county, from = *cursor](const ProviderReply& reply) {
                          TakeReports(county, from, reply);
                        });
}

void Sender::TakeReports(CountyId county, const std::string& from, const ProviderReply& reply) {
  pulling_.erase(county);
  TellProvider(reply);
  if (!reply.error.empty()) {
    next_pull_[county] = steady_clock::now() + kPullAfterTrouble;
    return;
  }
  if (reply.reports.reports().empty()) return;
  try {
    (void)pg::Transact(room_.pool, Options(), [&](pg::Transaction& tx) -> Result<Done> {
      (void)ApplyReports(tx, county, from, reply.reports, room_.clock.Now());
      return Done{};
    });
    // There may be more; but a provider that gives no new cursor says the same again and again.
    if (reply.reports.cursor() != from) next_pull_[county] = {};
  } catch (const std::exception& trouble) {  // the cursor has not moved: they come again
    rpc::Log(rpc::Level::kWarning, "reports_record_failed",
             {{"county_id", std::int64_t{county.number}}, {"error", std::string(trouble.what())}});
  }
}

// Told when it changes, not at every answer.
void Sender::TellProvider(const ProviderReply& reply) {
  const Verdict verdict = Judge(reply.answer);
  const bool well = reply.error.empty() || verdict == Verdict::kRefused;
  if (well == provider_well_) return;
  provider_well_ = well;
  rpc::Log(well ? rpc::Level::kInfo : rpc::Level::kWarning,
           well ? "provider_is_back" : "provider_is_in_trouble", {{"error", reply.error}});
}

}  // namespace qianmo::messages
