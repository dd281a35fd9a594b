#include "registry/unit_certificates_service.h"

#include <charconv>

#include "base/encoding.h"
#include "base/text.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "registry/area_code_store.h"
#include "registry/callers.h"
#include "registry/domain/unit_refusals.h"
#include "registry/print/unit_certificate_press.h"
#include "registry/unit_book_store.h"
#include "registry/unit_certificate_store.h"
#include "registry/unit_roll_store.h"
#include "rpc/page.h"
#include "rpc/resource_name.h"
#include "rpc/timestamp.h"

namespace qianmo::registry {
namespace {

constexpr std::string_view kCertificatePattern = "counties/*/unitCertificates/*";
constexpr std::int64_t kPdfWindow = 1 << 20;

using Holdings = google::protobuf::RepeatedPtrField<v1::RollHolding>;

std::vector<CertificateLine> LinesOf(const Holdings& holdings) {
  std::vector<CertificateLine> lines;
  for (const v1::RollHolding& holding : holdings) {
    lines.push_back({static_cast<UnitKind>(holding.kind()), Units(holding.units()),
                     Units(holding.frozen_units()), Units(holding.pledged_units())});
  }
  return lines;
}

// What the household holds today in the collective that it belongs to.
Holdings HeldToday(pg::Transaction& tx, const rpc::Call& call, const Uuid& collective,
                   const Uuid& household, Time known) {
  return ReadHoldings(tx,
                      {.county = call.county(),
                       .collective = collective,
                       .as_of = BeijingDate(call.now()),
                       .known = known},
                      household);
}

Result<UnitHousehold> TouchHousehold(pg::Transaction& tx, rpc::Call& call, const Uuid& id) {
  auto household = FindUnitHousehold(tx, call.county(), id);
  QM_TRY(call.MayTouch({.county = call.county(),
                        .org_path = household ? household->org_path : "",
                        .household_id = id.ToString()}));
  if (!household) return refusals::HolderNotFound();
  return *std::move(household);
}

Result<CertificateRow> TouchCertificate(pg::Transaction& tx, rpc::Call& call,
                                        const std::string& name) {
  QM_ASSIGN(const auto id,
            IdAtHome<struct UnitCertificateTag>(call, kCertificatePattern, name, "name"));
  auto found = FindCertificate(tx, call.county(), id.uuid);
  QM_TRY(call.MayTouch({.county = call.county(),
                        .org_path = found ? found->org_path : "",
                        .household_id = found ? found->household.ToString() : ""}));
  if (!found) return refusals::UnitCertificateNotFound();
  return *std::move(found);
}

// "990007-GQ-00000012" -> 12; nothing for what is no number of ours.
std::optional<std::int64_t> SerialOf(const std::string& number) {
  std::int64_t serial = 0;
  const std::size_t dash = number.rfind('-');
  const char* begin = number.data() + (dash == number.npos ? 0 : dash + 1);
  const char* end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(begin, end, serial);
  if (error != std::errc() || stop != end || serial <= 0) return std::nullopt;
  return serial;
}

std::string HexOfHash(const CertificateRow& row) { return ToHex(AsText(row.sha256)); }

print::CertificatePaper PaperOf(const CertificateRow& row, const std::string& site) {
  print::CertificatePaper paper{.text = row.text,
                                .issue_date = BeijingDate(row.issue_time),
                                .sha256 = HexOfHash(row),
                                .verify_url = "",
                                .print_number = row.prints};
  if (!site.empty()) {
    paper.verify_url = site + "/verify/units?county=" + std::to_string(row.county.number) +
                       "&number=" + row.text.number + "&code=" + CheckCodeOf(paper.sha256);
  }
  return paper;
}

google::api::HttpBody CertificateBody(const std::string& pdf, const CertificateRow& row,
                                      const rpc::v1::ContentWindow& window) {
  const auto size = static_cast<std::int64_t>(pdf.size());
  const std::int64_t offset = std::min(window.offset(), size);
  rpc::v1::ContentInfo info;
  info.set_file_name("股权证 " + row.text.number + ".pdf");
  info.set_etag(ToHex(AsText(crypto::Sha256(pdf))));
  info.set_total_size(size);
  info.set_offset(offset);
  info.set_shown(true);
  google::api::HttpBody body;
  body.set_content_type("application/pdf");
  body.set_data(
      pdf.substr(static_cast<std::size_t>(offset),
                 static_cast<std::size_t>(window.limit() == 0 ? kPdfWindow : window.limit())));
  body.add_extensions()->PackFrom(info);
  return body;
}

// Under the lock of the book: what is certified is what everybody will find at this record time.
Result<CertificateRow> Compose(pg::Transaction& tx, rpc::Call& call, const Uuid& id,
                               const UnitHousehold& household) {
  const UnitBook book = LockUnitBook(tx, call.county(), household.collective);
  if (book.ended) return refusals::UnitBookClosed();
  const Holdings holdings = HeldToday(tx, call, household.collective, id, book.last_record_time);
  if (holdings.empty()) return refusals::NothingToCertify();
  const std::int64_t serial = TakeCertificateSerial(tx, call.county());
  CertificateRow row{
      .county = call.county(),
      .id = Uuid::Make(call.now()),
      .serial = serial,
      .collective = household.collective,
      .household = id,
      .text = {.number = CertificateNumber(CountyCode(tx, call.county()), serial),
               .collective = FindUnitPlace(tx, call.county(), household.collective).value().name,
               .household_number = household.number,
               .head = household.head,
               .as_of = BeijingDate(call.now()),
               .lines = LinesOf(holdings)},
      .known_time = book.last_record_time,
      .sha256 = {},
      .issue_time = call.now(),
      .prints = 1,
      .org_path = household.org_path};
  row.sha256 = crypto::Sha256(CanonicalBytes(row.text));
  return row;
}

v1::UnitCertificateCheck CheckOf(pg::Transaction& tx, rpc::Call& call, const CertificateRow& row) {
  const v1::UnitCertificate certificate = ReadCertificate(tx, row.county, row.id);
  v1::UnitCertificateCheck check;
  check.set_number(certificate.number());
  check.set_collective_name(certificate.collective_name());
  check.set_head_name(MaskName(certificate.head_name()));
  *check.mutable_as_of_date() = certificate.as_of_date();
  *check.mutable_holdings() = certificate.holdings();
  check.set_sha256(certificate.sha256());
  *check.mutable_issue_time() = certificate.issue_time();
  const Time known = LastRecordTime(tx, row.county, row.collective).value_or(Time());
  check.set_current(LinesOf(HeldToday(tx, call, row.collective, row.household, known)) ==
                    row.text.lines);
  return check;
}

}  // namespace

Result<v1::UnitCertificate> UnitCertificatesService::IssueUnitCertificate(
    rpc::Call& call, const v1::IssueUnitCertificateRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<struct UnitHouseholdTag>(call, "counties/*/households/*",
                                                             request.parent(), "parent"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::UnitCertificate> {
    QM_ASSIGN(const UnitHousehold household, TouchHousehold(tx, call, id.uuid));
    QM_ASSIGN(const CertificateRow row, Compose(tx, call, id.uuid, household));
    InsertCertificate(tx, row, AccountOf(call));
    return ReadCertificate(tx, call.county(), row.id);
  });
}

Result<v1::UnitCertificate> UnitCertificatesService::ReprintUnitCertificate(
    rpc::Call& call, const v1::ReprintUnitCertificateRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::UnitCertificate> {
    QM_ASSIGN(const CertificateRow row, TouchCertificate(tx, call, request.name()));
    LockUnitBook(tx, row.county, row.collective);
    AddPrint(tx, row.county, row.id, request.reason(), AccountOf(call), call.now());
    return ReadCertificate(tx, row.county, row.id);
  });
}

