#include "qianmoctl/demo_parties.h"

#include "qianmoctl/demo_names.h"
#include "qianmoctl/demo_places.h"
#include "registry/bidder_event_store.h"
#include "registry/bidder_store.h"
#include "registry/party_store.h"

namespace qianmo::ctl {
namespace {

using registry::BidderId;
using registry::PartyKind;
using registry::v1::BidderEvent;
using registry::v1::PartyDetails;

constexpr std::uint32_t kPartySeed = 1992;
constexpr int kPeopleAmong = 12;      // of the parties
constexpr int kWaiting = 4;           // of the parties
constexpr int kFirstSerial = 40'000;  // behind those of the households' members
constexpr int kFirstCode = 1'000;     // behind those of the collectives

constexpr const char* kTrades[] = {"生态农业", "水产养殖", "茶业",     "粮油",
                                   "果蔬",     "民宿旅游", "农机服务", "苗木"};
constexpr const char* kForms[] = {"有限公司", "专业合作社", "家庭农场"};
constexpr const char* kFancyNames[] = {"绿野", "金穗", "清泉", "丰和", "云上",
                                       "石桥", "百禾", "润田", "山语", "春晖"};

std::string AccountNumber(int serial) { return "6230991" + DemoDigits(serial, 12); }

std::string PersonName(Dice* dice) {
  const std::string surname = DemoSurname(dice);
  return surname + DemoGivenName(dice, dice->Percent(60));
}

Date BirthDay(Dice* dice) {
  return Date(std::chrono::year(1965) / 1 / 1) + std::chrono::days(dice->Between(0, 11'000));
}

PartyDetails DetailsOfParty(int serial, PartyKind kind, Dice* dice) {
  PartyDetails details;
  details.set_phone(DemoPhone(kFirstSerial + serial));
  details.mutable_bank_account()->set_bank_name("演示农村商业银行");
  details.mutable_bank_account()->set_number(AccountNumber(serial));
  details.set_address("演示县青禾乡" + std::to_string(serial + 1) + "号");
  if (kind == PartyKind::kPerson) {
    details.set_display_name(PersonName(dice));
    return details;
  }
  const std::string fancy = dice->Pick(kFancyNames);
  const std::string trade = dice->Pick(kTrades);
  details.set_display_name("演示" + fancy + std::to_string(serial + 1) + "号" + trade +
                           dice->Pick(kForms));
  auto* legal = details.mutable_legal_person();
  legal->set_display_name(PersonName(dice));
  legal->set_identity_number(
      DemoIdNumber(kFirstSerial + kDemoParties + serial, BirthDay(dice), true));
  auto* holder = details.add_shareholders();
  holder->set_display_name(legal->display_name());
  holder->set_kind(registry::v1::PARTY_KIND_PERSON);
  holder->set_number(legal->identity_number());
  holder->set_share_basis_points(dice->Between(51, 100) * 100);
  return details;
}

// Whoever takes in, and admits.
struct Desk {
  DemoActor agent;
  DemoActor approver;
};

// Each step of the desk, by whoever takes it.
void GoOn(pg::Transaction& tx, const crypto::Keyring& ring, const Desk& desk, BidderId bidder,
          registry::PartyId party, int waiting_at, Time now) {
  if (waiting_at == 1) return;
  registry::SetTakenIn(tx, kDemoCounty, bidder, desk.agent.person);
  registry::AddBidderEvent(tx, kDemoCounty, bidder,
                           {.kind = BidderEvent::KIND_TAKEN_IN, .account = desk.agent.account},
                           now);
  if (waiting_at == 2) return;
  registry::SetAdmitted(tx, kDemoCounty, bidder, now);
  registry::SetVerified(tx, ring, party, registry::DetailsOf(tx, ring, kDemoCounty, bidder), now);
  registry::AddBidderEvent(tx, kDemoCounty, bidder,
                           {.kind = BidderEvent::KIND_ADMITTED, .account = desk.approver.account},
                           now);
}

}  // namespace

void AddDemoParties(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                    Time now) {
  const Desk desk{FindDemoActor(tx, ring, "demo.centre"),
                  FindDemoActor(tx, ring, "demo.certifier")};
  Dice dice(kPartySeed);
  for (int i = 0; i < kDemoParties; ++i) {
    const auto kind = i < kPeopleAmong ? PartyKind::kPerson : PartyKind::kOrganisation;
    const std::string number =
        kind == PartyKind::kPerson
            ? DemoIdNumber(kFirstSerial + i, BirthDay(&dice), dice.Percent(60))
            : DemoCreditCode("91", kFirstCode + i);
    const PartyDetails details = DetailsOfParty(i, kind, &dice);
    const auto party = registry::InsertParty(tx, ring, kind, number, now);
    registry::SetTraits(tx, ring, kDemoCounty, party, kind, number, details);
    const DemoActor trader = AddDemoTrader(tx, ring, hashes, i + 1, now);
    const auto bidder =
        registry::InsertBidder(tx, ring, kDemoCounty,
                               {.party = party,
                                .applicant = {.account = trader.account, .person = trader.person},
                                .details = details},
                               now);
    registry::AddBidderEvent(tx, kDemoCounty, bidder,
                             {.kind = BidderEvent::KIND_APPLIED, .account = trader.account}, now);
    const int last = kDemoParties - i;
    const bool admitted = last > kWaiting;
    if (admitted)
      identity::SetParty(tx, kDemoCounty, identity::AccountId{trader.account}, party.uuid);
    GoOn(tx, ring, desk, bidder, party, admitted ? 0 : (last + 1) / 2, now);
  }
}

bool HasDemoParties(pg::Transaction& tx) {
  return !tx.Run("SELECT id FROM registry.bidder WHERE county_id = $1 LIMIT 1", kDemoCounty)
              .empty();
}

}  // namespace qianmo::ctl
