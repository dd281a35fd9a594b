#include "services/rpc/ticker.h"

#include <map>

#include <google/protobuf/util/time_util.h>

namespace qianmo::test {
namespace {

// What is called after another county belongs to it.
CountyId CountyOfTicker(const std::string& name) {
  return name.starts_with("tickers/elsewhere") ? CountyId{8} : CountyId{7};
}

constexpr char kTable[] = R"(
  CREATE TABLE identity.ticker (county_id integer, name text, position bigint, org_path text,
    PRIMARY KEY (county_id, name));
  GRANT ALL ON identity.ticker TO qianmo_identity;
)";

}  // namespace

Ticker::Ticker(const rpc::Room& room, rpc::FeedOptions options)
    : everyone(
          room,
          [this](auto& tx, CountyId county, const auto& watched) {
            return Read(tx, county, watched);
          },
          options),
      own(
          room,
          [this](auto& tx, CountyId county, const auto& watched) {
            return Read(tx, county, watched);
          },
          options) {}

std::vector<rpc::Changed<v1::TickerState>> Ticker::Read(pg::Transaction& tx, CountyId county,
                                                        const std::vector<rpc::Watched>& watched) {
  ++reads;
  if (county.number == unreadable_county) throw std::runtime_error("the county is unreadable");
  std::vector<rpc::Changed<v1::TickerState>> changed;
  for (const rpc::Watched& one : watched) {
    const auto rows = tx.Run(
        "SELECT position FROM identity.ticker"
        " WHERE county_id = $1 AND name = $2 AND position::text <> $3",
        county, one.topic, one.version);
    if (rows.empty()) continue;
    v1::TickerState state;
    state.set_name(one.topic);
    state.set_position(pg::Get<std::int64_t>(rows[0], "position"));
    state.set_version(std::to_string(state.position()));
    changed.push_back({one.topic, state});
  }
  return changed;
}

Result<v1::TickerState> Ticker::GetTicker(rpc::Call& call, const v1::WatchTickerRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::TickerState> {
    auto states = Read(tx, CountyOfTicker(request.name()), {{request.name(), ""}});
    if (states.empty()) return Refusal{Refusal::Kind::kNotFound, "NO_TICKER", "no such ticker"};
    *states[0].state.mutable_server_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
            call.now().time_since_epoch().count());
    return states[0].state;
  });
}

Result<std::string> Ticker::WatchTicker(rpc::Call& call, const v1::WatchTickerRequest& request) {
  call.SetCounty(CountyOfTicker(request.name()));
  return request.name();
}

Result<std::string> Ticker::WatchOwnTicker(rpc::Call& call, const v1::WatchTickerRequest& request) {
  if (request.name() == "tickers/unchecked") return request.name();
  return call.Read([&](pg::Transaction& tx) -> Result<std::string> {
    const auto rows =
        tx.Run("SELECT org_path FROM identity.ticker WHERE county_id = $1 AND name = $2",
               call.county(), request.name());
    if (rows.empty()) return Refusal{Refusal::Kind::kNotFound, "NO_TICKER", "no such ticker"};
    QM_TRY(call.MayTouch(
        {.county = call.county(), .org_path = pg::Get<std::string>(rows[0], "org_path")}));
    return request.name();
  });
}

TickerStage::TickerStage(rpc::FeedOptions options) {
  stage_ = std::make_unique<Stage>([this, options](rpc::Hosted& hosted) {
    auto& ticker = hosted.Keep(std::make_shared<Ticker>(hosted.room(), options));
    ticker_ = &ticker;
    rpc::Endpoint& endpoint =
        hosted.Offer(v1::TickerState::descriptor()->file()->FindServiceByName("TickerService"));
    endpoint.On("GetTicker", &ticker, &Ticker::GetTicker);
    endpoint.OnWatch("WatchTicker", &ticker, &Ticker::WatchTicker, ticker.everyone);
    endpoint.OnWatch("WatchOwnTicker", &ticker, &Ticker::WatchOwnTicker, ticker.own);
  });
  stage_->database().Execute(kTable);
}

std::unique_ptr<v1::TickerService::Stub> TickerStage::Stub() {
  return v1::TickerService::NewStub(stage_->server().InProcess());
}

void TickerStage::Set(const std::string& name, int position, const std::string& org_path) {
  stage_->database().Execute(
      "INSERT INTO identity.ticker (county_id, name, position, org_path)"
      " VALUES (" +
      std::to_string(CountyOfTicker("tickers/" + name).number) + ", 'tickers/" + name + "', " +
      std::to_string(position) + ", '" + org_path +
      "') ON CONFLICT (county_id, name)"
      " DO UPDATE SET position = EXCLUDED.position");
}

v1::WatchTickerRequest Watch(const std::string& name, const std::string& after_version) {
  v1::WatchTickerRequest request;
  request.set_name("tickers/" + name);
  request.set_after_version(after_version);
  return request;
}

}  // namespace qianmo::test
