// When a village ends in another, its units go with their households, by the change that ends it.
#include <gtest/gtest.h>

#include "qianmo/registry/v1/collective_changes.grpc.pb.h"
#include "registry/unit_carry.h"
#include "services/registry/unit_office.h"

namespace qianmo::registry {
namespace {

using ChangesStub = v1::CollectiveChangesService::Stub;

class UnitMergeTest : public testing::Test {
 protected:
  // The sister village ends in the village.
  Answer<v1::CollectiveChange> Merge() {
    v1::ProposeMergeRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    request.add_sources(CollectiveName(kUnitSister));
    request.mutable_part()->set_collective(CollectiveName(kUnitVillage));
    request.set_reason("县政府批复〔2026〕9号");
    const auto officer = UnitOffice::Officer(rpc::v1::ROLE_CENTRE_OFFICER, "/7/");
    const auto proposed = office_.Ask<ChangesStub>(officer, &ChangesStub::ProposeMerge, request);
    if (!proposed.ok()) return proposed;
    return office_.Ask<ChangesStub>(
        UnitOffice::Officer(rpc::v1::ROLE_CENTRE_APPROVER, "/7/"),
        &ChangesStub::ConfirmCollectiveChange,
        Named<v1::ConfirmCollectiveChangeRequest>(proposed.reply.name()));
  }
  std::string Total(const std::string& collective) {
    return office_.archive().Query(
        "SELECT coalesce(sum(h.units), 0) FROM registry.unit_holding h"
        " WHERE h.collective_id = '" +
        collective + "'");
  }

  UnitOffice office_;
};

TEST_F(UnitMergeTest, CarriesTheUnitsAndKeepsTheirTotals) {
  const std::string one = office_.Household(kUnitVillage);
  const std::string two = office_.Household(kUnitSister, "王小满");
  office_.Issue(one, 400);
  office_.Issue(two, 350, "2026-01-01", v1::UNIT_KIND_MEMBER, kUnitSister);
  office_.Issue("", 125, "2026-01-01", v1::UNIT_KIND_COLLECTIVE, kUnitSister);
  const auto merged = Merge();
  ASSERT_TRUE(merged.ok()) << merged.status.error_message();
  EXPECT_EQ(merged.reply.state(), v1::CollectiveChange::STATE_CONFIRMED);
  EXPECT_EQ(Total(kUnitVillage), "875");
  EXPECT_EQ(Total(kUnitSister), "0");
  office_.ExpectBooksAreRight();
}

TEST_F(UnitMergeTest, IsRefusedAsAWholeWhereUnitsCountFromALaterDay) {
  const std::string two = office_.Household(kUnitSister);
  office_.Issue(two, 350, "2026-01-01", v1::UNIT_KIND_MEMBER, kUnitSister);
  office_.archive().Query(
      "UPDATE registry.unit_event SET effective_date = '2099-01-01'"
      " WHERE collective_id = '" +
      kUnitSister + "' RETURNING 1");
  const auto refused = Merge();
  EXPECT_EQ(refused.reason(), "UNITS_CHANGED_SINCE");
  EXPECT_EQ(Total(kUnitSister), "350");
  EXPECT_EQ(office_.archive().Query("SELECT state FROM registry.collective WHERE id = '" +
                                    kUnitSister + "'"),
            "1");
}

}  // namespace
}  // namespace qianmo::registry
