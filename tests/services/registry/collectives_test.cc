// Collectives: entered below one another, found, changed, with area codes and officers that have
// dates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/area_code_store.h"
#include "registry/callers.h"
#include "registry/collective_store.h"
#include "registry/collectives_service.h"
#include "registry/install.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class CollectivesTest : public testing::Test {
 protected:
  Answer<v1::Collective> SetCode(const v1::Collective& collective, const std::string& code,
                                 const std::string& start_date) {
    auto request = Named<v1::SetAreaCodeRequest>(collective.name());
    request.set_code(code);
    *request.mutable_start_date() = Day(start_date);
    return county_.Ask(county_.officer(), &Collectives::SetAreaCode, request);
  }
  Answer<v1::Collective> Appoint(v1::Office office, const std::string& name,
                                 const std::string& start_date) {
    auto request = Named<v1::AppointOfficerRequest>(county_.village().name());
    request.set_office(office);
    request.set_person_name(name);
    *request.mutable_start_date() = Day(start_date);
    return county_.Ask(county_.officer(), &Collectives::AppointOfficer, request);
  }
  Answer<v1::Collective> Update(v1::Collective wanted, const std::vector<std::string>& paths) {
    v1::UpdateCollectiveRequest request;
    *request.mutable_collective() = std::move(wanted);
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    request.set_request_id(NewRequestId());
    return county_.Ask(county_.officer(), &Collectives::UpdateCollective, request);
  }
  std::vector<std::string> List(const rpc::v1::Caller& caller,
                                v1::ListCollectivesRequest request = {}) {
    request.set_parent(kCountyName);
    std::vector<std::string> names;
    do {
      const auto page = county_.Ask(caller, &Collectives::ListCollectives, request);
      EXPECT_TRUE(page.ok()) << page.status.error_message();
      for (const auto& one : page.reply.collectives()) names.push_back(one.display_name());
      request.set_page_token(page.reply.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  County county_;
};

TEST_F(CollectivesTest, StandBelowTheirParents) {
  EXPECT_EQ(county_.township().org_path(), "/7/" + IdOf(county_.township().name()) + "/");
  EXPECT_EQ(county_.village().org_path(),
            county_.township().org_path() + IdOf(county_.village().name()) + "/");
  EXPECT_EQ(county_.group().level(), v1::Collective::LEVEL_GROUP);
  EXPECT_EQ(county_.group().parent_collective(), county_.village().name());
  EXPECT_TRUE(county_.township().parent_collective().empty());
  const auto below = county_.Ask(county_.officer(), &Collectives::CreateCollective,
                                 County::NewCollective("组下", county_.group().name()));
  EXPECT_EQ(below.reason(), "LEVEL_UNFIT");
}

TEST_F(CollectivesTest, KeepTheIdThatAccountsReferToAlready) {
  auto request = County::NewCollective("梨村", county_.township().name());
  request.set_collective_id(NewRequestId());
  const auto made = county_.Ask(county_.officer(), &Collectives::CreateCollective, request);
  ASSERT_TRUE(made.ok()) << made.status.error_message();
  EXPECT_EQ(IdOf(made.reply.name()), request.collective_id());
  request.set_request_id(NewRequestId());
  const auto again = county_.Ask(county_.officer(), &Collectives::CreateCollective, request);
  EXPECT_EQ(again.reason(), "COLLECTIVE_ID_TAKEN");
}

TEST_F(CollectivesTest, HaveACreditCodeOfTheirLevelThatIsNobodyElses) {
  v1::Collective wanted = county_.village();
  wanted.set_credit_code(CreditCode("N1", 1));
  EXPECT_EQ(Update(wanted, {"credit_code"}).reason(), "CREDIT_CODE_UNFIT");
  wanted.set_credit_code("N2990007MF1000001?");
  EXPECT_EQ(Update(wanted, {"credit_code"}).reason(), "CREDIT_CODE_MALFORMED");
  wanted.set_credit_code(CreditCode("N2", 1));
  EXPECT_EQ(Update(wanted, {"credit_code"}).reply.credit_code(), CreditCode("N2", 1));
  wanted.set_name(county_.sister().name());
  wanted.clear_etag();
  const auto taken = Update(wanted, {"credit_code"});
  EXPECT_EQ(taken.reason(), "CREDIT_CODE_TAKEN");
  EXPECT_EQ(taken.metadata("collective"), county_.village().name());
}

TEST_F(CollectivesTest, ChangeOnlyWhatTheMaskNamesAndOnlyWhatWasRead) {
  v1::Collective wanted = county_.village();
  wanted.set_display_name("柳树新村");
  wanted.set_form(v1::COLLECTIVE_FORM_COMMITTEE);
  const auto renamed = Update(wanted, {"display_name"});
  ASSERT_TRUE(renamed.ok()) << renamed.status.error_message();
  EXPECT_EQ(renamed.reply.display_name(), "柳树新村");
  EXPECT_EQ(renamed.reply.form(), v1::COLLECTIVE_FORM_OWN);
  EXPECT_EQ(Update(wanted, {"form"}).reason(), "ETAG_STALE");
  EXPECT_EQ(Update(renamed.reply, {"level"}).reason(), "MASK_UNKNOWN");
  wanted.clear_etag();
  wanted.set_form(v1::COLLECTIVE_FORM_OFFICE);
  EXPECT_EQ(Update(wanted, {"form"}).reason(), "FORM_UNFIT");
}

TEST_F(CollectivesTest, AreListedByWhatTheCallerMaySee) {
  EXPECT_THAT(List(county_.Clerk(county_.village())), ElementsAre("柳树村", "柳树村一组"));
  EXPECT_THAT(List(County::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, county_.township().org_path())),
              ElementsAre("东乡", "柳树村", "杨树村", "柳树村一组"));
  v1::ListCollectivesRequest paged;
  paged.set_page_size(2);
  EXPECT_EQ(List(county_.officer(), paged).size(), 6u);
}

TEST_F(CollectivesTest, AreFoundByPartOfTheNameAndByCodes) {
  v1::ListCollectivesRequest request;
  request.set_text("树村");
  EXPECT_THAT(List(county_.officer(), request),
              UnorderedElementsAre("柳树村", "杨树村", "柳树村一组"));
  request.set_level(v1::Collective::LEVEL_GROUP);
  EXPECT_THAT(List(county_.officer(), request), ElementsAre("柳树村一组"));
  request.set_text("村树");
  EXPECT_THAT(List(county_.officer(), request), IsEmpty());
  ASSERT_TRUE(SetCode(county_.township(), "990007100000", "2020-01-01").ok());
  v1::ListCollectivesRequest by_code;
  by_code.set_area_code("990007100000");
  EXPECT_THAT(List(county_.officer(), by_code), ElementsAre("东乡"));
}

TEST_F(CollectivesTest, HaveAreaCodesThatFitTheirParentsOnEveryDay) {
  EXPECT_EQ(SetCode(county_.village(), "990007100201", "2021-01-01").reason(), "AREA_CODE_PARENT");
  EXPECT_EQ(SetCode(county_.township(), "990008100000", "2020-01-01").reason(), "AREA_CODE_PARENT");
  ASSERT_TRUE(SetCode(county_.township(), "990007100000", "2020-01-01").ok());
  ASSERT_TRUE(SetCode(county_.village(), "990007100201", "2021-01-01").ok());
  EXPECT_EQ(SetCode(county_.group(), "990007100202", "2021-01-01").reason(), "AREA_CODE_UNFIT");
  const auto taken = SetCode(county_.sister(), "990007100201", "2022-01-01");
  EXPECT_EQ(taken.reason(), "AREA_CODE_TAKEN");
  EXPECT_EQ(taken.metadata("collective"), county_.village().name());
  EXPECT_EQ(SetCode(county_.township(), "990007101000", "2021-01-01").reason(),
            "AREA_CODE_HISTORY");
  ASSERT_TRUE(SetCode(county_.township(), "990007101000", "2024-06-01").ok());
  const auto codes = county_.Get(county_.village()).area_codes();
  ASSERT_EQ(codes.size(), 1) << "it ended with the township's";
  EXPECT_EQ(codes[0].end_date().month(), 6);
  EXPECT_EQ(SetCode(county_.village(), "990007100201", "2024-07-01").reason(), "AREA_CODE_PARENT");
  const auto moved = SetCode(county_.village(), "990007101201", "2024-06-01");
  ASSERT_TRUE(moved.ok()) << moved.status.error_message();
  EXPECT_EQ(moved.reply.area_codes_size(), 2);
}

TEST_F(CollectivesTest, HaveOneChairAfterTheOther) {
  ASSERT_TRUE(Appoint(v1::OFFICE_BOARD_CHAIR, "王一", "2021-01-01").ok());
  ASSERT_TRUE(Appoint(v1::OFFICE_CHIEF_SUPERVISOR, "李二", "2021-01-01").ok());
  EXPECT_EQ(Appoint(v1::OFFICE_SUPERVISOR, "王一", "2022-01-01").reason(), "OFFICER_TWICE");
  EXPECT_EQ(Appoint(v1::OFFICE_BOARD_CHAIR, "赵三", "2020-01-01").reason(), "OFFICER_HISTORY");
  const auto next = Appoint(v1::OFFICE_BOARD_CHAIR, "赵三", "2023-01-01");
  ASSERT_TRUE(next.ok()) << next.status.error_message();
  ASSERT_EQ(next.reply.officers_size(), 3);
  EXPECT_EQ(next.reply.officers(0).end_date().year(), 2023);
  EXPECT_FALSE(next.reply.officers(2).has_end_date());
  auto end = Named<v1::EndOfficeRequest>(county_.village().name());
  end.set_officer_id(next.reply.officers(2).id());
  *end.mutable_end_date() = Day("2022-01-01");
  EXPECT_EQ(county_.Ask(county_.officer(), &Collectives::EndOffice, end).reason(),
            "OFFICER_HISTORY");
  end.set_request_id(NewRequestId());
  *end.mutable_end_date() = Day("2025-01-01");
  EXPECT_TRUE(county_.Ask(county_.officer(), &Collectives::EndOffice, end).ok());
}

TEST_F(CollectivesTest, TellWhatHappenedToThem) {
  ASSERT_TRUE(Appoint(v1::OFFICE_BOARD_CHAIR, "王一", "2021-01-01").ok());
  v1::ListCollectiveEventsRequest request;
  request.set_parent(county_.village().name());
  const auto events =
      county_.Ask(county_.Clerk(county_.village()), &Collectives::ListCollectiveEvents, request);
  ASSERT_EQ(events.reply.events_size(), 2) << events.status.error_message();
  EXPECT_EQ(events.reply.events(0).kind(), v1::CollectiveEvent::KIND_CREATED);
  EXPECT_EQ(events.reply.events(1).kind(), v1::CollectiveEvent::KIND_OFFICERS_CHANGED);
  EXPECT_EQ(events.reply.events(1).effective_date().year(), 2021);
}

}  // namespace
}  // namespace qianmo::registry
