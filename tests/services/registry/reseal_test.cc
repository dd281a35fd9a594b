// Bringing everything that the registry keeps under the newest keys, so that the old ones may go.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "qianmo/registry/v1/keys.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "registry/bidder_store.h"
#include "registry/household_store.h"
#include "registry/member_store.h"
#include "registry/partner_store.h"
#include "registry/party_store.h"
#include "registry/personal_key_store.h"
#include "registry/reseal_service.h"
#include "registry/reseal_store.h"
#include "registry/upload_store.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using crypto::KeyPurpose;
using google::longrunning::Operation;
using Keys = v1::KeysService::Stub;
using Operations = rpc::v1::OperationsService::Stub;

constexpr CountyId kResealed{7};
constexpr char kPhone[] = "13600001111";
constexpr char kBankAccount[] = "6230990000000054321";
constexpr char kNumber[] = "91990000MA00000009";

class RegistryReseal : public testing::Test {
 protected:
  // A household with a head and a telephone, a partner, and a party that two counties know.
  void Fill() {
    auto request = County::NewHousehold(county_.village(), 1, "19661203");
    request.mutable_household()->set_bank_name("某县信用社");
    request.mutable_household()->set_account_holder("户主1");
    request.mutable_household()->set_bank_account(kBankAccount);
    request.mutable_new_head()->mutable_member()->set_phone(kPhone);
    const auto made = county_.Ask(clerk_, &Households::CreateHousehold, request);
    ASSERT_TRUE(made.ok()) << made.status.error_message();
    household_ = made.reply;
    v1::CreatePartnerRequest partner;
    partner.set_parent(kCountyName);
    partner.set_request_id(NewRequestId());
    partner.mutable_partner()->set_display_name("邻县果业合作社");
    partner.mutable_partner()->set_credit_code(CreditCode("91", 5));
    partner.mutable_partner()->set_county_display_name("邻县");
    partner.mutable_partner()->set_phone(kPhone);
    const auto entered = county_.Ask(county_.officer(), &Partners::CreatePartner, partner);
    ASSERT_TRUE(entered.ok()) << entered.status.error_message();
    partner_ = entered.reply;
    AddParty();
    content_ = Noise(kMiB + 5);
    file_ = archive().Bring(owner_, content_);
    archive().Bring(owner_, Noise(3), "旧.png");  // as if from before chunks were sealed
    archive().database().Execute(
        "UPDATE registry.chunk SET sealed = false, body = '\\x010203' WHERE size = 3");
  }
  void AddParty() {
    details_.set_display_name("青山果业");
    details_.set_phone(kPhone);
    details_.mutable_legal_person()->set_identity_number("990000196612030018");
    details_.mutable_bank_account()->set_number(kBankAccount);
    Write([&](pg::Transaction& tx) -> Result<Done> {
      const Time now = archive().clock().Now();
      party_ = InsertParty(tx, *archive().ring(), PartyKind::kOrganisation, kNumber, now);
      SetVerified(tx, *archive().ring(), party_, details_, now);
      for (const CountyId county : {kResealed, CountyId{8}}) {
        Application application{.party = party_};
        application.applicant = {.account = Uuid::Make(now), .person = Uuid::Make(now)};
        application.details = details_;
        bidders_.push_back(InsertBidder(tx, *archive().ring(), county, application, now));
        SetTraits(tx, *archive().ring(), county, party_, PartyKind::kOrganisation, kNumber,
                  details_);
      }
      return Done{};
    });
  }

