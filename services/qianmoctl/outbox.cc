#include "qianmoctl/outbox.h"

#include <algorithm>
#include <iostream>
#include <memory>

#include "base/time_text.h"
#include "qianmoctl/house_store.h"
#include "qianmoctl/session.h"
#include "rpc/outbox.h"

namespace qianmo::ctl {
namespace {

constexpr int kMostListed = 1000;

struct Choice {
  std::string service;  // empty: all
  int county = 0;
  std::string id;
};

std::vector<std::string> ChosenServices(pg::Transaction& tx, const std::string& wanted) {
  const auto services = FurnishedServices(tx);
  if (wanted.empty()) return services;
  if (std::find(services.begin(), services.end(), wanted) == services.end()) {
    throw Failure("this database has no service " + wanted);
  }
  return {wanted};
}

void Show(const std::string& service, const rpc::DeadCall& call) {
  std::cout << service << " county " << call.county.number << ' ' << call.outbox_id.ToString()
            << ' ' << call.method << "\n  of " << FormatRfc3339(call.created) << ", tried "
            << call.attempts << " times, " << call.waiting_behind << " waiting behind, key "
            << call.ordering_key << "\n  " << call.last_error << '\n';
}

void List(const Settings& settings, const Choice& choice) {
  using DeadCalls = std::vector<std::pair<std::string, rpc::DeadCall>>;
  const auto dead =
      Session(settings.Database()).Read([&](pg::Transaction& tx) -> Result<DeadCalls> {
        DeadCalls found;
        for (const std::string& service : ChosenServices(tx, choice.service)) {
          for (auto& call : rpc::ListDead(tx, service, kMostListed)) {
            found.emplace_back(service, std::move(call));
          }
        }
        return found;
      });
  for (const auto& [service, call] : dead) Show(service, call);
  std::cout << dead.size() << (dead.size() == 1 ? " dead call\n" : " dead calls\n");
}

void Retry(const Settings& settings, const Choice& choice) {
  const auto id = Uuid::Parse(choice.id);
  if (!id) throw Failure(choice.id + " is no id of a call; see qianmoctl outbox list", kUsage);
  const bool revived = Session(settings.Database()).Write([&](pg::Transaction& tx) -> Result<bool> {
    for (const std::string& service : ChosenServices(tx, choice.service)) {
      if (rpc::Revive(tx, service, CountyId{choice.county}, *id, SystemClock().Now())) {
        return true;
      }
    }
    return false;
  });
  if (!revived) {
    throw Failure("county " + std::to_string(choice.county) + " has no dead call " + choice.id);
  }
  std::cout << choice.id << " will be tried again\n";
}

}  // namespace

void AddOutbox(CLI::App& app, Settings& settings) {
  const auto choice = std::make_shared<Choice>();
  CLI::App* outbox = app.add_subcommand("outbox", "Calls between services that died")
                         ->require_subcommand(1)
                         ->fallthrough();
  outbox->add_option("--service", choice->service, "Whose calls, e.g. identity; all if left out");
  outbox->add_subcommand("list", "Dead calls, and how many wait behind each")
      ->callback([&settings, choice] { List(settings, *choice); });
  CLI::App* retry = outbox->add_subcommand("retry", "Lets one be tried again");
  retry->add_option("COUNTY", choice->county)->required()->check(CLI::PositiveNumber);
  retry->add_option("ID", choice->id)->required();
  retry->callback([&settings, choice] { Retry(settings, *choice); });
}

}  // namespace qianmo::ctl
