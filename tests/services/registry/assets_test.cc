// Assets through the service: what is kept of them, who owns them, what happens to them and who
// finds them.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/asset_requests.h"
#include "registry/asset_search_store.h"
#include "registry/asset_store.h"
#include "registry/assets_service.h"
#include "registry/keeper_store.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class AssetsTest : public ::testing::Test {
 protected:
  Answer<v1::Asset> Update(v1::Asset asset, std::vector<std::string> mask) {
    v1::UpdateAssetRequest request;
    request.set_request_id(NewRequestId());
    *request.mutable_asset() = std::move(asset);
    for (const auto& path : mask) request.mutable_update_mask()->add_paths(path);
    return estate_.Ask(clerk_, &Assets::UpdateAsset, request);
  }

  template <class Request>
  Request Because(const std::string& name) {
    auto request = Named<Request>(name);
    request.set_reason("有争议");
    return request;
  }

  Answer<v1::Asset> ByService(const std::string& asset, v1::Asset::State state) {
    auto request = Named<v1::ChangeAssetStateRequest>(asset);
    request.set_state(state);
    request.set_cause("counties/7/listings/x");
    return estate_.Ask(Estate::Service(), &Assets::ChangeAssetState, request);
  }

  std::vector<std::string> NamesOf(const rpc::v1::Caller& caller, v1::ListAssetsRequest request) {
    request.set_parent("counties/7");
    std::vector<std::string> names;
    do {
      const auto page = estate_.Ask(caller, &Assets::ListAssets, request);
      EXPECT_TRUE(page.ok()) << page.reason();
      for (const auto& asset : page.reply.assets()) names.push_back(asset.display_name());
      request.set_page_token(page.reply.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  Estate estate_;
  rpc::v1::Caller clerk_ = Estate::Clerk();
};

TEST_F(AssetsTest, KeepsWhatIsSaidOfThem) {
  v1::CreateAssetRequest request = NewMachine(" 收割机 ", kHill);
  v1::Asset* wanted = request.mutable_asset();
  wanted->set_site("村部仓库");
  wanted->set_parcel_code("340123-001");
  wanted->set_unit_number("340123001001GB00001F00010001");
  wanted->add_photos(estate_.HaveFile(clerk_));
  auto* part = wanted->add_parts();
  part->set_display_name("驾驶室");
  part->set_layer(v1::Asset::Part::LAYER_FLOOR);
  part->set_quantity_e3(1'000);
  const auto made = estate_.Ask(clerk_, &Assets::CreateAsset, request);
  ASSERT_TRUE(made.ok()) << made.reason();
  const v1::Asset asset = estate_.Look(made.reply.name());
  EXPECT_EQ(asset.display_name(), "收割机");
  EXPECT_EQ(asset.state(), v1::Asset::STATE_IDLE);
  EXPECT_TRUE(asset.has_idle_since_time());
  EXPECT_EQ(asset.quantity_e3(), 3'000);
  EXPECT_EQ(asset.collective(), CollectiveAt(kHill));
  EXPECT_THAT(asset.photos(), ElementsAre(wanted->photos(0)));
  ASSERT_EQ(asset.owners_size(), 1);
  EXPECT_EQ(asset.owners(0).collective(), CollectiveAt(kHill));
  EXPECT_EQ(asset.owners(0).numerator(), 1);
  ASSERT_EQ(asset.parts_size(), 1);
  EXPECT_EQ(asset.parts(0).layer(), v1::Asset::Part::LAYER_FLOOR);
  EXPECT_EQ(asset.etag(), "1");
  EXPECT_EQ(estate_.Ask(clerk_, &Assets::CreateAsset, request).reply.name(), asset.name())
      << "the same request makes no second one";
}

TEST_F(AssetsTest, BelongToSeveralOwnersToTheLastFraction) {
  const std::string partner = NewRequestId();
  estate_.archive().database().Execute(
      "INSERT INTO registry.partner (county_id, id, state, name, search_terms, credit_code,"
      "  county_name, contact_name, create_time, version) VALUES (7, '" +
      partner + "', 1, '邻县某社', '{}', 'N2330123MF0000000X', '邻县', '', '2026-01-01', 1)");
  const auto with = [&](std::int64_t numerator, std::int64_t denominator) {
    v1::CreateAssetRequest request = NewMachine("光伏电站", kHill);
    const auto own = [&](std::int64_t n, std::int64_t d) {
      auto* owner = request.mutable_asset()->add_owners();
      owner->set_numerator(n);
      owner->set_denominator(d);
      return owner;
    };
    own(1, 3)->set_collective(CollectiveAt(kHill));
    own(1, 6)->set_collective(CollectiveAt(kLake));
    own(numerator, denominator)->set_partner("counties/7/partners/" + partner);
    return estate_.Ask(clerk_, &Assets::CreateAsset, request);
  };
  const auto whole = with(1, 2);
  ASSERT_TRUE(whole.ok()) << whole.reason();
  EXPECT_EQ(whole.reply.owners_size(), 3);
  EXPECT_EQ(whole.reply.owners(2).partner(), "counties/7/partners/" + partner);
  const auto less = with(14'999, 30'000);
  EXPECT_EQ(less.reason(), "OWNERS_NOT_WHOLE");
  EXPECT_EQ(less.metadata("sum"), "29999/30000");
}

TEST_F(AssetsTest, AreInTheListsOfAllTheirOwners) {
  estate_.Have("收割机", kHill);
  estate_.Have("打谷机", kFar);
  auto request = NewMachine("光伏电站", kFar);
  for (const char* owner : {kFar, kHill}) {
    auto* part = request.mutable_asset()->add_owners();
    part->set_collective(CollectiveAt(owner));
    part->set_numerator(1);
    part->set_denominator(2);
  }
  const auto far = Estate::Clerk(kFar);
  const std::string photo = estate_.HaveFile(far);
  request.mutable_asset()->add_photos(photo);
  const auto joint = estate_.Ask(far, &Assets::CreateAsset, request);
  ASSERT_TRUE(joint.ok()) << joint.reason();
  EXPECT_THAT(NamesOf(clerk_, {}), ElementsAre("收割机", "光伏电站"));
  EXPECT_THAT(NamesOf(Estate::Approver(kTown), {}), ElementsAre("收割机", "光伏电站"));
  EXPECT_THAT(NamesOf(Estate::Clerk(kFar), {}), ElementsAre("打谷机", "光伏电站"));
  EXPECT_THAT(NamesOf(Estate::Clerk(kLake), {}), testing::IsEmpty());
  const auto auditor = Estate::Officer(rpc::v1::ROLE_AUDITOR, kWholeCounty);
  EXPECT_THAT(NamesOf(auditor, {}), ElementsAre("收割机", "打谷机", "光伏电站"));
  v1::ListAssetsRequest of_hill;
  of_hill.set_collective(CollectiveAt(kHill));
  EXPECT_THAT(NamesOf(auditor, of_hill), ElementsAre("收割机", "光伏电站"));
  of_hill.set_text("光伏");
  EXPECT_THAT(NamesOf(clerk_, of_hill), ElementsAre("光伏电站"));
  EXPECT_TRUE(estate_.archive().Download(clerk_, photo).ok());
  EXPECT_FALSE(estate_.archive().Download(Estate::Clerk(kLake), photo).ok());
  // Read, and no more.
  EXPECT_TRUE(
      estate_.Ask(clerk_, &Assets::GetAsset, Named<v1::GetAssetRequest>(joint.reply.name())).ok());
  v1::Asset renamed = joint.reply;
  renamed.set_site("别处");
  EXPECT_EQ(Update(renamed, {"site"}).reason(), "OUT_OF_SCOPE");
  // Once the part is somebody else's, it is in that one's lists.
  renamed.mutable_owners(1)->set_collective(CollectiveAt(kLake));
  v1::UpdateAssetRequest sell;
  sell.set_request_id(NewRequestId());
  *sell.mutable_asset() = renamed;
  sell.mutable_update_mask()->add_paths("owners");
  ASSERT_TRUE(estate_.Ask(Estate::Clerk(kFar), &Assets::UpdateAsset, sell).ok());
  EXPECT_THAT(NamesOf(clerk_, {}), ElementsAre("收割机"));
  EXPECT_THAT(NamesOf(Estate::Clerk(kLake), {}), ElementsAre("光伏电站"));
}

TEST_F(AssetsTest, RefuseWhatDoesNotFit) {
  struct Case {
    const char* reason;
    std::function<void(v1::Asset*)> spoil;
  };
  for (const Case& one : std::vector<Case>{
           {"RIGHT_UNFIT", [](auto* a) { a->set_right_type(v1::RIGHT_TYPE_FOREST); }},
           {"QUANTITY_UNFIT", [](auto* a) { a->set_quantity_e3(2'500); }},
           {"INVALID_FIELD", [](auto* a) { a->set_quantity_e3(-1); }},
           {"INVALID_FIELD", [](auto* a) { a->set_asset_class(v1::ASSET_CLASS_UNSPECIFIED); }},
           {"INVALID_FIELD", [](auto* a) { a->set_unit_number("340"); }},
           {"NAME_UNREADABLE", [](auto* a) { a->set_display_name(" "); }},
           {"FILE_NOT_FOUND", [](auto* a) { a->add_photos("counties/7/files/" + NewRequestId()); }},
           {"COLLECTIVE_NOT_FOUND",
            [](auto* a) { a->set_collective("counties/7/collectives/" + NewRequestId()); }},
           {"OUT_OF_SCOPE", [](auto* a) { a->set_collective(CollectiveAt(kLake)); }},
           {"PART_UNKNOWN", [](auto* a) {
              auto* part = a->add_parts();
              part->set_id(NewRequestId());
              part->set_display_name("一层");
              part->set_layer(v1::Asset::Part::LAYER_FLOOR);
            }}}) {
    v1::CreateAssetRequest request = NewMachine("收割机", kHill);
    one.spoil(request.mutable_asset());
    EXPECT_EQ(estate_.Ask(clerk_, &Assets::CreateAsset, request).reason(), one.reason);
  }
  const std::string theirs = estate_.HaveFile(Estate::Clerk());
  v1::CreateAssetRequest request = NewMachine("收割机", kHill);
  request.mutable_asset()->add_photos(theirs);
  EXPECT_EQ(estate_.Ask(clerk_, &Assets::CreateAsset, request).reason(), "FILE_NOT_FOUND")
      << "somebody else's file";
}

TEST_F(AssetsTest, ChangeOnlyWhatTheMaskNames) {
  const v1::Asset before = estate_.Have("收割机");
  v1::Asset wanted;
  wanted.set_name(before.name());
  wanted.set_etag(before.etag());
  wanted.set_site("新仓库");
  wanted.set_quantity_e3(9'000);
  const auto changed = Update(wanted, {"site"});
  ASSERT_TRUE(changed.ok()) << changed.reason();
  EXPECT_EQ(changed.reply.site(), "新仓库");
  EXPECT_EQ(changed.reply.quantity_e3(), 3'000);
  EXPECT_EQ(Update(wanted, {"site"}).reason(), "ETAG_STALE");
  wanted.clear_etag();
  EXPECT_EQ(Update(wanted, {"state"}).reason(), "MASK_UNKNOWN");
  EXPECT_EQ(Update(wanted, {"collective"}).reason(), "MASK_UNKNOWN");
}

TEST_F(AssetsTest, KeepPartsThatAreNoLongerThere) {
  v1::Asset asset = estate_.Have("厂房");
  for (const char* name : {"一层", "二层"}) {
    auto* part = asset.add_parts();
    part->set_display_name(name);
    part->set_layer(v1::Asset::Part::LAYER_FLOOR);
  }
  asset.clear_etag();
  const auto two = Update(asset, {"parts"});
  ASSERT_TRUE(two.ok()) << two.reason();
  ASSERT_EQ(two.reply.parts_size(), 2);
  v1::Asset one = two.reply;
  one.mutable_parts()->DeleteSubrange(0, 1);
  const auto left = Update(one, {"parts"});
  ASSERT_EQ(left.reply.parts_size(), 1);
  EXPECT_EQ(left.reply.parts(0).id(), two.reply.parts(1).id());
  EXPECT_EQ(estate_.archive().Query("SELECT count(*) FROM registry.asset_part"), "2");
}

TEST_F(AssetsTest, RememberEverythingThatHappened) {
  const std::string name = estate_.Have("收割机").name();
  ASSERT_TRUE(ByService(name, v1::Asset::STATE_LISTED).ok());
  v1::Asset wanted;
  wanted.set_name(name);
  EXPECT_EQ(Update(wanted, {"quantity_e3"}).reason(), "ASSET_TERMS_FIXED");
  ASSERT_TRUE(ByService(name, v1::Asset::STATE_LEASED).ok());
  EXPECT_FALSE(estate_.Look(name).has_idle_since_time());
  EXPECT_EQ(
      estate_.Ask(Estate::Approver(), &Assets::RetireAsset, Because<v1::RetireAssetRequest>(name))
          .reason(),
      "ASSET_STATE_UNFIT");
  ASSERT_TRUE(ByService(name, v1::Asset::STATE_IDLE).ok());
  ASSERT_TRUE(
      estate_.Ask(Estate::Approver(), &Assets::RetireAsset, Because<v1::RetireAssetRequest>(name))
          .ok());
  v1::ListAssetEventsRequest request;
  request.set_parent(name);
  request.set_page_size(2);
  std::vector<int> states;
  do {
    const auto page = estate_.Ask(clerk_, &Assets::ListAssetEvents, request);
    ASSERT_TRUE(page.ok()) << page.reason();
    for (const auto& event : page.reply.events()) states.push_back(event.state());
    request.set_page_token(page.reply.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(states,
              ElementsAre(v1::Asset::STATE_IDLE, v1::Asset::STATE_LISTED, v1::Asset::STATE_LEASED,
                          v1::Asset::STATE_IDLE, v1::Asset::STATE_RETIRED));
  const pg::TransactOptions soon{.deadline =
                                     std::chrono::steady_clock::now() + std::chrono::seconds(9)};
  const auto forget = [](pg::Transaction& tx) -> Result<Done> {
    tx.Run("DELETE FROM registry.asset_event WHERE county_id = 7");
    return Done{};
  };
  EXPECT_ANY_THROW((void)pg::Transact(estate_.pool(), soon, forget))
      << "the service itself cannot forget";
}

TEST_F(AssetsTest, AreDisputedUntilAnotherPersonSettlesIt) {
  const std::string name = estate_.Have("收割机").name();
  const auto approver = Estate::Approver();
  ASSERT_TRUE(
      estate_.Ask(approver, &Assets::DisputeAsset, Because<v1::DisputeAssetRequest>(name)).ok());
  EXPECT_EQ(estate_.Look(name).undisputed_state(), v1::Asset::STATE_IDLE);
  EXPECT_EQ(ByService(name, v1::Asset::STATE_LISTED).reason(), "ASSET_DISPUTED");
  EXPECT_EQ(
      estate_.Ask(approver, &Assets::SettleAsset, Because<v1::SettleAssetRequest>(name)).reason(),
      "SAME_PERSON");
  const auto settled =
      estate_.Ask(Estate::Approver(), &Assets::SettleAsset, Because<v1::SettleAssetRequest>(name));
  ASSERT_TRUE(settled.ok()) << settled.reason();
  EXPECT_EQ(settled.reply.state(), v1::Asset::STATE_IDLE);
}

TEST_F(AssetsTest, AreFoundByWhateverIsAsked) {
  const std::string harvester = estate_.Have("收割机").name();
  estate_.Have("插秧机");
  estate_.Have("水泵", kLake);
  estate_.Have("榨油机", kFar);
  v1::CreateAssetRequest coded = NewMachine("烘干机", kLake);
  coded.mutable_asset()->set_contract_code("HT-2026/7");
  ASSERT_TRUE(estate_.Ask(Estate::Clerk(kLake), &Assets::CreateAsset, coded).ok());
  ASSERT_TRUE(ByService(harvester, v1::Asset::STATE_LISTED).ok());
  const auto approver = Estate::Approver();
  v1::ListAssetsRequest all;
  all.set_page_size(1);
  EXPECT_THAT(NamesOf(clerk_, all), ElementsAre("收割机", "插秧机"));
  EXPECT_THAT(NamesOf(approver, all), ElementsAre("收割机", "插秧机", "水泵", "烘干机"));
  EXPECT_THAT(NamesOf(Estate::Officer(rpc::v1::ROLE_AUDITOR, kWholeCounty), all), SizeIs(5));
  v1::ListAssetsRequest request;
  request.set_text("割机");
  EXPECT_THAT(NamesOf(approver, request), ElementsAre("收割机"));
  request.set_text("机");
  EXPECT_THAT(NamesOf(approver, request), UnorderedElementsAre("收割机", "插秧机", "烘干机"));
  request.set_text("ht-2026/7");
  EXPECT_THAT(NamesOf(approver, request), ElementsAre("烘干机"));
  request.clear_text();
  request.set_state(v1::Asset::STATE_LISTED);
  EXPECT_THAT(NamesOf(approver, request), ElementsAre("收割机"));
  request.set_state(v1::Asset::STATE_IDLE);
  request.set_collective(CollectiveAt(kLake));
  EXPECT_THAT(NamesOf(approver, request), ElementsAre("水泵", "烘干机"));
  EXPECT_THAT(NamesOf(clerk_, request), SizeIs(0)) << "of another village";
  request.set_asset_class(v1::ASSET_CLASS_RESOURCE);
  EXPECT_THAT(NamesOf(approver, request), SizeIs(0));
}

}  // namespace
}  // namespace qianmo::registry
