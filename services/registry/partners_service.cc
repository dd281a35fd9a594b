#include "registry/partners_service.h"

#include "base/credit_code.h"
#include "registry/callers.h"
#include "registry/domain/collective_refusals.h"
#include "registry/domain/personal_number.h"
#include "registry/domain/request_refusals.h"
#include "registry/partner_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr char kPartnerPattern[] = "counties/*/partners/*";

std::shared_ptr<const crypto::Keyring> PartnerRing(const rpc::Call& call) {
  return call.room().keyring.Current();
}

Result<PartnerRow> LockUsed(rpc::Call& call, pg::Transaction& tx, PartnerId id) {
  QM_TRY(call.MayTouch({.county = call.county()}));
  QM_ASSIGN(PartnerRow row, LockPartner(tx, *PartnerRing(call), call.county(), id));
  if (row.state != PartnerState::kActive) return refusals::PartnerRetired();
  return row;
}

}  // namespace

Result<v1::Partner> PartnersService::CreatePartner(rpc::Call& call,
                                                   const v1::CreatePartnerRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  const v1::Partner& wanted = request.partner();
  PartnerRow row{.id = PartnerId::Make(call.now()),
                 .state = PartnerState::kActive,
                 .name = {},
                 .credit_code = {},
                 .county_name = {},
                 .contact_name = wanted.contact_name(),
                 .phone = wanted.phone(),
                 .version = 1};
  QM_ASSIGN(row.name, ParseReadable("partner.display_name", wanted.display_name()));
  QM_ASSIGN(row.county_name,
            ParseReadable("partner.county_display_name", wanted.county_display_name()));
  QM_TRY(CheckTelephone("partner.phone", row.phone));
  const auto code = ReadCreditCode(wanted.credit_code());
  if (!code) return refusals::CreditCodeMalformed("partner.credit_code");
  row.credit_code = *code;
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Partner> {
    QM_TRY(call.MayTouch({.county = county}));
    if (PartnerHasCode(tx, county, row.credit_code)) return refusals::PartnerCodeTaken();
    InsertPartner(tx, *PartnerRing(call), county, row, call.now());
    return ReadPartner(tx, *PartnerRing(call), county, row.id);
  });
}

Result<v1::Partner> PartnersService::GetPartner(rpc::Call& call,
                                                const v1::GetPartnerRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<PartnerTag>(call, kPartnerPattern, request.name(), "name"));
  QM_TRY(call.MayTouch({.county = call.county()}));
  return call.Read(
      [&](pg::Transaction& tx) { return ReadPartner(tx, *PartnerRing(call), call.county(), id); });
}

Result<v1::ListPartnersResponse> PartnersService::ListPartners(
    rpc::Call& call, const v1::ListPartnersRequest& request) {
  QM_ASSIGN(const CountyId county, ParentAtHome(call, request.parent()));
  QM_TRY(call.MayTouch({.county = county}));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  const auto state = request.state() == 0 ? std::nullopt : std::optional<int>(request.state());
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListPartnersResponse> {
    v1::ListPartnersResponse response;
    *response.mutable_partners() = registry::ListPartners(tx, *PartnerRing(call), county, state,
                                                          request.text(), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_partners()));
    return response;
  });
}

Result<v1::Partner> PartnersService::UpdatePartner(rpc::Call& call,
                                                   const v1::UpdatePartnerRequest& request) {
  const v1::Partner& wanted = request.partner();
  QM_ASSIGN(const auto id,
            IdAtHome<PartnerTag>(call, kPartnerPattern, wanted.name(), "partner.name"));
  QM_TRY(CheckMask(request.update_mask(),
                   {"display_name", "county_display_name", "contact_name", "phone"}));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Partner> {
    QM_ASSIGN(PartnerRow row, LockUsed(call, tx, id));
    QM_TRY(CheckEtag(wanted.etag(), row.version));
    for (const std::string& path : request.update_mask().paths()) {
      if (path == "display_name") row.name = wanted.display_name();
      if (path == "county_display_name") row.county_name = wanted.county_display_name();
      if (path == "contact_name") row.contact_name = wanted.contact_name();
      if (path == "phone") row.phone = wanted.phone();
    }
    QM_ASSIGN(row.name, ParseReadable("partner.display_name", row.name));
    QM_ASSIGN(row.county_name, ParseReadable("partner.county_display_name", row.county_name));
    QM_TRY(CheckTelephone("partner.phone", row.phone));
    SavePartner(tx, *PartnerRing(call), call.county(), row);
    return ReadPartner(tx, *PartnerRing(call), call.county(), id);
  });
}

Result<v1::Partner> PartnersService::RetirePartner(rpc::Call& call,
                                                   const v1::RetirePartnerRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<PartnerTag>(call, kPartnerPattern, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Partner> {
    QM_ASSIGN(PartnerRow row, LockUsed(call, tx, id));
    row.state = PartnerState::kRetired;
    SavePartner(tx, *PartnerRing(call), call.county(), row);
    return ReadPartner(tx, *PartnerRing(call), call.county(), id);
  });
}

}  // namespace qianmo::registry
