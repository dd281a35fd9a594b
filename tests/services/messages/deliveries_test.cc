// What officers see of deliveries, and what they may try again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages/deliveries_service.h"
#include "messages/delivery_store.h"
#include "qianmo/messages/v1/deliveries.grpc.pb.h"
#include "rpc/timestamp.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

using Deliveries = v1::DeliveriesService::Stub;
using rpc::v1::Role;
using testing::HasSubstr;
using testing::Not;

constexpr char kFarVillage[] =
    "/7/01930000-0000-7000-8000-0000000000a2/01930000-0000-7000-8000-0000000000b3/";

class DeliveriesTest : public testing::Test {
 protected:
  // Of a message about this organisation; its name.
  std::string Queue(const std::string& org_path, Channel channel = Channel::kSms,
                    const std::string& address = "13812341234") {
    const auto request = PasswordChangedFor(Person());
    EXPECT_TRUE(room_.Send(request).ok());
    room_.clock().Advance(std::chrono::seconds(1));
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      InsertDelivery(tx, *room_.ring(),
                     {.county = kHome,
                      .message = *Uuid::Parse(request.request_id()),
                      .channel = channel,
                      .account = std::nullopt,
                      .org_path = org_path,
                      .address = address,
                      .kind = v1::TEMPLATE_PASSWORD_CHANGED,
                      .is_code = false,
                      .urgent = false,
                      .digest = false,
                      .not_before = room_.clock().Now(),
                      .expire_time = std::nullopt},
                     room_.clock().Now());
      return Done{};
    });
    return "counties/7/deliveries/" +
           room_.Query("SELECT id FROM messages.delivery ORDER BY id DESC LIMIT 1");
  }
  void Fail(const std::string& name, DeliveryReason reason, bool in_doubt = false) {
    room_.database().Execute(
        "UPDATE messages.delivery SET state = 6, end_time = create_time, tries = 1,"
        " attempt_tries = 1, error = 'x', reason = " +
        std::to_string(static_cast<int>(reason)) + ", in_doubt = " + (in_doubt ? "true" : "false") +
        " WHERE id = '" + name.substr(name.rfind('/') + 1) + "'");
  }
  Answer<v1::ListOutboundResponse> List(const rpc::v1::Caller& caller,
                                        v1::ListOutboundRequest request = {}) {
    if (request.parent().empty()) request.set_parent("counties/7");
    return room_.Ask(caller, &Deliveries::ListOutbound, request);
  }
  Answer<v1::Delivery> Get(const rpc::v1::Caller& caller, const std::string& name) {
    v1::GetDeliveryRequest request;
    request.set_name(name);
    return room_.Ask(caller, &Deliveries::GetDelivery, request);
  }
  Answer<v1::Delivery> Retry(const rpc::v1::Caller& caller, const std::string& name,
                             const std::string& request_id = NewId()) {
    v1::RetryOutboundRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return room_.Ask(caller, &Deliveries::RetryOutbound, request);
  }
  static rpc::v1::Caller With(Role role, const std::string& org_path = kCounty) {
    auto caller = WithRole(Person(), role, org_path);
    caller.set_second_factor(true);
    return caller;
  }

  PostRoom room_;
  const rpc::v1::Caller admin_ = With(rpc::v1::ROLE_COUNTY_ADMIN);
};

