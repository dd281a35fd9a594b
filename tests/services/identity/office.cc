#include "services/identity/office.h"

#include <stdexcept>

#include <grpc/support/time.h>

#include "base/time_text.h"
#include "crypto/password.h"
#include "identity/grant_store.h"
#include "identity/install.h"
#include "rpc/token.h"
#include "support/declared.h"

namespace qianmo::identity {
namespace {

constexpr crypto::PasswordHasher::Parameters kCheap{.memory_kib = 64, .passes = 1, .lanes = 1};

const std::string& PasswordHash() {
  static const std::string hash = [] {
    crypto::PasswordHasher hasher(kCheap, 1);
    return *hasher.Hash(kPassword, std::chrono::steady_clock::now() + std::chrono::seconds(10));
  }();
  return hash;
}

Time Morning() { return *ParseRfc3339("2026-11-20T02:00:00Z"); }

}  // namespace

struct Office::Wanted {
  AccountKind kind;
  std::string org_path;
  std::vector<RoleHeld> roles;
  std::string handle;
  std::string phone;
  std::string display_name;
};

Office::Office()
    : keys_(std::filesystem::temp_directory_path() / ("qianmo-office-" + NewRequestId())),
      clock_(Morning()),
      hasher_(std::make_shared<crypto::PasswordHasher>(kCheap, 4)) {
  database_.Execute(
      "INSERT INTO house.county (county_id, name, code)"
      " VALUES (7, '甲县', '990007'), (8, '乙县', '990008')");
  const auto created = crypto::Keyring::Create(keys_, clock_.Now());
  if (!created) throw std::runtime_error(created.refusal().message);
  pool_ = database_.PoolFor("identity");
  Restart();
  founders_.push_back(MakeFounder("甲建"));
  founders_.push_back(MakeFounder("乙设"));
  Write([&](pg::Transaction& tx) -> Result<Done> {
    SetConfirmed(tx, kHome, founders_[0].id(), AccountState::kActive, founders_[1].id(),
                 clock_.Now());
    SetConfirmed(tx, kHome, founders_[1].id(), AccountState::kActive, founders_[0].id(),
                 clock_.Now());
    return Done{};
  });
}

Office::~Office() {
  support::ExpectAllRefusalsDeclared(*server_);
  stub_.reset();
  server_.reset();
  std::filesystem::remove_all(keys_);
}

void Office::Restart() {
  if (server_) support::ExpectAllRefusalsDeclared(*server_);
  stub_.reset();
  server_.reset();
  auto keyring = crypto::LiveKeyring::Open(keys_);
  if (!keyring) throw std::runtime_error(keyring.refusal().message);
  keyring_ = *std::move(keyring);
  rpc::ServerOptions options;
  options.database_url = database_.Url();
  options.pool_size = 4;
  server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
  InstallWith(server_->Host("identity"), hasher_);
  server_->Start();
  stub_ = v1::IdentityService::NewStub(server_->InProcess());
}

std::unique_ptr<grpc::ClientContext> Office::As(const rpc::v1::Caller& caller) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
  if (!caller.account_id().empty()) {
    context->AddMetadata("authorization",
                         "Bearer " + rpc::SignToken(*keyring_->Current(), caller, clock_.Now()));
  }
  return context;
}

Member Office::Officer(Role role, const std::string& org_path) {
  return Make({.kind = AccountKind::kOfficer,
               .org_path = org_path,
               .roles = {{role, *OrgPath::Parse(org_path)}},
               .handle = "officer." + std::to_string(made_),
               .phone = {},
               .display_name = "官" + std::to_string(made_)});
}

Member Office::Officer(const std::string& org_path) {
  return Make({.kind = AccountKind::kOfficer,
               .org_path = org_path,
               .roles = {},
               .handle = "officer." + std::to_string(made_),
               .phone = {},
               .display_name = "员" + std::to_string(made_)});
}

Member Office::Bidder() {
  const std::string phone = std::to_string(13900000000 + made_);
  return Make({.kind = AccountKind::kBidder,
               .org_path = kCounty,
               .roles = {{Role::kBidder, OrgPath::Of(kHome)}},
               .handle = phone,
               .phone = phone,
               .display_name = "商" + std::to_string(made_)});
}

