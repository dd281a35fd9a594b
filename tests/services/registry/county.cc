#include "services/registry/county.h"

#include <stdexcept>

#include "base/time_text.h"

namespace qianmo::registry {
namespace {

template <class Reply>
Reply Must(const Answer<Reply>& answer) {
  if (!answer.ok()) throw std::runtime_error(answer.reason() + answer.status.error_message());
  return answer.reply;
}

}  // namespace

google::type::Date Day(const std::string& iso) {
  google::type::Date day;
  day.set_year(std::stoi(iso.substr(0, 4)));
  day.set_month(std::stoi(iso.substr(5, 2)));
  day.set_day(std::stoi(iso.substr(8, 2)));
  return day;
}

std::string CreditCode(const std::string& prefix, int serial) {
  static const std::string characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = prefix + "990007MF" + std::to_string(1000000 + serial);
  int sum = 0;
  int weight = 1;
  for (const char c : code) {
    sum += static_cast<int>(characters.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return code + characters[(31 - sum % 31) % 31];
}

std::string IdNumber(int serial, const std::string& birth_date) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  // Area codes that nobody has; three digits count, so many areas are needed.
  const std::string number = std::to_string(990000 + serial / 1000) + birth_date +
                             std::to_string(1000 + serial % 1000).substr(1);
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (number[i] - '0') * kWeights[i];
  return number + "10X98765432"[sum % 11];
}

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

County::County(const std::function<void(rpc::Server&)>& beside)
    : archive_(beside),
      officer_(Officer(rpc::v1::ROLE_CENTRE_OFFICER, "/7/")),
      approver_(Officer(rpc::v1::ROLE_CENTRE_APPROVER, "/7/")) {
  const auto channel = archive_.server().InProcess();
  stubs_ = {
      v1::CollectivesService::NewStub(channel), v1::CollectiveChangesService::NewStub(channel),
      v1::HouseholdsService::NewStub(channel),  v1::MembersService::NewStub(channel),
      v1::VoterRollsService::NewStub(channel),  v1::PartnersService::NewStub(channel)};
  township_ = Found("东乡", "");
  far_township_ = Found("西乡", "");
  village_ = Found("柳树村", township_.name());
  sister_ = Found("杨树村", township_.name());
  far_village_ = Found("石桥村", far_township_.name());
  group_ = Found("柳树村一组", village_.name());
}

rpc::v1::Caller County::Officer(rpc::v1::Role role, const std::string& org_path) {
  rpc::v1::Caller caller = Archive::Person(role);
  caller.mutable_roles(0)->set_org_path(org_path);
  return caller;
}

rpc::v1::Caller County::Clerk(const v1::Collective& village) const {
  return Officer(rpc::v1::ROLE_VILLAGE_CLERK, village.org_path());
}

rpc::v1::Caller County::Head(const v1::Household& household) const {
  rpc::v1::Caller caller = Officer(rpc::v1::ROLE_HOUSEHOLD_HEAD, household.org_path());
  caller.set_household_id(IdOf(household.name()));
  return caller;
}

v1::CreateCollectiveRequest County::NewCollective(const std::string& display_name,
                                                  const std::string& parent) {
  v1::CreateCollectiveRequest request;
  request.set_parent(kCountyName);
  request.set_request_id(NewRequestId());
  request.mutable_collective()->set_display_name(display_name);
  request.mutable_collective()->set_parent_collective(parent);
  request.mutable_collective()->set_form(v1::COLLECTIVE_FORM_OWN);
  request.mutable_collective()->set_book_type(v1::BOOK_TYPE_SEPARATE);
  return request;
}

v1::Collective County::Found(const std::string& display_name, const std::string& parent) {
  return Must(Ask(officer_, &Collectives::CreateCollective, NewCollective(display_name, parent)));
}

v1::CreateHouseholdRequest County::NewHousehold(const v1::Collective& collective, int serial,
                                                const std::string& birth_date) {
  v1::CreateHouseholdRequest request;
  request.set_parent(kCountyName);
  request.set_request_id(NewRequestId());
  auto* household = request.mutable_household();
  household->set_collective(collective.name());
  household->set_number("H" + std::to_string(serial));
  household->set_address("河边" + std::to_string(serial) + "号");
  auto* head = request.mutable_new_head();
  head->mutable_member()->set_display_name("户主" + std::to_string(serial));
  head->mutable_member()->set_relation(v1::HOUSEHOLD_RELATION_HEAD);
  head->mutable_member()->set_capacity(v1::LEGAL_CAPACITY_FULL);
  head->mutable_member()->set_id_number(IdNumber(serial, birth_date));
  head->set_join_reason(v1::MEMBER_REASON_FOUNDING);
  *head->mutable_join_date() = Day("2020-01-01");
  return request;
}

v1::AddMemberRequest County::NewMember(const v1::Household& household, int serial,
                                       const std::string& birth_date,
                                       const std::string& join_date) {
  v1::AddMemberRequest request;
  request.set_parent(kCountyName);
  request.set_request_id(NewRequestId());
  request.set_household(household.name());
  auto* joining = request.mutable_new_member();
  joining->mutable_member()->set_display_name("成员" + std::to_string(serial));
  joining->mutable_member()->set_relation(v1::HOUSEHOLD_RELATION_SON);
  joining->mutable_member()->set_capacity(v1::LEGAL_CAPACITY_FULL);
  joining->mutable_member()->set_id_number(IdNumber(serial, birth_date));
  joining->set_join_reason(v1::MEMBER_REASON_BIRTH);
  *joining->mutable_join_date() = Day(join_date);
  return request;
}

v1::Household County::Settle(const v1::Collective& collective, int serial,
                             const std::string& birth_date) {
  return Must(Ask(Clerk(collective), &Households::CreateHousehold,
                  NewHousehold(collective, serial, birth_date)));
}

v1::Member County::Join(const v1::Household& household, int serial, const std::string& birth_date,
                        const std::string& join_date) {
  return Must(Ask(Officer(rpc::v1::ROLE_VILLAGE_CLERK, household.org_path()), &Members::AddMember,
                  NewMember(household, serial, birth_date, join_date)));
}

v1::Collective County::Get(const v1::Collective& collective) {
  return Must(Ask(officer_, &Collectives::GetCollective,
                  Named<v1::GetCollectiveRequest>(collective.name())));
}

v1::Household County::Get(const v1::Household& household) {
  return Must(
      Ask(officer_, &Households::GetHousehold, Named<v1::GetHouseholdRequest>(household.name())));
}

v1::Member County::Get(const v1::Member& member) {
  return Must(Ask(officer_, &Members::GetMember, Named<v1::GetMemberRequest>(member.name())));
}

std::vector<v1::RollEntry> County::Roll(const v1::Collective& collective, const std::string& day) {
  v1::GetMemberRollRequest request;
  request.set_collective(collective.name());
  *request.mutable_as_of_date() = Day(day);
  request.set_page_size(200);
  std::vector<v1::RollEntry> entries;
  do {
    const auto page = Must(Ask(officer_, &Members::GetMemberRoll, request));
    entries.insert(entries.end(), page.entries().begin(), page.entries().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return entries;
}

}  // namespace qianmo::registry
