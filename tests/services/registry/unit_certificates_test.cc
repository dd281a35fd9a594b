// Certificates through the whole service: issued, reprinted, downloaded, checked by strangers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "qianmo/registry/v1/unit_certificates.grpc.pb.h"
#include "registry/unit_certificate_store.h"
#include "registry/unit_certificates_service.h"
#include "services/registry/unit_office.h"

namespace qianmo::registry {
namespace {

using PaperStub = v1::UnitCertificatesService::Stub;

class UnitCertificatesTest : public testing::Test {
 protected:
  UnitCertificatesTest() { office_.Issue(li_, 450, "2026-01-01"); }

  Answer<v1::UnitCertificate> Certify(const std::string& household) {
    v1::IssueUnitCertificateRequest request;
    request.set_parent(HouseholdName(household));
    request.set_request_id(NewRequestId());
    return office_.Ask<PaperStub>(office_.clerk(), &PaperStub::IssueUnitCertificate, request);
  }
  Answer<v1::UnitCertificateCheck> Check(const std::string& number, const std::string& code) {
    v1::VerifyUnitCertificateRequest request;
    request.set_parent("counties/7");
    request.set_number(number);
    request.set_check_code(code);
    return office_.Ask<PaperStub>(rpc::v1::Caller(), &PaperStub::VerifyUnitCertificate, request);
  }
  Answer<google::api::HttpBody> Download(const std::string& name) {
    return office_.Ask<PaperStub>(UnitOffice::Head(li_), &PaperStub::DownloadUnitCertificate,
                                  Named<v1::DownloadUnitCertificateRequest>(name));
  }

  UnitOffice office_;
  const std::string li_ = office_.Household(kUnitVillage, "李大有");
};

TEST_F(UnitCertificatesTest, SayWhatIsHeldAndAreNumberedWithoutGaps) {
  const auto first = Certify(li_);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  EXPECT_EQ(first.reply.number(), "990007-GQ-00000001");
  EXPECT_EQ(first.reply.head_name(), "李大有");
  ASSERT_EQ(first.reply.holdings_size(), 1);
  EXPECT_EQ(first.reply.holdings(0).units(), 450);
  EXPECT_EQ(first.reply.prints(), 1);
  const std::string canonical =
      "qianmo.unit_certificate.1\n18:990007-GQ-00000001\n30:青石村股份经济合作社\n1:1\n"
      "9:李大有\n10:2026-11-20\n1 450 0 0\n";
  EXPECT_EQ(first.reply.sha256(), ToHex(AsText(crypto::Sha256(canonical))));
  EXPECT_EQ(Certify(office_.Household()).reason(), "NOTHING_TO_CERTIFY");
  EXPECT_EQ(Certify(li_).reply.number(), "990007-GQ-00000002") << "a refusal takes no number";
}

TEST_F(UnitCertificatesTest, AreCheckedByWhoeverHoldsOne) {
  const auto paper = Certify(li_);
  const auto check = Check(paper.reply.number(), paper.reply.check_code());
  ASSERT_TRUE(check.ok()) << check.status.error_message();
  EXPECT_EQ(check.reply.head_name(), "李**");
  EXPECT_EQ(check.reply.holdings(0).units(), 450);
  EXPECT_TRUE(check.reply.current());
  EXPECT_EQ(Check(paper.reply.number(), "0123456789abcdef").reason(), "UNIT_CERTIFICATE_NOT_FOUND");
  EXPECT_EQ(Check("1", paper.reply.check_code()).reason(), "UNIT_CERTIFICATE_NOT_FOUND");
  office_.Issue(li_, 1);
  EXPECT_FALSE(Check(paper.reply.number(), paper.reply.check_code()).reply.current());
}

TEST_F(UnitCertificatesTest, AreNoneOfOursOnceSomebodyHasChangedTheRow) {
  const auto paper = Certify(li_);
  office_.archive().database().Execute("UPDATE registry.unit_certificate_line SET units = 4500");
  EXPECT_EQ(Check(paper.reply.number(), paper.reply.check_code()).reason(),
            "UNIT_CERTIFICATE_NOT_FOUND");
}

TEST_F(UnitCertificatesTest, AreTheSameFileUntilTheyArePrintedAgain) {
  const auto paper = Certify(li_);
  const auto first = Download(paper.reply.name());
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  EXPECT_EQ(first.reply.content_type(), "application/pdf");
  EXPECT_TRUE(first.reply.data().starts_with("%PDF-"));
  EXPECT_EQ(InfoOf(first.reply).total_size(), static_cast<std::int64_t>(first.reply.data().size()));
  EXPECT_EQ(Download(paper.reply.name()).reply.data(), first.reply.data());
  auto again = Named<v1::ReprintUnitCertificateRequest>(paper.reply.name());
  again.set_reason("遗失");
  const auto reprinted =
      office_.Ask<PaperStub>(office_.clerk(), &PaperStub::ReprintUnitCertificate, again);
  ASSERT_TRUE(reprinted.ok());
  EXPECT_EQ(reprinted.reply.prints(), 2);
  EXPECT_EQ(reprinted.reply.sha256(), paper.reply.sha256());
  EXPECT_NE(Download(paper.reply.name()).reply.data(), first.reply.data());
}

TEST_F(UnitCertificatesTest, AreSeenByTheirHouseholdAlone) {
  const auto paper = Certify(li_);
  v1::ListUnitCertificatesRequest request;
  request.set_parent(HouseholdName(li_));
  const auto own =
      office_.Ask<PaperStub>(UnitOffice::Head(li_), &PaperStub::ListUnitCertificates, request);
  ASSERT_EQ(own.reply.unit_certificates_size(), 1);
  EXPECT_EQ(own.reply.unit_certificates(0).SerializeAsString(), paper.reply.SerializeAsString());
  const auto other = UnitOffice::Head(office_.Household());
  EXPECT_EQ(office_.Ask<PaperStub>(other, &PaperStub::ListUnitCertificates, request).reason(),
            "OUT_OF_SCOPE");
  EXPECT_EQ(office_
                .Ask<PaperStub>(other, &PaperStub::GetUnitCertificate,
                                Named<v1::GetUnitCertificateRequest>(paper.reply.name()))
                .reason(),
            "OUT_OF_SCOPE");
}

}  // namespace
}  // namespace qianmo::registry
