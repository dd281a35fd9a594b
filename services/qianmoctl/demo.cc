#include "qianmoctl/demo.h"

#include <iomanip>
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "crypto/totp.h"
#include "qianmoctl/county_store.h"
#include "qianmoctl/demo_books.h"
#include "qianmoctl/demo_households.h"
#include "qianmoctl/demo_land.h"
#include "qianmoctl/demo_parties.h"
#include "qianmoctl/demo_people.h"
#include "qianmoctl/demo_places.h"
#include "qianmoctl/session.h"

namespace qianmo::ctl {
namespace {

// Invented: no county has a code that begins with 99.
const County kCounty{kDemoCounty, "演示县", "990001"};

// People with known passwords must never come near real ones.
Result<bool> RequireDemo(pg::Transaction& tx, const crypto::Keyring& ring) {
  QM_TRY(HoldCounties(tx));
  if (!IsForDemo(tx)) {
    return Refusal{Refusal::Kind::kPrecondition, "NOT_FOR_DEMO",
                   "this database is not marked as one for the demo; ./qianmo up marks its own"};
  }
  const auto there = FindCounty(tx, kCounty.id);
  if (HasOtherCounty(tx, kCounty.id) || (there && *there != kCounty)) {
    return Refusal{Refusal::Kind::kPrecondition, "REAL_COUNTY",
                   "this database serves a real county; the demo has a database of its own"};
  }
  return there && HasDemoPeople(tx, ring) && HasDemoHouseholds(tx) && HasDemoLand(tx) &&
         HasDemoParties(tx) && HasDemoBooks(tx);
}

// Nothing happens to what is there already.
void Fill(pg::Transaction& tx, const crypto::Keyring& ring, int households,
          const DemoHashes& hashes, Time now) {
  AddDemoOfficers(tx, ring, hashes, now);
  if (!HasDemoHouseholds(tx)) {
    const DemoActor centre = FindDemoActor(tx, ring, "demo.centre");
    FoundDemoPlaces(tx, centre.account, now);
    SettleDemoHouseholds(tx, ring, households, centre, FindDemoActor(tx, ring, "demo.certifier"),
                         now);
  }
  if (!HasDemoLand(tx)) AddDemoLand(tx, FindDemoActor(tx, ring, "demo.centre"), now);
  if (!HasDemoParties(tx)) AddDemoParties(tx, ring, hashes, now);
  AddDemoVillagers(tx, ring, hashes, now);
  if (!HasDemoBooks(tx)) {
    KeepDemoBooks(tx,
                  {.agent = FindDemoActor(tx, ring, "demo.township"),
                   .approver = FindDemoActor(tx, ring, "demo.approver"),
                   .clerk = FindDemoActor(tx, ring, "demo.clerk")},
                  now);
  }
}

void Demo(const Settings& settings, int households) {
  const auto ring = settings.Ring();
  Session session(settings.Database());
  const bool full =
      session.Write([&](pg::Transaction& tx) -> Result<bool> { return RequireDemo(tx, ring); });
  if (!full) {
    const DemoHashes hashes = MakeDemoHashes();
    const Time now = SystemClock().Now();
    session.Write([&](pg::Transaction& tx) -> Result<Done> {
      QM_TRY(RequireDemo(tx, ring));
      InsertCounty(tx, kCounty);
      Fill(tx, ring, households, hashes, now);
      return Done{};
    });
  }
  PrintDemoPeople();
}

void PrintCode(const std::string& secret) {
  const auto bytes = FromBase32(secret);
  if (!bytes || bytes->empty()) throw Failure("that is no secret in base32", kUsage);
  const Time now = SystemClock().Now();
  std::cout << std::setw(6) << std::setfill('0') << crypto::TotpCode(*bytes, crypto::TotpStep(now))
            << std::setfill(' ') << '\n';
}

}  // namespace

void AddDemo(CLI::App& app, Settings& settings) {
  const auto households = std::make_shared<int>(kDemoHouseholds);
  CLI::App* demo = app.add_subcommand(
      "demo",
      "An invented county 1 with people in every role; only for the database of ./qianmo up");
  demo->add_option("--households", *households, "How many live there")
      ->check(CLI::Range(kFewestDemoHouseholds, kDemoHouseholds))
      ->capture_default_str();
  demo->callback([&settings, households] { Demo(settings, *households); });
}

void AddCode(CLI::App& app) {
  const auto secret = std::make_shared<std::string>();
  CLI::App* code = app.add_subcommand("code", "What an authenticator with this secret shows now");
  code->add_option("SECRET", *secret, "In base32, as demo prints it")->required();
  code->callback([secret] { PrintCode(*secret); });
}

}  // namespace qianmo::ctl
