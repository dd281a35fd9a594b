#include "registry/unit_certificate_store.h"

#include "base/encoding.h"
#include "pg/reader.h"

namespace qianmo::registry {
namespace {

constexpr char kCertificateMessage[] =
    "SELECT 'counties/' || c.county_id || '/unitCertificates/' || c.id AS name, c.number,"
    "  'counties/' || c.county_id || '/collectives/' || c.collective_id AS collective,"
    "  'counties/' || c.county_id || '/households/' || c.household_id AS household,"
    "  c.collective_name, c.household_number, c.head_name, c.as_of_date,"
    "  (SELECT json_agg(json_build_object('kind', l.kind, 'units', l.units,"
    "     'frozen_units', l.frozen, 'pledged_units', l.pledged) ORDER BY l.kind)"
    "   FROM registry.unit_certificate_line l"
    "   WHERE l.county_id = c.county_id AND l.certificate_id = c.id) AS holdings,"
    "  encode(c.sha256, 'hex') AS sha256, left(encode(c.sha256, 'hex'), 16) AS check_code,"
    "  (SELECT count(p.print_number) FROM registry.unit_certificate_print p"
    "   WHERE p.county_id = c.county_id AND p.certificate_id = c.id) AS prints, c.issue_time"
    " FROM registry.unit_certificate c WHERE c.county_id = $1 AND ";

std::vector<CertificateLine> LoadCertificateLines(pg::Transaction& tx, CountyId county,
                                                  const Uuid& id) {
  std::vector<CertificateLine> lines;
  for (const auto& row : tx.Run("SELECT kind, units, frozen, pledged"
                                " FROM registry.unit_certificate_line"
                                " WHERE county_id = $1 AND certificate_id = $2 ORDER BY kind",
                                county, id)) {
    lines.push_back({static_cast<UnitKind>(pg::Get<int>(row, "kind")),
                     Units(pg::Get<std::int64_t>(row, "units")),
                     Units(pg::Get<std::int64_t>(row, "frozen")),
                     Units(pg::Get<std::int64_t>(row, "pledged"))});
  }
  return lines;
}

void InsertCertificateLine(pg::Transaction& tx, const CertificateRow& certificate,
                           const CertificateLine& line) {
  tx.Run(
      "INSERT INTO registry.unit_certificate_line"
      "  (county_id, certificate_id, kind, units, frozen, pledged)"
      " VALUES ($1, $2, $3, $4, $5, $6)",
      certificate.county, certificate.id, static_cast<int>(line.kind), line.held.count(),
      line.frozen.count(), line.pledged.count());
}

}  // namespace

std::int64_t TakeCertificateSerial(pg::Transaction& tx, CountyId county) {
  const auto rows = tx.Run(
      "INSERT INTO registry.unit_certificate_counter AS c (county_id, next_number)"
      " VALUES ($1, 2)"
      " ON CONFLICT (county_id) DO UPDATE SET next_number = c.next_number + 1"
      " RETURNING next_number - 1 AS serial",
      county);
  return pg::Get<std::int64_t>(rows[0], "serial");
}

void InsertCertificate(pg::Transaction& tx, const CertificateRow& certificate,
                       const Uuid& account) {
  const CertificateText& text = certificate.text;
  tx.Run(
      "INSERT INTO registry.unit_certificate (county_id, id, serial, number, collective_id,"
      "  household_id, collective_name, household_number, head_name, as_of_date, known_time,"
      "  sha256, account_id, issue_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
      certificate.county, certificate.id, certificate.serial, text.number, certificate.collective,
      certificate.household, text.collective, text.household_number, text.head, text.as_of,
      certificate.known_time, pg::Bytes{AsText(certificate.sha256)}, account,
      certificate.issue_time);
  for (const CertificateLine& line : text.lines) InsertCertificateLine(tx, certificate, line);
  AddPrint(tx, certificate.county, certificate.id, "", account, certificate.issue_time);
}

std::optional<CertificateRow> FindCertificate(pg::Transaction& tx, CountyId county,
                                              const Uuid& id) {
  const auto rows = tx.Run(
      "SELECT c.serial, c.number, c.collective_id, c.household_id, c.collective_name,"
      "  c.household_number, c.head_name, c.as_of_date, c.known_time, c.sha256, c.issue_time,"
      "  h.org_path, (SELECT count(p.print_number) FROM registry.unit_certificate_print p"
      "   WHERE p.county_id = c.county_id AND p.certificate_id = c.id) AS prints"
      " FROM registry.unit_certificate c"
      " JOIN registry.household h ON h.county_id = c.county_id AND h.id = c.household_id"
      " WHERE c.county_id = $1 AND c.id = $2",
      county, id);
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  CertificateRow found{.county = county,
                       .id = id,
                       .serial = pg::Get<std::int64_t>(row, "serial"),
                       .collective = pg::Get<Uuid>(row, "collective_id"),
                       .household = pg::Get<Uuid>(row, "household_id"),
                       .text = {.number = pg::Get<std::string>(row, "number"),
                                .collective = pg::Get<std::string>(row, "collective_name"),
                                .household_number = pg::Get<std::string>(row, "household_number"),
                                .head = pg::Get<std::string>(row, "head_name"),
                                .as_of = pg::Get<Date>(row, "as_of_date"),
                                .lines = LoadCertificateLines(tx, county, id)},
                       .known_time = pg::Get<Time>(row, "known_time"),
                       .sha256 = {},
                       .issue_time = pg::Get<Time>(row, "issue_time"),
                       .prints = pg::Get<int>(row, "prints"),
                       .org_path = pg::Get<std::string>(row, "org_path")};
  const std::string sha256 = pg::Get<pg::Bytes>(row, "sha256");
  std::copy(sha256.begin(), sha256.end(), found.sha256.begin());
  return found;
}

std::optional<Uuid> FindCertificateByNumber(pg::Transaction& tx, CountyId county,
                                            std::int64_t serial) {
  const auto rows =
      tx.Run("SELECT id FROM registry.unit_certificate WHERE county_id = $1 AND serial = $2",
             county, serial);
  if (rows.empty()) return std::nullopt;
  return pg::Get<Uuid>(rows[0], "id");
}

void AddPrint(pg::Transaction& tx, CountyId county, const Uuid& id, const std::string& reason,
              const Uuid& account, Time now) {
  tx.Run(
      "INSERT INTO registry.unit_certificate_print"
      "  (county_id, certificate_id, print_number, reason, account_id, print_time)"
      " SELECT $1, $2, count(print_number) + 1, $3, $4, $5"
      " FROM registry.unit_certificate_print WHERE county_id = $1 AND certificate_id = $2",
      county, id, reason, account, now);
}

v1::UnitCertificate ReadCertificate(pg::Transaction& tx, CountyId county, const Uuid& id) {
  return pg::ReadOne<v1::UnitCertificate>(
             tx.Run(std::string(kCertificateMessage) + "c.id = $2", county, id))
      .value();
}

google::protobuf::RepeatedPtrField<v1::UnitCertificate> ListCertificates(
    pg::Transaction& tx, CountyId county, const Uuid& household, const std::optional<Uuid>& before,
    int limit) {
  google::protobuf::RepeatedPtrField<v1::UnitCertificate> certificates;
  pg::ReadAll(tx.Run(std::string(kCertificateMessage) +
                         "c.household_id = $2 AND ($3::uuid IS NULL OR c.id < $3)"
                         " ORDER BY c.id DESC LIMIT $4",
                     county, household, before, limit),
              &certificates);
  return certificates;
}

}  // namespace qianmo::registry
