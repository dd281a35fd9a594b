#include "services/registry/market.h"

#include <stdexcept>

namespace qianmo::registry {
namespace {

std::string Must(const Answer<v1::Bidder>& answer) {
  if (!answer.ok()) throw std::runtime_error(answer.reason() + answer.status.error_message());
  return answer.reply.name();
}

v1::ApplyForAdmissionRequest Applicant(Archive& archive, const rpc::v1::Caller& caller,
                                       int serial) {
  v1::ApplyForAdmissionRequest request;
  request.set_parent("counties/" + std::to_string(caller.county_id()));
  request.set_request_id(NewRequestId());
  auto& details = *request.mutable_details();
  details.set_phone(std::to_string(13500000000 + serial));
  details.mutable_bank_account()->set_bank_name("甲县农商行");
  details.mutable_bank_account()->set_number(std::to_string(6228480000000000 + serial));
  details.set_address("甲县乙镇" + std::to_string(serial) + "号");
  request.add_documents(archive.Bring(caller, "licence of " + caller.account_id()));
  return request;
}

}  // namespace

Market::Market(const std::function<void(rpc::Server&)>& beside) : archive_(beside) { MoveTo(7); }

v1::ApplyForAdmissionRequest Market::Company(const rpc::v1::Caller& caller, int serial) {
  auto request = Applicant(archive_, caller, serial);
  request.set_kind(v1::PARTY_KIND_ORGANISATION);
  request.set_number(CreditCode(serial));
  auto& details = *request.mutable_details();
  details.set_display_name("青山果业" + std::to_string(serial) + "有限公司");
  details.mutable_legal_person()->set_display_name("赵法人");
  details.mutable_legal_person()->set_identity_number(CitizenNumber(serial));
  auto& holder = *details.add_shareholders();
  holder.set_display_name("钱股东");
  holder.set_kind(v1::PARTY_KIND_PERSON);
  holder.set_number(CitizenNumber(500 + serial));
  holder.set_share_basis_points(10'000);
  auto& contact = *details.add_contacts();
  contact.set_display_name("孙经理");
  contact.set_phone(std::to_string(13600000000 + serial));
  return request;
}

v1::ApplyForAdmissionRequest Market::Farmer(const rpc::v1::Caller& caller, int serial) {
  auto request = Applicant(archive_, caller, serial);
  request.set_kind(v1::PARTY_KIND_PERSON);
  request.set_number(CitizenNumber(serial));
  request.mutable_details()->set_display_name("李农户");
  return request;
}

Answer<v1::Bidder> Market::Apply(const rpc::v1::Caller& caller,
                                 const v1::ApplyForAdmissionRequest& request) {
  return Ask(caller, &Bidders::ApplyForAdmission, request);
}

Answer<v1::Bidder> Market::TakeIn(const std::string& bidder) {
  return Ask(officer_, &Bidders::TakeInBidder, Named<v1::TakeInBidderRequest>(bidder));
}

Answer<v1::Bidder> Market::Admit(const std::string& bidder) {
  return Ask(approver_, &Bidders::AdmitBidder, Named<v1::AdmitBidderRequest>(bidder));
}

Answer<v1::Bidder> Market::Reject(const std::string& bidder) {
  auto request = Named<v1::RejectBidderRequest>(bidder);
  request.set_reason("执照看不清");
  return Ask(approver_, &Bidders::RejectBidder, request);
}

Trader Market::Admitted(int serial) {
  const auto caller = Archive::Person(rpc::v1::ROLE_BIDDER, officer_.county_id());
  return AdmittedAs(caller, Company(caller, serial));
}

Trader Market::AdmittedAs(const rpc::v1::Caller& caller,
                          const v1::ApplyForAdmissionRequest& request) {
  Trader trader{.caller = caller, .bidder = Must(Apply(caller, request)), .party = {}};
  Must(TakeIn(trader.bidder));
  const auto admitted = Admit(trader.bidder);
  Must(admitted);
  trader.party = admitted.reply.party();
  trader.caller.set_party_id(trader.party.substr(trader.party.find('/') + 1));
  return trader;
}

v1::Bidder Market::Seen(const std::string& bidder) {
  const auto seen = Ask(officer_, &Bidders::GetBidder, Named<v1::GetBidderRequest>(bidder));
  Must(seen);
  return seen.reply;
}

void Market::MoveTo(int county) {
  officer_ = Archive::Person(rpc::v1::ROLE_CENTRE_OFFICER, county);
  approver_ = Archive::Person(rpc::v1::ROLE_CENTRE_APPROVER, county);
  other_approver_ = Archive::Person(rpc::v1::ROLE_CENTRE_APPROVER, county);
}

std::string CreditCode(int serial) {
  static constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const std::string tail = std::to_string(100'000'000 + serial);
  std::string code = "91990007MA" + tail.substr(tail.size() - 7);
  int sum = 0;
  int weight = 1;
  for (const char c : code) {
    sum += static_cast<int>(kCharacters.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return code + kCharacters[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

std::string CitizenNumber(int serial) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::string tail = std::to_string(1000 + serial);
  std::string number = "99000719800101" + tail.substr(tail.size() - 3);
  int sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) sum += (number[i] - '0') * kWeights[i];
  return number + "10X98765432"[sum % 11];
}

}  // namespace qianmo::registry
