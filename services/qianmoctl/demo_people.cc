#include "qianmoctl/demo_people.h"

#include <iomanip>
#include <iostream>
#include <vector>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/password.h"
#include "identity/authenticator_store.h"
#include "identity/grant_store.h"
#include "qianmoctl/command.h"
#include "qianmoctl/demo_places.h"

namespace qianmo::ctl {
namespace {

using identity::AccountKind;
using identity::Role;

constexpr char kCountyPath[] = "/1/";
constexpr char kTownship[] = "/1/01900000-0000-7000-8000-00000000a001/";
constexpr char kVillage[] =
    "/1/01900000-0000-7000-8000-00000000a001/01900000-0000-7000-8000-00000000b001/";
constexpr char kPassword[] = "rice-field-path";
constexpr char kPin[] = "295071";
constexpr std::size_t kSecretBytes = 20;

struct Person {
  const char* handle;
  const char* name;
  AccountKind kind;
  Role role;
  const char* org_path;
};

// The first two made each other active; the first of them confirmed all the others.
constexpr Person kPeople[] = {
    {"demo.admin", "演示管理甲", AccountKind::kOfficer, Role::kCountyAdmin, kCountyPath},
    {"demo.admin2", "演示管理乙", AccountKind::kOfficer, Role::kCountyAdmin, kCountyPath},
    {"demo.clerk", "演示报账员", AccountKind::kOfficer, Role::kVillageClerk, kVillage},
    {"demo.chair", "演示理事长", AccountKind::kOfficer, Role::kBoardChair, kVillage},
    {"demo.supervisor", "演示监事", AccountKind::kOfficer, Role::kSupervisor, kVillage},
    {"demo.township", "演示乡镇经办", AccountKind::kOfficer, Role::kTownshipAgent, kTownship},
    {"demo.approver", "演示乡镇审核", AccountKind::kOfficer, Role::kTownshipApprover, kTownship},
    {"demo.centre", "演示中心经办", AccountKind::kOfficer, Role::kCentreOfficer, kCountyPath},
    {"demo.certifier", "演示中心审核", AccountKind::kOfficer, Role::kCentreApprover, kCountyPath},
    {"demo.discipline", "演示纪检", AccountKind::kOfficer, Role::kDiscipline, kCountyPath},
    {"demo.auditor", "演示审计", AccountKind::kOfficer, Role::kAuditor, kCountyPath},
    {"demo.bank", "演示银行", AccountKind::kOfficer, Role::kBank, kCountyPath},
    // Where their households are.
    {"demo.head", "演示户主", AccountKind::kHousehold, Role::kHouseholdHead, ""},
    {"demo.member", "演示成员", AccountKind::kHousehold, Role::kMember, ""},
    {"demo.bidder", "演示商户", AccountKind::kBidder, Role::kBidder, kCountyPath},
    {"demo.bidder2", "演示商户乙", AccountKind::kBidder, Role::kBidder, kCountyPath},
};

// Known to everybody, so it may as well follow from the handle.
std::string SecretOf(const Person& person) {
  const auto digest = crypto::Sha256(std::string("a demo's second factor: ") + person.handle);
  return std::string(AsText(digest).substr(0, kSecretBytes));
}

const char* PasswordOf(const Person& person) {
  return person.kind == AccountKind::kHousehold ? kPin : kPassword;
}

void Insert(pg::Transaction& tx, const crypto::Keyring& ring, const Person& person,
            const DemoHashes& hashes, identity::AccountId id, const std::optional<DemoHome>& home,
            Time now) {
  const auto org_path = home ? home->org_path : *OrgPath::Parse(person.org_path);
  identity::InsertAccount(
      tx, ring,
      {.county = kDemoCounty,
       .id = id,
       .kind = person.kind,
       .state = person.kind == AccountKind::kOfficer ? identity::AccountState::kPending
                                                     : identity::AccountState::kActive,
       .person = identity::PersonId::Make(now),
       .person_index = {},
       .display_name = person.name,
       .handle = person.handle,
       .phone = {},
       .org_path = org_path,
       .household_id = home ? std::optional(home->household) : std::nullopt,
       .password_hash = home ? hashes.pin : hashes.password,
       .create_time = now});
  identity::InsertGrant(tx, kDemoCounty, id, {person.role, org_path}, std::nullopt, now);
  if (!identity::NeedsSecondFactor(person.role)) return;
  identity::PutAuthenticator(tx, ring, kDemoCounty, id, SecretOf(person), {}, now);
  identity::ConfirmAuthenticator(tx, kDemoCounty, id, now);
}

}  // namespace

DemoHashes MakeDemoHashes() {
  crypto::PasswordHasher hasher(crypto::PasswordHasher::Parameters(), 1);
  const auto deadline = std::chrono::steady_clock::now() + kHashTime;
  const auto password = hasher.Hash(kPassword, deadline);
  const auto pin = hasher.Hash(kPin, deadline);
  if (!password || !pin) throw Failure("this machine takes too long to hash a password");
  return {*password, *pin};
}

bool HasDemoPeople(pg::Transaction& tx, const crypto::Keyring& ring) {
  for (const Person& person : kPeople) {
    if (!identity::FindByHandle(tx, ring, person.handle)) return false;
  }
  return true;
}

void AddDemoOfficers(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                     Time now) {
  std::vector<identity::AccountId> made;
  std::vector<identity::AccountId> ids;
  for (const Person& person : kPeople) {
    if (person.kind == AccountKind::kHousehold) continue;
    const auto owner = identity::FindByHandle(tx, ring, person.handle);
    ids.push_back(owner ? owner->account : identity::AccountId::Make(now));
    if (owner) continue;
    Insert(tx, ring, person, hashes, ids.back(), std::nullopt, now);
    if (person.kind == AccountKind::kOfficer) made.push_back(ids.back());
  }
  for (const auto id : made) {
    const auto confirmer = id == ids[0] ? ids[1] : ids[0];
    identity::SetConfirmed(tx, kDemoCounty, id, identity::AccountState::kActive, confirmer, now);
  }
}

void AddDemoVillagers(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                      Time now) {
  int number = 0;
  for (const Person& person : kPeople) {
    if (person.kind != AccountKind::kHousehold) continue;
    ++number;
    if (identity::FindByHandle(tx, ring, person.handle)) continue;
    Insert(tx, ring, person, hashes, identity::AccountId::Make(now), FindDemoHome(tx, number), now);
  }
}

DemoActor AddDemoTrader(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                        int number, Time now) {
  const std::string handle = "demo.bidder" + (number == 1 ? "" : std::to_string(number));
  const std::string name = "演示商户" + std::to_string(number);
  if (!identity::FindByHandle(tx, ring, handle)) {
    const Person trader{handle.c_str(), name.c_str(), AccountKind::kBidder, Role::kBidder,
                        kCountyPath};
    Insert(tx, ring, trader, hashes, identity::AccountId::Make(now), std::nullopt, now);
  }
  return FindDemoActor(tx, ring, handle);
}

DemoActor FindDemoActor(pg::Transaction& tx, const crypto::Keyring& ring,
                        const std::string& handle) {
  const auto owner = identity::FindByHandle(tx, ring, handle);
  if (!owner) throw Failure("nobody is called " + handle);
  const auto row = identity::FindAccount(tx, ring, kDemoCounty, owner->account);
  if (!row) throw Failure(row.refusal().message);
  return {owner->account.uuid, row->facts.person.uuid};
}

void PrintDemoPeople() {
  for (const Person& person : kPeople) {
    std::cout << std::left << std::setw(16) << person.handle << "  " << std::setw(15)
              << PasswordOf(person) << "  " << identity::Name(person.role);
    if (identity::NeedsSecondFactor(person.role)) {
      std::cout << "  (second factor: " << ToBase32(SecretOf(person)) << ")";
    }
    std::cout << '\n';
  }
}

}  // namespace qianmo::ctl