  // Later, with new keys that everybody knows.
  void Rotate() {
    archive().clock().Advance(std::chrono::minutes(1));
    archive().Rotate();
    archive().clock().Advance(std::chrono::seconds(5));
  }
  Answer<Operation> Start(const std::string& county = "counties/7") {
    v1::StartResealRequest request;
    request.set_parent(county);
    request.set_request_id(NewRequestId());
    return Ask<Keys>(&Keys::StartReseal, request);
  }
  std::int64_t ResealAll() {
    const auto begun = Start();
    EXPECT_TRUE(begun.ok()) << begun.status.error_message();
    rpc::v1::GetOperationRequest request;
    request.set_name(begun.reply.name());
    for (int i = 0; i < 1500; ++i) {
      const auto got = Ask<Operations>(&Operations::GetOperation, request);
      v1::ResealOutcome outcome;
      if (got.reply.done() && got.reply.response().UnpackTo(&outcome)) return outcome.values();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ADD_FAILURE() << "the operation does not end well";
    return 0;
  }
  template <class Service, class Request, class Reply>
  Answer<Reply> Ask(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    Service stub(archive().server().InProcess());
    const auto context = archive().As(admin_);
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // Values in any sealed column of the registry under another key than the newest.
  int OldValues() {
    const auto newest = archive().ring()->newest(KeyPurpose::kData).id();
    int old = 0;
    for (const auto& column : archive().database().Execute(
             "SELECT table_name, column_name FROM information_schema.columns"
             " WHERE table_schema = 'registry' AND column_name LIKE '%\\_sealed'")) {
      const std::string name = column[1].as<std::string>();
      for (const auto& row : archive().database().Execute(
               "SELECT " + name + " AS s FROM registry." + column[0].as<std::string>() + " WHERE " +
               name + " IS NOT NULL")) {
        old += crypto::SealedUnder(pg::Get<pg::Bytes>(row, "s")) != newest;
      }
    }
    for (const auto& row :
         archive().database().Execute("SELECT sealed, body FROM registry.chunk")) {
      old += !pg::Get<bool>(row, "sealed") ||
             crypto::SealedUnder(pg::Get<pg::Bytes>(row, "body")) != newest;
    }
    return old;
  }
  // A ring in which the first data and index keys are lost: others stand in their place.
  crypto::Keyring RingWithoutTheOldKeys() {
    const auto folder = folder_.path() / "lost";
    if (!crypto::Keyring::Create(folder, archive().clock().Now())) throw std::logic_error("");
    for (const auto& file : std::filesystem::directory_iterator(archive().keys())) {
      const std::string name = file.path().filename();
      if (name == "data-1.key" || name == "index-1.key") continue;
      std::filesystem::copy_file(file.path(), folder / name,
                                 std::filesystem::copy_options::overwrite_existing);
    }
    return *crypto::Keyring::Load(folder);
  }
  template <class F>
  void Write(F&& work) {
    const auto pool = archive().database().PoolFor("registry");
    const auto done = pg::Transact(
        *pool, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20)},
        std::forward<F>(work));
    EXPECT_TRUE(done.ok());
  }
  Archive& archive() { return county_.archive(); }

  County county_;
  support::TemporaryFolder folder_;
  const rpc::v1::Caller clerk_ = county_.Clerk(county_.village());
  const rpc::v1::Caller owner_ = Archive::Person();
  const rpc::v1::Caller admin_ = Archive::Person(rpc::v1::ROLE_COUNTY_ADMIN);
  v1::Household household_;
  v1::Partner partner_;
  v1::PartyDetails details_;
  PartyId party_;
  std::string content_, file_;
  std::vector<BidderId> bidders_;
};

TEST_F(RegistryReseal, LeavesNothingUnderAnOlderKey) {
  Fill();
  Rotate();
  EXPECT_EQ(OldValues(), 12);
  // A member, a household, a partner, a bidder of this county, three chunks.
  EXPECT_EQ(ResealAll(), 7);
  EXPECT_EQ(archive().Download(owner_, file_).reply.data().substr(0, kMiB),
            content_.substr(0, kMiB));
  EXPECT_EQ(OldValues(), 1) << "the other county's bidder waits for its own";
  const auto newest = [&](std::string_view field, std::string_view plain) {
    return "'\\x" + ToHex(AsText(crypto::BlindIndex(*archive().ring(), field, plain))) + "'";
  };
  EXPECT_EQ(archive().Query("SELECT count(*) FROM registry.personal_key"), "3");
  EXPECT_EQ(archive().Query("SELECT count(*) FROM registry.personal_key WHERE active AND key_index"
                            " IN (" +
                            newest("registry.id_number", IdNumber(1, "19661203")) + ", " +
                            newest("registry.phone", kPhone) + ", " +
                            newest("registry.bank_account", kBankAccount) + ")"),
            "3");
  EXPECT_EQ(archive().Query("SELECT count(*) FROM registry.party_key"), "1");
  EXPECT_EQ(archive().Query("SELECT count(*) FROM registry.party_trait WHERE county_id = 7"), "3");
}

