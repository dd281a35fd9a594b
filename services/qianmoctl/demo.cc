#include "qianmoctl/demo.h"

#include <iomanip>
#include <iostream>
#include <memory>
#include <vector>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/password.h"
#include "crypto/totp.h"
#include "identity/account_store.h"
#include "identity/authenticator_store.h"
#include "identity/grant_store.h"
#include "qianmoctl/county_store.h"
#include "qianmoctl/session.h"

namespace qianmo::ctl {
namespace {

using identity::AccountKind;
using identity::Role;

// Invented: no county has a code that begins with 99.
const County kCounty{CountyId{1}, "演示县", "990001"};
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
    {"demo.head", "演示户主", AccountKind::kHousehold, Role::kHouseholdHead, kVillage},
    {"demo.member", "演示成员", AccountKind::kHousehold, Role::kMember, kVillage},
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

struct Hashes {
  std::string password;
  std::string pin;
};

Hashes MakeHashes() {
  crypto::PasswordHasher hasher(crypto::PasswordHasher::Parameters(), 1);
  const auto deadline = std::chrono::steady_clock::now() + kHashTime;
  const auto password = hasher.Hash(kPassword, deadline);
  const auto pin = hasher.Hash(kPin, deadline);
  if (!password || !pin) throw Failure("this machine takes too long to hash a password");
  return {*password, *pin};
}

void Insert(pg::Transaction& tx, const crypto::Keyring& ring, const Person& person,
            const Hashes& hashes, identity::AccountId id, Time now) {
  const bool household = person.kind == AccountKind::kHousehold;
  const auto org_path = *OrgPath::Parse(person.org_path);
  identity::InsertAccount(
      tx, ring,
      {.county = kCounty.id,
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
       .household_id = household ? std::optional(Uuid::Make(now)) : std::nullopt,
       .password_hash = household ? hashes.pin : hashes.password,
       .create_time = now});
  identity::InsertGrant(tx, kCounty.id, id, {person.role, org_path}, std::nullopt, now);
  if (!identity::NeedsSecondFactor(person.role)) return;
  identity::PutAuthenticator(tx, ring, kCounty.id, id, SecretOf(person), {}, now);
  identity::ConfirmAuthenticator(tx, kCounty.id, id, now);
}

// Nothing happens to who is there already.
Result<Done> Fill(pg::Transaction& tx, const crypto::Keyring& ring, const Hashes& hashes,
                  Time now) {
  std::vector<identity::AccountId> made;
  std::vector<identity::AccountId> ids;
  for (const Person& person : kPeople) {
    const auto owner = identity::FindByHandle(tx, ring, person.handle);
    ids.push_back(owner ? owner->account : identity::AccountId::Make(now));
    if (owner) continue;
    Insert(tx, ring, person, hashes, ids.back(), now);
    if (person.kind == AccountKind::kOfficer) made.push_back(ids.back());
  }
  for (const auto id : made) {
    const auto confirmer = id == ids[0] ? ids[1] : ids[0];
    identity::SetConfirmed(tx, kCounty.id, id, identity::AccountState::kActive, confirmer, now);
  }
  return Done{};
}

bool IsFull(pg::Transaction& tx, const crypto::Keyring& ring) {
  for (const Person& person : kPeople) {
    if (!identity::FindByHandle(tx, ring, person.handle)) return false;
  }
  return true;
}

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
  return there && IsFull(tx, ring);
}

void Print() {
  for (const Person& person : kPeople) {
    std::cout << std::left << std::setw(16) << person.handle << "  " << std::setw(15)
              << PasswordOf(person) << "  " << identity::Name(person.role);
    if (identity::NeedsSecondFactor(person.role)) {
      std::cout << "  (second factor: " << ToBase32(SecretOf(person)) << ")";
    }
    std::cout << '\n';
  }
}

void Demo(const Settings& settings) {
  const auto ring = settings.Ring();
  Session session(settings.Database());
  const bool full =
      session.Write([&](pg::Transaction& tx) -> Result<bool> { return RequireDemo(tx, ring); });
  if (!full) {
    const Hashes hashes = MakeHashes();
    const Time now = SystemClock().Now();
    session.Write([&](pg::Transaction& tx) -> Result<Done> {
      QM_TRY(RequireDemo(tx, ring));
      InsertCounty(tx, kCounty);
      return Fill(tx, ring, hashes, now);
    });
  }
  Print();
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
  app.add_subcommand(
         "demo", "Invented people of every role in county 1; only into the database of ./qianmo up")
      ->callback([&settings] { Demo(settings); });
}

void AddCode(CLI::App& app) {
  const auto secret = std::make_shared<std::string>();
  CLI::App* code = app.add_subcommand("code", "What an authenticator with this secret shows now");
  code->add_option("SECRET", *secret, "In base32, as demo prints it")->required();
  code->callback([secret] { PrintCode(*secret); });
}

}  // namespace qianmo::ctl
