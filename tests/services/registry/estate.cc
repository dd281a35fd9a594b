#include "services/registry/estate.h"

#include <stdexcept>

namespace qianmo::registry {
namespace {

template <class Reply>
Reply MustBe(const Answer<Reply>& answer) {
  if (!answer.ok()) throw std::runtime_error(answer.status.error_message());
  return answer.reply;
}

std::string Places(int ten_thousandths) {
  const std::string digits = std::to_string(10'000 + ten_thousandths);
  return digits.substr(digits.size() - 4);
}

}  // namespace

Estate::Estate() : pool_(archive_.database().PoolFor("registry")) {
  int number = 0;
  for (const std::string path : {kTown, kHill, kLake, kOtherTown, kFar}) {
    const std::string id = CollectiveIdAt(path).ToString();
    const std::string above = path.substr(0, path.size() - id.size() - 1);
    const bool is_town = above == kWholeCounty;
    archive_.database().Execute(
        "INSERT INTO registry.collective (county_id, id, parent_id, org_path, level, state, form,"
        "  book_type, name, search_terms, create_time, version) VALUES (7, '" +
        id + "', " + (is_town ? "NULL" : "'" + CollectiveIdAt(above).ToString() + "'") + ", '" +
        path + "', " + (is_town ? "2" : "3") + ", 1, 1, 1, '第" + std::to_string(++number) +
        "社', '{}', '2026-01-01', 1)");
  }
  const auto channel = archive_.server().InProcess();
  stubs_ = {v1::AssetsService::NewStub(channel), v1::ParcelsService::NewStub(channel),
            v1::CountsService::NewStub(channel), v1::RecoveriesService::NewStub(channel)};
}

rpc::v1::Caller Estate::Officer(rpc::v1::Role role, const std::string& org_path) {
  rpc::v1::Caller caller = Archive::Person(role);
  caller.mutable_roles(0)->set_org_path(org_path);
  return caller;
}

v1::Asset Estate::Have(const std::string& display_name, const std::string& org_path) {
  return MustBe(Ask(Clerk(org_path), &Assets::CreateAsset, NewMachine(display_name, org_path)));
}

v1::Parcel Estate::HaveParcel(const std::string& boundary, const std::string& org_path,
                              const std::string& asset) {
  v1::CreateParcelRequest request = NewField(boundary, org_path);
  request.mutable_parcel()->set_asset(asset);
  return MustBe(Ask(Clerk(org_path), &Parcels::CreateParcel, request));
}

std::string Estate::HaveFile(const rpc::v1::Caller& caller) {
  return archive_.Bring(caller, "evidence of " + NewRequestId());
}

v1::CountSession Estate::HaveCount(const rpc::v1::Caller& starter, const std::string& org_path) {
  v1::StartCountRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_collective(CollectiveAt(org_path));
  request.set_display_name("2026年清产核资");
  request.mutable_count_date()->set_year(2026);
  request.mutable_count_date()->set_month(11);
  request.mutable_count_date()->set_day(20);
  return MustBe(Ask(starter, &Counts::StartCount, request));
}

v1::Asset Estate::Look(const std::string& asset) {
  return MustBe(Ask(Officer(rpc::v1::ROLE_AUDITOR, kWholeCounty), &Assets::GetAsset,
                    Named<v1::GetAssetRequest>(asset)));
}

v1::Parcel Estate::LookAtParcel(const std::string& parcel) {
  return MustBe(Ask(Officer(rpc::v1::ROLE_AUDITOR, kWholeCounty), &Parcels::GetParcel,
                    Named<v1::GetParcelRequest>(parcel)));
}

Uuid CollectiveIdAt(const std::string& org_path) {
  return Uuid::Parse(org_path.substr(org_path.size() - 37, 36)).value();
}

std::string CollectiveAt(const std::string& org_path) {
  return "counties/7/collectives/" + CollectiveIdAt(org_path).ToString();
}

v1::CreateAssetRequest NewMachine(const std::string& display_name, const std::string& org_path) {
  v1::CreateAssetRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  v1::Asset* asset = request.mutable_asset();
  asset->set_collective(CollectiveAt(org_path));
  asset->set_asset_class(v1::ASSET_CLASS_OPERATING);
  asset->set_right_type(v1::RIGHT_TYPE_OPERATING_ASSET);
  asset->set_display_name(display_name);
  asset->set_measure(v1::MEASURE_MACHINE);
  asset->set_quantity_e3(3'000);
  asset->set_book_value_fen(1'234'500);
  return request;
}

v1::CreateParcelRequest NewField(const std::string& boundary, const std::string& org_path) {
  v1::CreateParcelRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  v1::Parcel* parcel = request.mutable_parcel();
  parcel->set_collective(CollectiveAt(org_path));
  parcel->set_display_name("东头地");
  parcel->set_declared_area_mu_e3(16'000);
  parcel->set_boundary(boundary);
  return request;
}

std::string Square(int east, int north, int side) {
  const auto corner = [](int x, int y) { return "[115." + Places(x) + ",30." + Places(y) + "]"; };
  return R"({"type":"Polygon","coordinates":[[)" + corner(east, north) + "," +
         corner(east + side, north) + "," + corner(east + side, north + side) + "," +
         corner(east, north + side) + "," + corner(east, north) + "]]}";
}

}  // namespace qianmo::registry