TEST_F(RegistryReseal, LetsTheOldKeysGo) {
  Fill();
  Rotate();
  ResealAll();
  const auto ring = RingWithoutTheOldKeys();
  Write([&](pg::Transaction& tx) -> Result<Done> {
    const auto owners =
        OwnersOf(tx, ring, kResealed, PersonalKey::kIdNumber, IdNumber(1, "19661203"));
    EXPECT_EQ(owners.size(), 1u);
    const auto member = FindMember(tx, ring, kResealed, MemberId{owners.at(0)}).value();
    EXPECT_EQ(member.id_number, IdNumber(1, "19661203"));
    EXPECT_EQ(member.phone, kPhone);
    EXPECT_TRUE(member.birth_date.has_value());
    EXPECT_EQ(OwnersOf(tx, ring, kResealed, PersonalKey::kPhone, kPhone), owners);
    const auto households = OwnersOf(tx, ring, kResealed, PersonalKey::kBankAccount, kBankAccount);
    EXPECT_EQ(households.size(), 1u);
    EXPECT_EQ(
        FindHousehold(tx, ring, kResealed, HouseholdId{households.at(0)}).value().bank_account,
        kBankAccount);
    EXPECT_EQ(
        LockPartner(tx, ring, kResealed, *PartnerId::Parse(IdOf(partner_.name()))).value().phone,
        kPhone);
    EXPECT_EQ(FindParty(tx, ring, PartyKind::kOrganisation, kNumber), party_);
    const auto party = ReadParty(tx, ring, party_, kResealed, archive().clock().Now()).value();
    EXPECT_EQ(party.number(), kNumber);
    EXPECT_EQ(party.details().phone(), kPhone);
    EXPECT_EQ(DetailsOf(tx, ring, kResealed, bidders_.at(0)).phone(), kPhone);
    const auto found = ListBidders(
        tx, ring,
        {.reach = {.county = kResealed, .whole_county = true}, .text = kPhone, .limit = 9},
        archive().clock().Now());
    EXPECT_EQ(found.size(), 1) << "found by the telephone";
    std::string content;
    ForEachChunk(tx, ring, kResealed, *FileId::Parse(IdOf(file_)),
                 [&](std::string_view bytes) { content += bytes; });
    EXPECT_EQ(content, content_);
    return Done{};
  });
}

TEST_F(RegistryReseal, KeepsEverybodyFoundAndOneNumberOnePersons) {
  Fill();
  Rotate();
  ResealAll();
  v1::FindMembersRequest find;
  find.set_parent(kCountyName);
  find.set_id_number(IdNumber(1, "19661203"));
  EXPECT_EQ(county_.Ask(clerk_, &Members::FindMembers, find).reply.members_size(), 1);
  const auto other = county_.Settle(county_.village(), 2);
  const auto twice =
      county_.Ask(clerk_, &Members::AddMember, County::NewMember(other, 1, "19661203"));
  EXPECT_EQ(twice.reason(), "ID_NUMBER_TAKEN");
}

TEST_F(RegistryReseal, GoesOnWhereItStopped) {
  Fill();
  for (int serial = 10; serial < 15; ++serial) county_.Settle(county_.village(), serial);
  Rotate();
  std::string cursor;
  std::string tables;
  // Each piece in a transaction of its own; one of them is lost and done again.
  for (bool lost = false; tables.empty() || tables.back() != '.';) {
    Write([&](pg::Transaction& tx) -> Result<Done> {
      const auto rows = ResealNext(tx, *archive().ring(), kResealed, cursor);
      tables += rows ? rows->cursor.front() : '.';
      if (rows && (lost || rows->cursor.front() != 'h')) cursor = rows->cursor;
      lost = lost || (rows && rows->cursor.front() == 'h');
      return Done{};
    });
  }
  EXPECT_EQ(tables, "mhhpbc.");
  EXPECT_EQ(OldValues(), 1);
}

TEST_F(RegistryReseal, LeavesWhatNoKeyOpensAsItIs) {
  Fill();
  archive().database().Execute("UPDATE registry.member SET phone_sealed = '\\x0102'");
  Rotate();
  EXPECT_EQ(ResealAll(), 7);
  EXPECT_EQ(archive().Query("SELECT encode(phone_sealed, 'hex') FROM registry.member"), "0102");
  EXPECT_EQ(archive().Query("SELECT count(*) FROM registry.personal_key WHERE kind = 2"), "1");
}

TEST_F(RegistryReseal, WaitsUntilEveryServerKnowsTheKeys) {
  archive().clock().Advance(std::chrono::minutes(1));
  archive().Rotate();
  archive().clock().Advance(std::chrono::seconds(5) - Duration(1));
  const auto early = Start();
  EXPECT_EQ(early.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(early.reason(), "KEYS_TOO_FRESH");
  archive().clock().Advance(Duration(1));
  EXPECT_TRUE(Start().ok());
  EXPECT_EQ(Start("counties/8").reason(), "OUT_OF_SCOPE");
}

// By hand from page 3.8: whoever runs the county's house, and nobody else.
TEST_F(RegistryReseal, IsTheAdministratorsAlone) {
  archive().clock().Advance(std::chrono::minutes(1));
  for (int role = rpc::v1::Role_MIN; role <= rpc::v1::Role_MAX; ++role) {
    if (!rpc::v1::Role_IsValid(role)) continue;
    v1::StartResealRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    Keys stub(archive().server().InProcess());
    Operation operation;
    const auto context = archive().As(Archive::Person(static_cast<rpc::v1::Role>(role)));
    const auto status = stub.StartReseal(context.get(), request, &operation);
    EXPECT_EQ(status.ok(), role == rpc::v1::ROLE_COUNTY_ADMIN) << rpc::v1::Role_Name(role);
  }
}

}  // namespace
}  // namespace qianmo::registry
