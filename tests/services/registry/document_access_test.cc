// Who may open the documents of an applicant, by hand from page 3.8 of the design: the applicant,
// the exchange centre and inspectors, and nobody of a village or township.
#include <gtest/gtest.h>

#include "registry/file_access.h"
#include "services/registry/market.h"

namespace qianmo::registry {
namespace {

class DocumentAccessTest : public ::testing::Test {
 protected:
  grpc::Status Get(const rpc::v1::Caller& caller, const std::string& file) {
    return market_.archive().Ask(caller, &Stub::GetFile, Named<v1::GetFileRequest>(file)).status;
  }

  Answer<v1::ListFilesResponse> ListOf(const rpc::v1::Caller& caller, const std::string& bidder) {
    v1::ListFilesRequest request;
    request.set_parent("counties/7");
    request.set_object(bidder);
    return market_.archive().Ask(caller, &Stub::ListFiles, request);
  }

  Market market_;
  const rpc::v1::Caller applicant_ = Archive::Person();
};

TEST_F(DocumentAccessTest, IsWhatTheServerDoes) {
  const auto request = market_.Company(applicant_, 1);
  const std::string bidder = market_.Apply(applicant_, request).reply.name();
  const std::vector<std::pair<rpc::v1::Role, char>> rules = {{rpc::v1::ROLE_UNSPECIFIED, '-'},
                                                             {rpc::v1::ROLE_VILLAGE_CLERK, '-'},
                                                             {rpc::v1::ROLE_BOARD_CHAIR, '-'},
                                                             {rpc::v1::ROLE_SUPERVISOR, '-'},
                                                             {rpc::v1::ROLE_MEMBER, '-'},
                                                             {rpc::v1::ROLE_HOUSEHOLD_HEAD, '-'},
                                                             {rpc::v1::ROLE_BIDDER, '-'},
                                                             {rpc::v1::ROLE_TOWNSHIP_AGENT, '-'},
                                                             {rpc::v1::ROLE_TOWNSHIP_APPROVER, '-'},
                                                             {rpc::v1::ROLE_CENTRE_OFFICER, '+'},
                                                             {rpc::v1::ROLE_CENTRE_APPROVER, '+'},
                                                             {rpc::v1::ROLE_COUNTY_ADMIN, '-'},
                                                             {rpc::v1::ROLE_DISCIPLINE, '+'},
                                                             {rpc::v1::ROLE_AUDITOR, '+'},
                                                             {rpc::v1::ROLE_BANK, '-'},
                                                             {rpc::v1::ROLE_SERVICE, '-'}};
  for (const auto& [role, verdict] : rules) {
    const auto caller = Archive::Person(role);
    const auto expected = verdict == '+' ? "" : "OUT_OF_SCOPE";
    const std::string& document = request.documents(0);
    EXPECT_EQ(ReasonIn(Get(caller, document)), expected) << role;
    EXPECT_EQ(market_.archive().Download(caller, document).reason(), expected) << role;
    EXPECT_EQ(ListOf(caller, bidder).reason(), expected) << role;
  }
  EXPECT_TRUE(Get(applicant_, request.documents(0)).ok());
  EXPECT_EQ(ListOf(applicant_, bidder).reply.files_size(), 1);
}

TEST_F(DocumentAccessTest, IsAlsoForAgentsOfTheParty) {
  const auto request = market_.Company(applicant_, 1);
  const Trader trader = market_.AdmittedAs(applicant_, request);
  auto agent = Archive::Person();
  EXPECT_FALSE(Get(agent, request.documents(0)).ok());
  agent.set_party_id(trader.caller.party_id());
  EXPECT_TRUE(Get(agent, request.documents(0)).ok());
}

TEST_F(DocumentAccessTest, EndsForWhatANewApplicationLeavesOut) {
  auto request = market_.Company(applicant_, 1);
  const std::string bidder = market_.Apply(applicant_, request).reply.name();
  ASSERT_TRUE(market_.TakeIn(bidder).ok());
  ASSERT_TRUE(market_.Reject(bidder).ok());
  const std::string old = request.documents(0);
  request.set_request_id(NewRequestId());
  request.set_documents(0, market_.archive().Bring(applicant_, "another licence"));
  const auto again = market_.Apply(applicant_, request);
  ASSERT_TRUE(again.ok()) << again.reason();
  EXPECT_EQ(ReasonIn(Get(market_.officer(), old)), "OUT_OF_SCOPE");
  EXPECT_TRUE(Get(market_.officer(), request.documents(0)).ok());
  EXPECT_TRUE(Get(applicant_, old).ok()) << "it is the applicant's own still";
}

TEST_F(DocumentAccessTest, LetsNobodyApplyWithPapersOfOthers) {
  auto request = market_.Company(applicant_, 1);
  request.set_documents(0, market_.archive().Bring(Archive::Person(), "licence of another"));
  EXPECT_EQ(market_.Apply(applicant_, request).reason(), "DOCUMENT_NOT_FOUND");
}

}  // namespace
}  // namespace qianmo::registry
