// Certificates of units: issued, printed again, downloaded, and checked by everybody.
#pragma once

#include <string>

#include "google/api/httpbody.pb.h"
#include "qianmo/registry/v1/unit_certificates.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class UnitCertificatesService {
 public:
  // `site` is the address of the web app, for the QR; without one there is no QR.
  explicit UnitCertificatesService(std::string site) : site_(std::move(site)) {}

  Result<v1::UnitCertificate> IssueUnitCertificate(rpc::Call& call,
                                                   const v1::IssueUnitCertificateRequest& request);
  Result<v1::UnitCertificate> ReprintUnitCertificate(
      rpc::Call& call, const v1::ReprintUnitCertificateRequest& request);
  Result<v1::UnitCertificate> GetUnitCertificate(rpc::Call& call,
                                                 const v1::GetUnitCertificateRequest& request);
  Result<v1::ListUnitCertificatesResponse> ListUnitCertificates(
      rpc::Call& call, const v1::ListUnitCertificatesRequest& request);
  Result<google::api::HttpBody> DownloadUnitCertificate(
      rpc::Call& call, const v1::DownloadUnitCertificateRequest& request);
  Result<v1::UnitCertificateCheck> VerifyUnitCertificate(
      rpc::Call& call, const v1::VerifyUnitCertificateRequest& request);

 private:
  const std::string site_;
};

}  // namespace qianmo::registry