Result<v1::UnitCertificate> UnitCertificatesService::GetUnitCertificate(
    rpc::Call& call, const v1::GetUnitCertificateRequest& request) {
  return call.Read([&](pg::Transaction& tx) -> Result<v1::UnitCertificate> {
    QM_ASSIGN(const CertificateRow row, TouchCertificate(tx, call, request.name()));
    return ReadCertificate(tx, row.county, row.id);
  });
}

Result<v1::ListUnitCertificatesResponse> UnitCertificatesService::ListUnitCertificates(
    rpc::Call& call, const v1::ListUnitCertificatesRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<struct UnitHouseholdTag>(call, "counties/*/households/*",
                                                             request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListUnitCertificatesResponse> {
    QM_TRY(TouchHousehold(tx, call, id.uuid));
    v1::ListUnitCertificatesResponse response;
    *response.mutable_unit_certificates() =
        ListCertificates(tx, call.county(), id.uuid, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_unit_certificates()));
    return response;
  });
}

Result<google::api::HttpBody> UnitCertificatesService::DownloadUnitCertificate(
    rpc::Call& call, const v1::DownloadUnitCertificateRequest& request) {
  QM_ASSIGN(const CertificateRow row, call.Read([&](pg::Transaction& tx) {
    return TouchCertificate(tx, call, request.name());
  }));
  QM_ASSIGN(const std::string pdf, print::PrintUnitCertificate(PaperOf(row, site_)));
  return CertificateBody(pdf, row, request.window());
}

Result<v1::UnitCertificateCheck> UnitCertificatesService::VerifyUnitCertificate(
    rpc::Call& call, const v1::VerifyUnitCertificateRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  call.SetCounty(parent.county);
  const auto serial = SerialOf(request.number());
  if (!serial) return refusals::UnitCertificateNotFound();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::UnitCertificateCheck> {
    const auto id = FindCertificateByNumber(tx, parent.county, *serial);
    if (!id) return refusals::UnitCertificateNotFound();
    const CertificateRow row = FindCertificate(tx, parent.county, *id).value();
    const bool known = row.text.number == request.number() &&
                       crypto::Equal(CheckCodeOf(HexOfHash(row)), request.check_code());
    // Also a row that somebody changed in the database is none of ours.
    if (!known || crypto::Sha256(CanonicalBytes(row.text)) != row.sha256) {
      return refusals::UnitCertificateNotFound();
    }
    return CheckOf(tx, call, row);
  });
}

}  // namespace qianmo::registry
