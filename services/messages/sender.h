// Gives texts to the provider and learns what became of them, beside the calls of the service. Any
// number of processes may do so at once.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "messages/due_texts.h"
#include "messages/provider.h"
#include "rpc/room.h"

namespace qianmo::messages {

struct SenderOptions {
  ProviderOptions provider;
  std::string site;  // "https://…" of the web app, for links in texts; may be empty
};

class Sender {
 public:
  // `room` must outlive it. Throws std::runtime_error for options that cannot be.
  Sender(const rpc::Room& room, const SenderOptions& options);
  ~Sender() { Stop(); }

  void Start();
  // Waits for the answers to what is under way, but not for long: what is left is in doubt, and
  // the next sender asks for it under the same client id.
  void Stop();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  void Run();
  void LookAround();
  void GiveOut(CountyId county);
  void Record(const DueText& text, const ProviderReply& reply);
  void Decide(pg::Transaction& tx, const DueText& text, const ProviderReply& reply, Time now);
  void Pull(CountyId county);
  void TakeReports(CountyId county, const std::string& from, const ProviderReply& reply);
  void TellProvider(const ProviderReply& reply);

  const rpc::Room& room_;
  const std::string site_;
  Provider provider_;
  std::map<CountyId, Instant> next_pull_;
  std::set<CountyId> pulling_;
  bool database_well_ = true;
  bool provider_well_ = true;
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

}  // namespace qianmo::messages
