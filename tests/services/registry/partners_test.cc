// Partners from other counties.
#include <gtest/gtest.h>

#include "registry/partner_store.h"
#include "registry/partners_service.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

class PartnersTest : public testing::Test {
 protected:
  static v1::CreatePartnerRequest NewPartner(int serial) {
    v1::CreatePartnerRequest request;
    request.set_parent(kCountyName);
    request.set_request_id(NewRequestId());
    auto* partner = request.mutable_partner();
    partner->set_display_name("邻县合作社" + std::to_string(serial));
    partner->set_credit_code(CreditCode("93", serial));
    partner->set_county_display_name("邻县");
    partner->set_contact_name("周联系");
    partner->set_phone("13712345678");
    return request;
  }
  Answer<v1::Partner> Create(int serial) {
    return county_.Ask(county_.officer(), &Partners::CreatePartner, NewPartner(serial));
  }
  Answer<v1::Partner> Rename(v1::Partner partner, const std::string& name) {
    partner.set_display_name(name);
    v1::UpdatePartnerRequest request;
    *request.mutable_partner() = partner;
    request.mutable_update_mask()->add_paths("display_name");
    request.set_request_id(NewRequestId());
    return county_.Ask(county_.officer(), &Partners::UpdatePartner, request);
  }

  County county_;
};

TEST_F(PartnersTest, AreEnteredOnceByTheirCreditCode) {
  const auto made = Create(1);
  ASSERT_TRUE(made.ok()) << made.status.error_message();
  EXPECT_EQ(made.reply.phone(), "137****5678");
  EXPECT_EQ(Create(1).reason(), "PARTNER_CODE_TAKEN");
  auto wrong = NewPartner(2);
  wrong.mutable_partner()->set_credit_code("9399000712345678XX");
  EXPECT_EQ(county_.Ask(county_.officer(), &Partners::CreatePartner, wrong).reason(),
            "CREDIT_CODE_MALFORMED");
}

TEST_F(PartnersTest, AreFoundByPartOfTheName) {
  Create(1);
  Create(2);
  v1::ListPartnersRequest request;
  request.set_parent(kCountyName);
  request.set_text("合作社2");
  const auto found =
      county_.Ask(county_.Clerk(county_.village()), &Partners::ListPartners, request);
  ASSERT_EQ(found.reply.partners_size(), 1) << found.status.error_message();
  EXPECT_EQ(found.reply.partners(0).display_name(), "邻县合作社2");
}

TEST_F(PartnersTest, ChangeUntilTheyRetire) {
  const auto made = Create(1).reply;
  const auto renamed = Rename(made, "邻县新合作社");
  EXPECT_EQ(renamed.reply.display_name(), "邻县新合作社") << renamed.status.error_message();
  EXPECT_EQ(renamed.reply.phone(), "137****5678") << "it stays";
  EXPECT_EQ(Rename(made, "x").reason(), "ETAG_STALE");
  const auto retire = [&] {
    return county_.Ask(county_.officer(), &Partners::RetirePartner,
                       Named<v1::RetirePartnerRequest>(made.name()));
  };
  EXPECT_EQ(retire().reply.state(), v1::Partner::STATE_RETIRED);
  EXPECT_EQ(retire().reason(), "PARTNER_RETIRED");
  EXPECT_EQ(Rename(renamed.reply, "x").reason(), "PARTNER_RETIRED");
}

}  // namespace
}  // namespace qianmo::registry
