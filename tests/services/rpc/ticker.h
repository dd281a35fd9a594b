// The service behind the tests of live state: tickers in a table, and the feed that watches them.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "qianmo/test/v1/ticker.grpc.pb.h"
#include "rpc/feed.h"
#include "services/rpc/stage.h"

namespace qianmo::test {

class Ticker {
 public:
  Ticker(const rpc::Room& room, rpc::FeedOptions options);

  Result<v1::TickerState> GetTicker(rpc::Call& call, const v1::WatchTickerRequest& request);
  Result<std::string> WatchTicker(rpc::Call& call, const v1::WatchTickerRequest& request);
  Result<std::string> WatchOwnTicker(rpc::Call& call, const v1::WatchTickerRequest& request);

  std::atomic<int> reads = 0;  // polls and unary reads
  std::atomic<int> unreadable_county = 0;
  rpc::Feed<v1::TickerState> everyone;
  rpc::Feed<v1::TickerState> own;

 private:
  std::vector<rpc::Changed<v1::TickerState>> Read(pg::Transaction& tx, CountyId county,
                                                  const std::vector<rpc::Watched>& watched);
};

// A stage that also hosts the ticker.
class TickerStage {
 public:
  explicit TickerStage(rpc::FeedOptions options = {});

  Stage& stage() { return *stage_; }
  Ticker& ticker() { return *ticker_; }
  std::unique_ptr<v1::TickerService::Stub> Stub();
  // Puts "tickers/<name>" at a position: of county 7, or of 8 where the name begins "elsewhere".
  void Set(const std::string& name, int position, const std::string& org_path = kVillage);

 private:
  Ticker* ticker_ = nullptr;
  std::unique_ptr<Stage> stage_;
};

v1::WatchTickerRequest Watch(const std::string& name, const std::string& after_version = "");

}  // namespace qianmo::test