Member Office::Household(const std::string& org_path) {
  const std::string phone = std::to_string(13700000000 + made_);
  return Make({.kind = AccountKind::kHousehold,
               .org_path = org_path,
               .roles = {{Role::kHouseholdHead, *OrgPath::Parse(org_path)}},
               .handle = phone,
               .phone = phone,
               .display_name = "户" + std::to_string(made_)});
}

Member Office::MakeFounder(const std::string& display_name) {
  return Make({.kind = AccountKind::kOfficer,
               .org_path = kCounty,
               .roles = {{Role::kCountyAdmin, OrgPath::Of(kHome)}},
               .handle = "founder." + std::to_string(made_),
               .phone = {},
               .display_name = display_name});
}

Member Office::Make(const Wanted& wanted) {
  ++made_;
  const auto id = AccountId::Make(clock_.Now());
  const bool founding = founders_.size() < 2;
  const bool waits = wanted.kind == AccountKind::kOfficer;
  Write([&](pg::Transaction& tx) -> Result<Done> {
    InsertAccount(tx, *ring(),
                  {.county = kHome,
                   .id = id,
                   .kind = wanted.kind,
                   .state = waits ? AccountState::kPending : AccountState::kActive,
                   .person = PersonId::Make(clock_.Now()),
                   .person_index = {},
                   .display_name = wanted.display_name,
                   .handle = wanted.handle,
                   .phone = wanted.phone,
                   .org_path = *OrgPath::Parse(wanted.org_path),
                   .household_id = wanted.kind == AccountKind::kHousehold
                                       ? std::optional(Uuid::Make(clock_.Now()))
                                       : std::nullopt,
                   .password_hash = PasswordHash(),
                   .create_time = clock_.Now()});
    for (const RoleHeld& held : wanted.roles) {
      InsertGrant(tx, kHome, id, held, std::nullopt, clock_.Now());
    }
    if (waits && !founding) {
      SetConfirmed(tx, kHome, id, AccountState::kActive, founder().id(), clock_.Now());
    }
    return Done{};
  });
  Member member{
      .caller = {}, .name = AccountName(kHome, id), .handle = wanted.handle, .phone = wanted.phone};
  member.caller.set_account_id(id.ToString());
  Refresh(&member);
  return member;
}

void Office::Refresh(Member* member) {
  const AccountRow row =
      Write([&](pg::Transaction& tx) { return FindAccount(tx, *ring(), kHome, member->id()); });
  rpc::v1::Caller caller;
  caller.set_county_id(kHome.number);
  caller.set_account_id(row.facts.id.ToString());
  caller.set_person(row.facts.person.ToString());
  caller.set_channel(rpc::v1::CHANNEL_WEB);
  caller.set_session_id(NewRequestId());
  caller.set_second_factor(true);
  if (row.household_id) caller.set_household_id(row.household_id->ToString());
  if (row.party_id) caller.set_party_id(row.party_id->ToString());
  for (const RoleHeld& held : row.facts.roles) {
    auto* role = caller.add_roles();
    role->set_role(static_cast<rpc::v1::Role>(held.role));
    role->set_org_path(held.org_path.text());
  }
  member->caller = caller;
}

std::string Office::Query(const std::string& sql) const {
  return database_.Execute(sql).at(0).at(0).as<std::string>("");
}

std::string NewRequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

v1::CreateAccountRequest NewOfficer(const std::string& org_path, int serial) {
  v1::CreateAccountRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_handle("new." + std::to_string(serial));
  request.set_display_name("新官" + std::to_string(serial));
  request.set_phone("1380000" + std::to_string(1000 + serial));
  request.set_identity_number(IdentityNumber(serial));
  request.set_org_path(org_path);
  return request;
}

std::string IdentityNumber(int serial) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::string tail = std::to_string(1000 + serial);
  std::string number = "99000719800101" + tail.substr(tail.size() - 3);
  int sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) sum += (number[i] - '0') * kWeights[i];
  return number + "10X98765432"[sum % 11];
}

}  // namespace qianmo::identity