TEST_F(DeliveriesTest, AreSeenAndTriedAgainByWhomTheyConcern) {
  using enum rpc::v1::Role;
  struct Row {
    Role role;
    const char* org_path;
    bool reads_inside, reads_outside, retries_inside, retries_outside;
  };
  const Row table[] = {
      {ROLE_COUNTY_ADMIN, kCounty, true, true, true, true},
      {ROLE_CENTRE_OFFICER, kCounty, true, true, true, true},
      {ROLE_CENTRE_APPROVER, kCounty, false, false, false, false},
      {ROLE_DISCIPLINE, kCounty, true, true, false, false},
      {ROLE_AUDITOR, kCounty, true, true, false, false},
      {ROLE_TOWNSHIP_AGENT, kTownship, true, false, true, false},
      {ROLE_TOWNSHIP_APPROVER, kTownship, true, false, true, false},
      {ROLE_VILLAGE_CLERK, kVillage, false, false, false, false},
      {ROLE_BOARD_CHAIR, kVillage, false, false, false, false},
      {ROLE_SUPERVISOR, kVillage, false, false, false, false},
      {ROLE_MEMBER, kVillage, false, false, false, false},
      {ROLE_HOUSEHOLD_HEAD, kVillage, false, false, false, false},
      {ROLE_BIDDER, kCounty, false, false, false, false},
      {ROLE_BANK, kCounty, false, false, false, false},
      {ROLE_SERVICE, kCounty, false, false, false, false},
  };
  const std::string inside = Queue(kVillage);
  const std::string outside = Queue(kFarVillage);
  for (const Row& row : table) {
    Fail(inside, DeliveryReason::kRefused);
    Fail(outside, DeliveryReason::kRefused);
    const auto caller = With(row.role, row.org_path);
    EXPECT_EQ(Get(caller, inside).ok(), row.reads_inside) << row.role;
    EXPECT_EQ(Get(caller, outside).ok(), row.reads_outside) << row.role;
    const auto listed = List(caller);
    EXPECT_EQ(listed.ok(), row.reads_inside) << row.role;
    EXPECT_EQ(listed.reply.deliveries_size(), row.reads_inside + row.reads_outside) << row.role;
    EXPECT_EQ(Retry(caller, inside).ok(), row.retries_inside) << row.role;
    EXPECT_EQ(Retry(caller, outside).ok(), row.retries_outside) << row.role;
  }
  EXPECT_EQ(List({}).code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(List(Person()).code(), grpc::StatusCode::PERMISSION_DENIED);
  auto without_factor = admin_;
  without_factor.set_second_factor(false);
  EXPECT_EQ(List(without_factor).reason(), "SECOND_FACTOR_REQUIRED");
  v1::ListOutboundRequest abroad;
  abroad.set_parent("counties/8");
  EXPECT_EQ(List(admin_, abroad).code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Get(admin_, "counties/8/deliveries/" + NewId()).code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(DeliveriesTest, ShowWhatWaitsWithoutShowingWhom) {
  const std::string text = Queue(kVillage);
  v1::Addressee addressee;
  addressee.set_display_name("王小明");
  addressee.set_address("柳树村 7 号");
  const std::string letter = Queue(kVillage, Channel::kLetter, addressee.SerializeAsString());
  const auto shown = Get(admin_, text);
  ASSERT_TRUE(shown.ok()) << shown.status.error_message();
  EXPECT_EQ(shown.reply.addressee(), "138****1234");
  EXPECT_EQ(shown.reply.state(), v1::Delivery::STATE_QUEUED);
  EXPECT_EQ(shown.reply.channel(), v1::CHANNEL_SMS);
  EXPECT_EQ(shown.reply.template_(), v1::TEMPLATE_PASSWORD_CHANGED);
  EXPECT_EQ(Get(admin_, letter).reply.addressee(), "王**");
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.delivery d"
                        " WHERE d::text LIKE '%13812341234%'"),
            "0");
}

TEST_F(DeliveriesTest, AreListedByPageStateChannelAndTime) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(Queue(kVillage));
  v1::Addressee addressee;
  addressee.set_display_name("王");
  names.push_back(Queue(kVillage, Channel::kLetter, addressee.SerializeAsString()));
  Fail(names[1], DeliveryReason::kRefused);
  v1::ListOutboundRequest request;
  request.set_page_size(4);
  const auto first = List(admin_, request);
  ASSERT_EQ(first.reply.deliveries_size(), 4);
  EXPECT_EQ(first.reply.deliveries(0).name(), names[5]);
  request.set_page_token(first.reply.next_page_token());
  const auto second = List(admin_, request);
  ASSERT_EQ(second.reply.deliveries_size(), 2);
  EXPECT_EQ(second.reply.deliveries(1).name(), names[0]);
  EXPECT_EQ(second.reply.next_page_token(), "");

  v1::ListOutboundRequest failed;
  failed.add_states(v1::Delivery::STATE_FAILED);
  EXPECT_EQ(List(admin_, failed).reply.deliveries_size(), 1);
  v1::ListOutboundRequest letters;
  letters.add_channels(v1::CHANNEL_LETTER);
  EXPECT_EQ(List(admin_, letters).reply.deliveries_size(), 1);
  v1::ListOutboundRequest between;
  *between.mutable_from_time() = Get(admin_, names[1]).reply.create_time();
  *between.mutable_to_time() = Get(admin_, names[3]).reply.create_time();
  EXPECT_EQ(List(admin_, between).reply.deliveries_size(), 2) << "from is in, to is out";
  v1::ListOutboundRequest broken;
  broken.set_page_token("?");
  EXPECT_EQ(List(admin_, broken).code(), grpc::StatusCode::INVALID_ARGUMENT);
  v1::ListOutboundRequest unknown;
  unknown.add_states(static_cast<v1::Delivery::State>(99));
  EXPECT_EQ(List(admin_, unknown).code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(DeliveriesTest, AreTriedAgainUnderAnotherClientId) {
  const std::string name = Queue(kVillage);
  EXPECT_EQ(Retry(admin_, name).reason(), "DELIVERY_NOT_FAILED");
  Fail(name, DeliveryReason::kNotDelivered);
  const std::string before = room_.Query("SELECT client_id FROM messages.delivery");
  const std::string request_id = NewId();
  const auto retried = Retry(admin_, name, request_id);
  ASSERT_TRUE(retried.ok()) << retried.status.error_message();
  EXPECT_EQ(retried.reply.state(), v1::Delivery::STATE_QUEUED);
  const std::string after = room_.Query("SELECT client_id FROM messages.delivery");
  EXPECT_NE(after, before);
  EXPECT_TRUE(Retry(admin_, name, request_id).ok()) << "the same request again";
  EXPECT_EQ(room_.Query("SELECT client_id FROM messages.delivery"), after);
}

TEST_F(DeliveriesTest, AreNotTriedAgainWhenTheyMayHaveArrived) {
  const std::string name = Queue(kVillage);
  Fail(name, DeliveryReason::kGaveUp, true);
  EXPECT_EQ(Retry(admin_, name).reason(), "DELIVERY_MAY_HAVE_ARRIVED");
  Fail(name, DeliveryReason::kGaveUp);
  EXPECT_TRUE(Retry(admin_, name).ok());
  EXPECT_EQ(Retry(admin_, "counties/7/deliveries/" + NewId()).reason(), "DELIVERY_NOT_FOUND");
}

TEST_F(DeliveriesTest, AreNotTriedAgainWhenTheirCodeIsGone) {
  ASSERT_TRUE(room_.Send(CodeFor("13800000001", "123456", room_.clock().Now())).ok());
  const std::string name =
      "counties/7/deliveries/" + room_.Query("SELECT id FROM messages.delivery");
  Fail(name, DeliveryReason::kNotDelivered);
  room_.database().Execute("UPDATE messages.message SET code_sealed = NULL, state = 3");
  EXPECT_EQ(Retry(admin_, name).reason(), "DELIVERY_CONTENT_GONE");
}

}  // namespace
}  // namespace qianmo::messages
