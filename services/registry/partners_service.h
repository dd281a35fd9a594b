// Partners from other counties: entered, read, changed, retired.
#pragma once

#include "qianmo/registry/v1/partners.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class PartnersService {
 public:
  Result<v1::Partner> CreatePartner(rpc::Call& call, const v1::CreatePartnerRequest& request);
  Result<v1::Partner> GetPartner(rpc::Call& call, const v1::GetPartnerRequest& request);
  Result<v1::ListPartnersResponse> ListPartners(rpc::Call& call,
                                                const v1::ListPartnersRequest& request);
  Result<v1::Partner> UpdatePartner(rpc::Call& call, const v1::UpdatePartnerRequest& request);
  Result<v1::Partner> RetirePartner(rpc::Call& call, const v1::RetirePartnerRequest& request);
};

}  // namespace qianmo::registry
