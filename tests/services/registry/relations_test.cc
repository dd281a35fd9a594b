// Kin and staff: declared by the party or recorded by the centre, and kept from deciding.
#include <gtest/gtest.h>

#include "registry/relation_store.h"
#include "registry/relations_service.h"
#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

class RelationsTest : public testing::Test {
 protected:
  static v1::DeclareRelationRequest KinOf(const rpc::v1::Caller& officer,
                                          const std::string& bidder) {
    v1::DeclareRelationRequest request;
    request.set_parent(bidder);
    request.set_request_id(NewRequestId());
    request.set_kind(v1::Relation::KIND_KIN_OF_OFFICER);
    request.set_person_name("周主任");
    request.set_officer("counties/7/accounts/" + officer.account_id());
    request.set_officer_person(officer.person());
    return request;
  }
  Answer<v1::Relation> Declare(const rpc::v1::Caller& caller,
                               const v1::DeclareRelationRequest& request) {
    return market_.Ask(caller, &Relations::DeclareRelation, request);
  }
  Answer<v1::Relation> Recuse(const rpc::v1::Caller& caller, const std::string& relation) {
    auto request = Named<v1::RecordRecusalRequest>(relation);
    request.set_reason("不参与该户的审核");
    return market_.Ask(caller, &Relations::RecordRecusal, request);
  }
  Answer<v1::Relation> End(const rpc::v1::Caller& caller, const std::string& relation, int day) {
    auto request = Named<v1::EndRelationRequest>(relation);
    request.set_reason("已离婚");
    request.mutable_end_date()->set_year(2026);
    request.mutable_end_date()->set_month(12);
    request.mutable_end_date()->set_day(day);
    return market_.Ask(caller, &Relations::EndRelation, request);
  }
  v1::ListRelationsResponse List(const rpc::v1::Caller& caller, const std::string& bidder) {
    v1::ListRelationsRequest request;
    request.set_parent(bidder);
    const auto listed = market_.Ask(caller, &Relations::ListRelations, request);
    EXPECT_TRUE(listed.ok()) << listed.reason() << listed.status.error_message();
    return listed.reply;
  }

  Market market_;
  const Trader trader_ = market_.Admitted(1);
};

TEST_F(RelationsTest, AreDeclaredByThePartyWithoutSayingWhoseAccountItIs) {
  const auto declared = Declare(trader_.caller, KinOf(market_.approver(), trader_.bidder));
  ASSERT_TRUE(declared.ok()) << declared.reason() << declared.status.error_message();
  EXPECT_TRUE(declared.reply.by_party());
  EXPECT_EQ(declared.reply.person_name(), "周主任");
  EXPECT_EQ(declared.reply.officer(), "") << "or it could choose who decides about it";
  EXPECT_EQ(declared.reply.start_date().day(), 20);
  EXPECT_FALSE(declared.reply.has_end_date());
  ASSERT_EQ(List(trader_.caller, trader_.bidder).relations_size(), 1);
  ASSERT_EQ(List(Archive::Person(rpc::v1::ROLE_AUDITOR), trader_.bidder).relations_size(), 1);
  const Trader other = market_.Admitted(2);
  EXPECT_EQ(Declare(other.caller, KinOf(market_.approver(), trader_.bidder)).reason(),
            "OUT_OF_SCOPE");
}

TEST_F(RelationsTest, RecordedByTheCentreKeepTheOfficerFromDeciding) {
  const auto caller = Archive::Person();
  const auto bidder = market_.Apply(caller, market_.Company(caller, 2)).reply.name();
  const auto recorded = Declare(market_.officer(), KinOf(market_.approver(), bidder));
  ASSERT_TRUE(recorded.ok()) << recorded.reason();
  EXPECT_FALSE(recorded.reply.by_party());
  EXPECT_EQ(recorded.reply.officer(), "counties/7/accounts/" + market_.approver().account_id());
  ASSERT_TRUE(market_.TakeIn(bidder).ok());
  EXPECT_EQ(market_.Admit(bidder).reason(), "OFFICER_RELATED");
  EXPECT_EQ(End(market_.approver(), recorded.reply.name(), 1).reason(), "OFFICER_RELATED");
  ASSERT_TRUE(End(market_.officer(), recorded.reply.name(), 1).ok());
  EXPECT_EQ(market_.Admit(bidder).reason(), "OFFICER_RELATED") << "it still holds";
  market_.archive().clock().Advance(std::chrono::days(11));
  EXPECT_EQ(market_.Admit(bidder).reason(), "");
}

TEST_F(RelationsTest, TellWhoHasSteppedAside) {
  const auto declared = Declare(market_.officer(), KinOf(market_.approver(), trader_.bidder)).reply;
  EXPECT_FALSE(declared.has_recuse_time());
  EXPECT_EQ(Recuse(market_.approver(), declared.name()).reason(), "OFFICER_RELATED");
  const auto recused = Recuse(market_.officer(), declared.name());
  ASSERT_TRUE(recused.ok()) << recused.reason();
  EXPECT_TRUE(recused.reply.has_recuse_time());
  EXPECT_EQ(recused.reply.recuse_reason(), "不参与该户的审核");
  EXPECT_EQ(Recuse(market_.officer(), declared.name()).reason(), "RECUSAL_RECORDED");
  auto staff = KinOf(market_.approver(), trader_.bidder);
  staff.set_kind(v1::Relation::KIND_CENTRE_STAFF);
  const auto employed = Declare(market_.officer(), staff).reply;
  EXPECT_EQ(Recuse(market_.officer(), employed.name()).reason(), "RELATION_NEEDS_NO_RECUSAL");
  EXPECT_EQ(market_.archive().Query("SELECT string_agg(kind::text, ',' ORDER BY id)"
                                    " FROM registry.bidder_event WHERE kind > 8"),
            "9,11,9");
}

TEST_F(RelationsTest, RefuseWhatCannotBe) {
  const auto refused = [&](auto&& change) {
    auto request = KinOf(market_.approver(), trader_.bidder);
    change(request);
    return Declare(market_.officer(), request).reason();
  };
  EXPECT_EQ(refused([](auto& r) { r.clear_kind(); }), "RELATION_KIND_MISSING");
  EXPECT_EQ(refused([](auto& r) { r.set_person_name("\u200b"); }), "NAME_UNREADABLE");
  EXPECT_EQ(refused([](auto& r) { r.mutable_start_date()->set_year(2026); }), "DATE_INVALID");
  EXPECT_EQ(refused([](auto& r) {
              r.mutable_end_date()->set_year(2026);
              r.mutable_end_date()->set_month(11);
              r.mutable_end_date()->set_day(20);
            }),
            "RELATION_DATES_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_parent("counties/7/bidders/" + NewRequestId()); }),
            "BIDDER_NOT_FOUND");
  const std::string nobody = trader_.bidder + "/relations/" + NewRequestId();
  EXPECT_EQ(Recuse(market_.officer(), nobody).reason(), "RELATION_NOT_FOUND");
  // Under another bidder's name it is not there.
  const auto declared = Declare(market_.officer(), KinOf(market_.approver(), trader_.bidder)).reply;
  const std::string moved =
      market_.Admitted(2).bidder + declared.name().substr(declared.name().find("/relations/"));
  EXPECT_EQ(Recuse(market_.officer(), moved).reason(), "RELATION_NOT_FOUND");
  EXPECT_EQ(End(market_.officer(), declared.name(), 40).reason(), "DATE_INVALID");
}

}  // namespace
}  // namespace qianmo::registry
