// Who may see which file, by hand from pages 3.8 and 2.7 of the design: its uploader, and whoever
// may see an object that it hangs on. Nothing here is taken from the options in the protos.
#include "registry/file_access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/asset_move_store.h"
#include "registry/file_link_store.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

enum class Hangs { kOnAsset, kOnParcel, kOnRecovery, kNowhere };

struct FileRule {
  Hangs where;
  const char* org_path;
  // As in asset_access_test: stranger; nobody; clerk, chair, supervisor; member, head, bidder;
  // township's agent and approver; centre's officer and approver, county's admin; discipline,
  // auditor; bank; service. Those of a place are of Hill or the township above it.
  const char* verdicts;
};

const std::vector<FileRule> kFileRules = {{Hangs::kOnAsset, kHill, "U- +++ ++- ++ +++ ++ - +"},
                                          {Hangs::kOnAsset, kFar, "U- --- --- -- +++ ++ - +"},
                                          {Hangs::kOnParcel, kHill, "U- +++ ++- ++ +++ ++ - -"},
                                          {Hangs::kOnParcel, kFar, "U- --- --- -- +++ ++ - -"},
                                          // Evidence against people: not for all members.
                                          {Hangs::kOnRecovery, kHill, "U- +++ --- ++ +++ ++ - -"},
                                          {Hangs::kOnRecovery, kFar, "U- --- --- -- +++ ++ - -"},
                                          {Hangs::kNowhere, kHill, "U- --- --- -- --- -- - -"}};

std::vector<rpc::v1::Caller> FileViewers() {
  using rpc::v1::Role;
  rpc::v1::Caller nobody = Estate::Clerk();
  nobody.clear_roles();
  std::vector<rpc::v1::Caller> viewers = {rpc::v1::Caller(), nobody};
  for (const Role role :
       {rpc::v1::ROLE_VILLAGE_CLERK, rpc::v1::ROLE_BOARD_CHAIR, rpc::v1::ROLE_SUPERVISOR,
        rpc::v1::ROLE_MEMBER, rpc::v1::ROLE_HOUSEHOLD_HEAD}) {
    viewers.push_back(Estate::Officer(role, kHill));
  }
  viewers.push_back(Estate::Officer(rpc::v1::ROLE_BIDDER, kWholeCounty));
  for (const Role role : {rpc::v1::ROLE_TOWNSHIP_AGENT, rpc::v1::ROLE_TOWNSHIP_APPROVER}) {
    viewers.push_back(Estate::Officer(role, kTown));
  }
  for (const Role role : {rpc::v1::ROLE_CENTRE_OFFICER, rpc::v1::ROLE_CENTRE_APPROVER,
                          rpc::v1::ROLE_COUNTY_ADMIN, rpc::v1::ROLE_DISCIPLINE,
                          rpc::v1::ROLE_AUDITOR, rpc::v1::ROLE_BANK, rpc::v1::ROLE_SERVICE}) {
    viewers.push_back(Estate::Officer(role, kWholeCounty));
  }
  return viewers;
}

// A file, and the object that it hangs on.
struct Hung {
  std::string file, object;
};

class FileAccessTest : public ::testing::Test {
 protected:
  Answer<v1::Asset> CreateWithPhoto(const rpc::v1::Caller& clerk, const std::string& photo,
                                    const std::string& org_path = kHill) {
    auto request = NewMachine("收割机", org_path);
    request.mutable_asset()->add_photos(photo);
    return estate_.Ask(clerk, &Assets::CreateAsset, request);
  }

  Hung HangOnAsset(const std::string& org_path) {
    const auto clerk = Estate::Clerk(org_path);
    const std::string photo = estate_.HaveFile(clerk);
    return {photo, CreateWithPhoto(clerk, photo, org_path).reply.name()};
  }

  Hung HangOnParcel(const std::string& org_path) {
    const std::string town = org_path == kHill ? kTown : kOtherTown;
    const std::string neighbour = org_path == kHill ? kLake : kOtherTown;
    const auto agent = Estate::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, neighbour);
    north_ += 100;
    const std::string parcel = estate_.HaveParcel(Square(1'000, north_), org_path).name();
    const auto other =
        estate_.Ask(agent, &Parcels::CreateParcel, NewField(Square(1'005, north_), neighbour));
    const auto approver = Estate::Approver(town);
    auto request = Named<v1::ConfirmBoundaryRequest>(parcel);
    request.set_other(other.reply.name());
    request.set_reason("以1998年勘界图为准");
    request.set_evidence(estate_.HaveFile(approver));
    const auto confirmed = estate_.Ask(approver, &Parcels::ConfirmBoundary, request);
    EXPECT_TRUE(confirmed.ok()) << confirmed.reason();
    return {request.evidence(), parcel};
  }

  Hung HangOnRecovery(const std::string& org_path) {
    const auto clerk = Estate::Clerk(org_path);
    v1::OpenRecoveryRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    request.set_asset(estate_.Have("鱼塘", org_path).name());
    request.set_occupant("张三");
    request.set_area_mu_e3(3'000);
    request.mutable_step_date()->set_year(2026);
    request.mutable_step_date()->set_month(11);
    request.mutable_step_date()->set_day(1);
    request.set_evidence(estate_.HaveFile(clerk));
    const auto opened = estate_.Ask(clerk, &Recoveries::OpenRecovery, request);
    EXPECT_TRUE(opened.ok()) << opened.reason();
    return {request.evidence(), opened.reply.name()};
  }

  Hung Hang(Hangs where, const std::string& org_path) {
    if (where == Hangs::kOnAsset) return HangOnAsset(org_path);
    if (where == Hangs::kOnParcel) return HangOnParcel(org_path);
    if (where == Hangs::kOnRecovery) return HangOnRecovery(org_path);
    return {estate_.HaveFile(Estate::Clerk(org_path)), ""};
  }

  grpc::Status Get(const rpc::v1::Caller& caller, const std::string& file) {
    return estate_.archive().Ask(caller, &Stub::GetFile, Named<v1::GetFileRequest>(file)).status;
  }

  Answer<v1::ListFilesResponse> ListOn(const rpc::v1::Caller& caller, const std::string& object) {
    v1::ListFilesRequest request;
    request.set_parent("counties/7");
    request.set_object(object);
    return estate_.archive().Ask(caller, &Stub::ListFiles, request);
  }

  Answer<v1::Asset> SetPhotos(const std::string& asset, const std::vector<std::string>& photos) {
    v1::UpdateAssetRequest request;
    request.set_request_id(NewRequestId());
    request.mutable_asset()->set_name(asset);
    for (const std::string& photo : photos) request.mutable_asset()->add_photos(photo);
    request.mutable_update_mask()->add_paths("photos");
    return estate_.Ask(Estate::Clerk(), &Assets::UpdateAsset, request);
  }

  Estate estate_;
  int north_ = 1'000;
};

char SightOf(const grpc::Status& status) {
  if (status.ok()) return '+';
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return 'U';
  return ReasonIn(status) == "OUT_OF_SCOPE" ? '-' : '?';
}

TEST_F(FileAccessTest, IsWhatTheServerDoes) {
  const auto viewers = FileViewers();
  for (const FileRule& rule : kFileRules) {
    std::string verdicts = rule.verdicts;
    std::erase(verdicts, ' ');
    ASSERT_EQ(verdicts.size(), viewers.size());
    const Hung hung = Hang(rule.where, rule.org_path);
    for (std::size_t i = 0; i < viewers.size(); ++i) {
      const std::string what = std::to_string(static_cast<int>(rule.where)) + rule.org_path +
                               " by viewer " + std::to_string(i);
      EXPECT_EQ(SightOf(Get(viewers[i], hung.file)), verdicts[i]) << "GetFile " << what;
      EXPECT_EQ(SightOf(estate_.archive().Download(viewers[i], hung.file).status), verdicts[i])
          << "DownloadFile " << what;
      if (hung.object.empty()) continue;
      const auto listed = ListOn(viewers[i], hung.object);
      EXPECT_EQ(SightOf(listed.status), verdicts[i]) << "ListFiles " << what << listed.reason();
      EXPECT_TRUE(!listed.ok() || listed.reply.files(0).name() == hung.file) << what;
    }
  }
}

TEST_F(FileAccessTest, NeedsTheSecondFactorOfTheObject) {
  auto careless = Estate::Officer(rpc::v1::ROLE_CENTRE_OFFICER, kWholeCounty);
  careless.set_second_factor(false);
  EXPECT_EQ(ReasonIn(Get(careless, HangOnAsset(kHill).file)), "OUT_OF_SCOPE");
}

TEST_F(FileAccessTest, EndsAtTheCounty) {
  const Hung hung = HangOnAsset(kHill);
  for (const auto role : {rpc::v1::ROLE_CENTRE_OFFICER, rpc::v1::ROLE_AUDITOR}) {
    const auto neighbour = Archive::Person(role, 8);
    EXPECT_EQ(ReasonIn(Get(neighbour, hung.file)), "OUT_OF_SCOPE");
    EXPECT_EQ(ListOn(neighbour, hung.object).reason(), "OUT_OF_SCOPE");
  }
}

TEST_F(FileAccessTest, EndsWhenTheObjectDropsTheFile) {
  const Hung hung = HangOnAsset(kHill);
  const auto chair = Estate::Officer(rpc::v1::ROLE_BOARD_CHAIR, kHill);
  ASSERT_TRUE(Get(chair, hung.file).ok());
  ASSERT_TRUE(SetPhotos(hung.object, {}).ok());
  EXPECT_EQ(ReasonIn(Get(chair, hung.file)), "OUT_OF_SCOPE");
  EXPECT_THAT(ListOn(chair, hung.object).reply.files(), IsEmpty());
}

TEST_F(FileAccessTest, EndsWhenTheEvidenceCountsNoMore) {
  const Hung hung = HangOnParcel(kHill);
  const auto chair = Estate::Officer(rpc::v1::ROLE_BOARD_CHAIR, kHill);
  ASSERT_TRUE(Get(chair, hung.file).ok());
  auto request = v1::UpdateParcelRequest();
  request.set_request_id(NewRequestId());
  request.mutable_parcel()->set_name(hung.object);
  request.mutable_parcel()->set_boundary(Square(1'001, north_));
  request.mutable_update_mask()->add_paths("boundary");
  ASSERT_TRUE(estate_.Ask(Estate::Clerk(), &Parcels::UpdateParcel, request).ok());
  EXPECT_EQ(ReasonIn(Get(chair, hung.file)), "OUT_OF_SCOPE");
}

TEST_F(FileAccessTest, EndsWithTheOverlap) {
  const Hung hung = HangOnParcel(kHill);
  auto request = Named<v1::RetireParcelRequest>(hung.object);
  request.set_reason("征收");
  const auto chair = Estate::Officer(rpc::v1::ROLE_BOARD_CHAIR, kHill);
  ASSERT_TRUE(estate_.Ask(chair, &Parcels::RetireParcel, request).ok());
  EXPECT_EQ(ReasonIn(Get(chair, hung.file)), "OUT_OF_SCOPE");
}

TEST_F(FileAccessTest, MovesWithTheObject) {
  const Hung hung = HangOnAsset(kHill);
  ASSERT_FALSE(Get(Estate::Clerk(kLake), hung.file).ok());
  const AssetMove move{.county = CountyId{7},
                       .from = CollectiveIdAt(kHill),
                       .to = CollectiveIdAt(kLake),
                       .to_path = kLake,
                       .only = {},
                       .reason = "合并",
                       .cause = "counties/7/collectiveChanges/x",
                       .account = Uuid::Parse(NewRequestId()),
                       .now = estate_.archive().clock().Now()};
  const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                std::chrono::seconds(20)};
  ASSERT_TRUE(pg::Transact(estate_.pool(), options, [&](pg::Transaction& tx) {
                return MoveAssets(tx, move);
              }).ok());
  EXPECT_TRUE(Get(Estate::Clerk(kLake), hung.file).ok());
  EXPECT_EQ(ReasonIn(Get(Estate::Clerk(kHill), hung.file)), "OUT_OF_SCOPE");
}

TEST_F(FileAccessTest, LetsNobodyHangWhatHeMayNotSee) {
  const Hung theirs = HangOnAsset(kFar);
  EXPECT_EQ(CreateWithPhoto(Estate::Clerk(), theirs.file).reason(), "FILE_NOT_FOUND");
  const Hung ours = HangOnAsset(kHill);
  EXPECT_EQ(SetPhotos(ours.object, {ours.file, theirs.file}).reason(), "FILE_NOT_FOUND");
  EXPECT_EQ(ReasonIn(Get(Estate::Clerk(), theirs.file)), "OUT_OF_SCOPE");
}

TEST_F(FileAccessTest, LetsAColleagueHangAFileOnceMore) {
  const Hung hung = HangOnAsset(kHill);
  const auto again = CreateWithPhoto(Estate::Clerk(), hung.file);
  ASSERT_TRUE(again.ok()) << again.reason();
  // It is seen by the other one still.
  ASSERT_TRUE(SetPhotos(hung.object, {}).ok());
  EXPECT_TRUE(Get(Estate::Clerk(), hung.file).ok());
}

TEST_F(FileAccessTest, ListsTheFilesOfAnObjectPageByPage) {
  const auto clerk = Estate::Clerk();
  std::vector<std::string> photos;
  for (int i = 0; i < 3; ++i) photos.push_back(estate_.HaveFile(clerk));
  auto request = NewMachine("收割机", kHill);
  for (const auto& photo : photos) request.mutable_asset()->add_photos(photo);
  const auto asset = estate_.Ask(clerk, &Assets::CreateAsset, request);
  ASSERT_TRUE(asset.ok()) << asset.reason();
  v1::ListFilesRequest list;
  list.set_parent("counties/7");
  list.set_object(asset.reply.name());
  list.set_page_size(2);
  const auto reader = Estate::Clerk();
  const auto first = estate_.archive().Ask(reader, &Stub::ListFiles, list);
  ASSERT_TRUE(first.ok()) << first.reason();
  ASSERT_EQ(first.reply.files_size(), 2);
  list.set_page_token(first.reply.next_page_token());
  const auto second = estate_.archive().Ask(reader, &Stub::ListFiles, list);
  ASSERT_EQ(second.reply.files_size(), 1);
  EXPECT_THAT((std::vector{first.reply.files(0).name(), first.reply.files(1).name(),
                           second.reply.files(0).name()}),
              ElementsAre(photos[2], photos[1], photos[0]));
  EXPECT_EQ(second.reply.next_page_token(), "");
}

TEST_F(FileAccessTest, KnowsNoObjectThatIsNotThere) {
  for (const char* kind : {"assets", "parcels", "recoveries", "bidders"}) {
    EXPECT_EQ(
        ListOn(Estate::Clerk(), std::string("counties/7/") + kind + "/" + NewRequestId()).reason(),
        "FILE_OBJECT_NOT_FOUND");
  }
}

}  // namespace
}  // namespace qianmo::registry
