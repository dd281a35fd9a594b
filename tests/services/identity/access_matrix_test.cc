#include "services/identity/access_matrix.h"

#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "identity/agent_store.h"
#include "identity/domain/role.h"
#include "identity/grant_store.h"
#include "identity/session_store.h"
#include "qianmo/identity/v1/contacts.grpc.pb.h"
#include "qianmo/identity/v1/links.grpc.pb.h"
#include "services/identity/office.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using Operations = rpc::v1::OperationsService::Stub;

// What a call is about.
struct Target {
  std::string county;     // counties/7
  std::string org_path;   // /7/…
  std::string account;    // counties/7/accounts/…
  std::string officer;    // without an office
  std::string pending;    // waits for confirmation
  std::string grant;      // of a village's office
  std::string session;    // open
  std::string agent;      // an authority that the account gave
  std::string operation;  // that the account started
};

struct Cell {
  Member caller;
  Target target;
};

std::string Operation(Office& office, int county, const std::string& account) {
  rpc::v1::Caller starter;
  starter.set_county_id(county);
  starter.set_account_id(account);
  const std::string id = NewRequestId();
  office.database().Execute(
      "INSERT INTO identity.operation (county_id, operation_id, kind, state, request, cursor,"
      " account_id, caller, progress_done, progress_total, failures,"
      " cancel_requested, created_time,"
      " updated_time) VALUES (" +
      std::to_string(county) + ", '" + id + "', 'matrix', 4, '', '', '" + account + "', decode('" +
      ToHex(starter.SerializeAsString()) +
      "', 'hex'), 0, 0, 0, false,"
      " '2026-11-20Z', '2026-11-20Z')");
  return "counties/" + std::to_string(county) + "/operations/identity." + id;
}

// Everything that stands around for the calls.
class Scene {
 public:
  Scene() {
    inside_ = MakeTarget(kVillage, 1);
    outside_ = MakeTarget(kFarVillage, 2);
    const std::string abroad = "counties/8/accounts/" + NewRequestId();
    abroad_ = {.county = "counties/8",
               .org_path = "/8/",
               .account = abroad,
               .officer = abroad,
               .pending = abroad,
               .grant = abroad + "/grants/" + NewRequestId(),
               .session = abroad + "/sessions/" + NewRequestId(),
               .agent = abroad + "/agents/" + NewRequestId(),
               .operation = Operation(office_, 8, NewRequestId())};
    for (const std::string& caller : kCallers) callers_.push_back(MakeCaller(caller));
  }

  Cell CellOf(std::size_t caller, Place place) {
    Cell cell{callers_[caller], {}};
    if (!cell.caller.name.empty()) OpenSession(&cell.caller);
    cell.target = place == Place::kInside    ? inside_
                  : place == Place::kOutside ? outside_
                  : place == Place::kAbroad  ? abroad_
                                             : TargetOwn(cell.caller);
    return cell;
  }
  Office& office() { return office_; }
  const Member& deputy() const { return deputy_; }

 private:
  Member MakeCaller(const std::string& caller) {
    if (caller == "stranger") return {};
    if (caller == "nobody") return office_.Officer(kVillage);
    if (caller == "BIDDER") return office_.Bidder();
    if (caller == "MEMBER" || caller == "HOUSEHOLD_HEAD") {
      Member member = office_.Household(kVillage);
      if (caller == "MEMBER") member.caller.mutable_roles(0)->set_role(rpc::v1::ROLE_MEMBER);
      return member;
    }
    rpc::v1::Role role;
    if (!rpc::v1::Role_Parse("ROLE_" + caller, &role)) throw std::runtime_error(caller);
    const bool is_village =
        caller == "VILLAGE_CLERK" || caller == "BOARD_CHAIR" || caller == "SUPERVISOR";
    const std::string where = is_village                       ? kVillage
                              : caller.starts_with("TOWNSHIP") ? kTownship
                                                               : kCounty;
    if (caller != "SERVICE") return office_.Officer(static_cast<Role>(role), where);
    // Another service of the house, speaking for somebody without an office.
    Member member = office_.Officer(kVillage);
    auto* held = member.caller.add_roles();
    held->set_role(rpc::v1::ROLE_SERVICE);
    held->set_org_path(kCounty);
    return member;
  }

  void OpenSession(Member* member) {
    const auto id = SessionId::Make(office_.clock().Now());
    const auto hash = crypto::Sha256(id.ToString());
    office_.Write([&](pg::Transaction& tx) -> Result<Done> {
      AddSession(tx, kHome,
                 {.id = id,
                  .account = member->id(),
                  .channel = rpc::v1::CHANNEL_WEB,
                  .second_factor = true,
                  .session = {.kind = AccountKind::kOfficer,
                              .create_time = office_.clock().Now(),
                              .last_seen_time = office_.clock().Now()}},
                 hash);
      return Done{};
    });
    member->caller.set_session_id(id.ToString());
  }

  std::string Authority(const Member& principal) {
    const Date today = BeijingDate(office_.clock().Now());
    const AgentRow row{principal.id(),
                       deputy_.id(),
                       {.powers = {AgentPower::kBid},
                        .start_date = today + days_,
                        .end_date = today + days_ + std::chrono::days(1)}};
    days_ += std::chrono::days(1);
    const AgentId id = office_.Write([&](pg::Transaction& tx) -> Result<AgentId> {
      return InsertAgent(tx, kHome, row, office_.clock().Now());
    });
    return principal.name + "/agents/" + id.ToString();
  }

  static std::string GrantOf(Office& office, const Member& member) {
    const std::string id = office.Query(
        "SELECT max(id::text) FROM identity.role_grant"
        " WHERE account_id = '" +
        member.caller.account_id() + "'");
    return member.name + "/grants/" + (id.empty() ? NewRequestId() : id);
  }

  Target MakeTarget(const std::string& where, int serial) {
    Member household = office_.Household(where);
    OpenSession(&household);
    const Member clerk = office_.Officer(Role::kVillageClerk, where);
    const auto waiting =
        office_.Ask(office_.founder().caller, &Stub::CreateAccount, NewOfficer(where, serial));
    return {.county = "counties/7",
            .org_path = where,
            .account = household.name,
            .officer = office_.Officer(where).name,
            .pending = waiting.reply.name(),
            .grant = GrantOf(office_, clerk),
            .session = household.name + "/sessions/" + household.caller.session_id(),
            .agent = Authority(household),
            .operation = Operation(office_, 7, household.caller.account_id())};
  }

  Target TargetOwn(const Member& member) {
    if (member.name.empty()) return inside_;  // a stranger has nothing of its own
    return {.county = "counties/7",
            .org_path = kVillage,
            .account = member.name,
            .officer = member.name,
            .pending = member.name,
            .grant = GrantOf(office_, member),
            .session = member.name + "/sessions/" + member.caller.session_id(),
            .agent = Authority(member),
            .operation = Operation(office_, 7, member.caller.account_id())};
  }

  Office office_;
  const Member deputy_ = office_.Bidder();
  std::chrono::days days_{1};
  Target inside_, outside_, abroad_;
  std::vector<Member> callers_;
};

using Calling = std::function<grpc::Status(Scene&, const Cell&)>;

// A call of this method with a request that `fill` makes sensible.
template <class Service, class Request, class Reply, class Fill>
Calling By(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
           Fill fill) {
  return [=](Scene& scene, const Cell& cell) {
    Request request;
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewRequestId());
    if constexpr (requires { request.set_reason(""); }) request.set_reason("because");
    fill(request, cell, scene);
    Reply reply;
    const auto context = scene.office().As(cell.caller.caller);
    Service stub(scene.office().channel());
    return (stub.*method)(context.get(), request, &reply);
  };
}

// Requests that carry only the name of their object.
template <class Service, class Request, class Reply>
Calling Naming(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
               std::string Target::*object) {
  return By(method, [=](Request& request, const Cell& cell, Scene&) {
    request.set_name(cell.target.*object);
  });
}
template <class Service, class Request, class Reply>
Calling Under(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
              std::string Target::*parent) {
  return By(method, [=](Request& request, const Cell& cell, Scene&) {
    request.set_parent(cell.target.*parent);
  });
}
// Requests about the caller itself.
template <class Service, class Request, class Reply>
Calling Plain(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*)) {
  return By(method, [](Request&, const Cell&, Scene&) {});
}

void AddDoors(std::map<std::string, Calling>* calls) {
  (*calls)["SignIn"] = By(&Stub::SignIn, [](auto& request, const Cell&, Scene& scene) {
    request.set_handle(scene.deputy().handle);
    request.set_password(kPassword);
  });
  (*calls)["IssueToken"] = By(&Stub::IssueToken, [](auto& request, const Cell&, Scene& scene) {
    request.set_session_token(Enter(scene.office(), scene.deputy()).session_token());
  });
  (*calls)["RequestPasswordReset"] = By(
      &Stub::RequestPasswordReset,
      [](auto& request, const Cell&, Scene& scene) { request.set_handle(scene.deputy().handle); });
  (*calls)["ResetPassword"] = By(&Stub::ResetPassword, [](auto& request, const Cell&, Scene&) {
    request.set_handle("somebody.else");
    request.set_one_time_code("000000");
    request.set_new_password("another long secret");
  });
  (*calls)["SignUpBidder"] = By(&Stub::SignUpBidder, [](auto& request, const Cell&, Scene&) {
    static int made = 0;
    request.set_parent("counties/7");
    request.set_phone(std::to_string(13300000000 + ++made));
    request.set_display_name("新商");
    request.set_password(kPassword);
  });
  (*calls)["ActivateHousehold"] =
      By(&Stub::ActivateHousehold, [](auto& request, const Cell&, Scene&) {
        request.set_letter_number("7-000999");
        request.set_letter_code("000-000-0000");
        request.set_pin("295071");
      });
}

void AddOwn(std::map<std::string, Calling>* calls) {
  (*calls)["SignOut"] = Plain(&Stub::SignOut);
  (*calls)["WhoAmI"] = Plain(&Stub::WhoAmI);
  (*calls)["ChangePassword"] =
      By(&Stub::ChangePassword, [](auto& request, const Cell& cell, Scene&) {
        const bool has_pin = !cell.caller.caller.household_id().empty();
        request.set_old_password("not the old password");
        request.set_new_password(has_pin ? "730846" : "another long secret");
      });
  (*calls)["EnrolOneTimeCode"] =
      By(&Stub::EnrolOneTimeCode,
         [](auto& request, const Cell&, Scene&) { request.set_password(kPassword); });
  (*calls)["ConfirmOneTimeCode"] =
      By(&Stub::ConfirmOneTimeCode,
         [](auto& request, const Cell&, Scene&) { request.set_one_time_code("000000"); });
  (*calls)["SendPhoneCode"] = Plain(&Stub::SendPhoneCode);
  (*calls)["ConfirmPhone"] = By(&Stub::ConfirmPhone, [](auto& request, const Cell&, Scene&) {
    request.set_one_time_code("000000");
  });
}

void AddOffices(std::map<std::string, Calling>* calls) {
  (*calls)["ListSessions"] = Under(&Stub::ListSessions, &Target::account);
  (*calls)["RevokeSession"] = Naming(&Stub::RevokeSession, &Target::session);
  (*calls)["StartPasswordReset"] = Naming(&Stub::StartPasswordReset, &Target::account);
  (*calls)["RemoveOneTimeCode"] = Naming(&Stub::RemoveOneTimeCode, &Target::account);
  (*calls)["CreateAccount"] = By(&Stub::CreateAccount, [](auto& request, const Cell& cell, Scene&) {
    static int made = 100;
    request = NewOfficer(cell.target.org_path, ++made);
    request.set_parent(cell.target.county);
  });
  (*calls)["ConfirmAccount"] =
      By(&Stub::ConfirmAccount, [](auto& request, const Cell& cell, Scene&) {
        request.set_name(cell.target.pending);
        request.set_identity_number(IdentityNumber(cell.target.org_path == kFarVillage ? 2 : 1));
      });
  (*calls)["GetAccount"] = Naming(&Stub::GetAccount, &Target::account);
  (*calls)["ListAccounts"] = Under(&Stub::ListAccounts, &Target::county);
  (*calls)["DisableAccount"] = Naming(&Stub::DisableAccount, &Target::account);
  (*calls)["EnableAccount"] = Naming(&Stub::EnableAccount, &Target::account);
  (*calls)["GrantRole"] = By(&Stub::GrantRole, [](auto& request, const Cell& cell, Scene&) {
    request.set_parent(cell.target.officer);
    request.set_role(rpc::v1::ROLE_SUPERVISOR);
    // Where the approver gives roles, wherever the account is: its name alone is to decide.
    request.set_org_path(kVillage);
  });
  (*calls)["RevokeRole"] = Naming(&Stub::RevokeRole, &Target::grant);
  (*calls)["IssueHouseholdCode"] =
      By(&Stub::IssueHouseholdCode, [](auto& request, const Cell& cell, Scene&) {
        request.set_parent(cell.target.county);
        request.set_household_id(NewRequestId());
        request.set_org_path(cell.target.org_path);
        request.set_display_name("某户");
      });
  (*calls)["StartReseal"] = Under(&Stub::StartReseal, &Target::county);
}

void AddAgents(std::map<std::string, Calling>* calls) {
  (*calls)["AppointAgent"] =
      By(&Stub::AppointAgent, [](auto& request, const Cell& cell, Scene& scene) {
        request.set_parent(cell.target.account);
        request.set_agent(scene.deputy().name);
        request.add_powers(rpc::v1::AGENT_POWER_BID);
        request.mutable_end_date()->set_year(2026);
        request.mutable_end_date()->set_month(11);
        request.mutable_end_date()->set_day(21);
      });
  (*calls)["RevokeAgent"] = Naming(&Stub::RevokeAgent, &Target::agent);
  (*calls)["ListAgents"] = Under(&Stub::ListAgents, &Target::account);
}

const std::map<std::string, Calling>& Calls() {
  static const std::map<std::string, Calling> calls = [] {
    std::map<std::string, Calling> all;
    AddDoors(&all);
    AddOwn(&all);
    AddOffices(&all);
    AddAgents(&all);
    all["ResolveContacts"] = By(&v1::ContactsService::Stub::ResolveContacts,
                                [](auto& request, const Cell& cell, Scene&) {
                                  request.set_parent(cell.target.county);
                                  request.set_account(cell.target.account);
                                });
    all["LinkParty"] =
        By(&v1::LinksService::Stub::LinkParty, [](auto& request, const Cell& cell, Scene&) {
          request.set_name(cell.target.account);
          request.set_party_id(NewRequestId());
        });
    all["CarryAccounts"] =
        By(&v1::LinksService::Stub::CarryAccounts, [](auto& request, const Cell& cell, Scene&) {
          request.set_parent(cell.target.county);
          request.set_cause("counties/7/collectiveChanges/x");
          request.add_moves()->set_from_path(kOtherTownship);
          request.mutable_moves(0)->set_to_path(kTownship);
        });
    all["GetOperation"] = Naming(&Operations::GetOperation, &Target::operation);
    all["CancelOperation"] = Naming(&Operations::CancelOperation, &Target::operation);
    all["ListOperations"] =
        By(&Operations::ListOperations, [](auto& request, const Cell& cell, Scene&) {
          request.set_parent(cell.target.county);
          request.set_service("identity");
        });
    return all;
  }();
  return calls;
}

std::string WithoutBlanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

// What a status says about access: the verdict, or 0 for an answer that says nothing about it and
// means that this test is broken, or the server is.
char VerdictOf(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::PERMISSION_DENIED:
      return '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return '+';
    case grpc::StatusCode::INVALID_ARGUMENT:
      return rpc::ReasonOf(status) == "PASSWORD_WRONG" ? '+' : 0;
    default:
      return 0;
  }
}

const char* Name(Place place) {
  static constexpr const char* kNames[] = {"home", "own", "inside", "outside", "abroad"};
  return kNames[static_cast<int>(place)];
}

TEST(AccessMatrix, HasARowForEveryDeclaredMethod) {
  std::set<std::string> rows;
  for (const Row& row : kAccessMatrix) {
    rows.insert(row.method);
    EXPECT_EQ(WithoutBlanks(row.verdicts).size(), kCallers.size()) << row.method;
    EXPECT_TRUE(Calls().contains(row.method)) << row.method;
  }
  std::set<std::string> declared;
  for (const char* service :
       {"qianmo.identity.v1.IdentityService", "qianmo.identity.v1.ContactsService",
        "qianmo.identity.v1.LinksService", "qianmo.rpc.v1.OperationsService"}) {
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
    for (int i = 0; i < descriptor->method_count(); ++i) {
      declared.insert(descriptor->method(i)->name());
    }
  }
  EXPECT_EQ(rows, declared);
}

TEST(AccessMatrix, IsWhatTheServerDoes) {
  Scene scene;
  for (const Row& row : kAccessMatrix) {
    const std::string verdicts = WithoutBlanks(row.verdicts);
    for (std::size_t i = 0; i < kCallers.size(); ++i) {
      const Cell cell = scene.CellOf(i, row.place);
      const grpc::Status status = Calls().at(row.method)(scene, cell);
      EXPECT_EQ(VerdictOf(status), verdicts[i])
          << row.method << " by " << kCallers[i] << " on " << Name(row.place) << ": "
          << status.error_code() << " " << rpc::ReasonOf(status) << " " << status.error_message();
    }
  }
}

TEST(AccessMatrix, GivesOfficesThatNeedASecondFactorNothingWithoutIt) {
  Scene scene;
  for (const Row& row : kAccessMatrix) {
    const char of_nobody = WithoutBlanks(row.verdicts)[1];
    for (std::size_t i = 2; i < kCallers.size(); ++i) {
      rpc::v1::Role role;
      ASSERT_TRUE(rpc::v1::Role_Parse("ROLE_" + kCallers[i], &role));
      Cell cell = scene.CellOf(i, row.place);
      const auto& held = cell.caller.caller.roles(0);
      if (!NeedsSecondFactor(static_cast<Role>(held.role()))) continue;
      cell.caller.caller.set_second_factor(false);
      const grpc::Status status = Calls().at(row.method)(scene, cell);
      EXPECT_EQ(VerdictOf(status), of_nobody)
          << row.method << " by " << kCallers[i] << " on " << Name(row.place) << ": "
          << status.error_code() << " " << rpc::ReasonOf(status) << " " << status.error_message();
    }
  }
}

}  // namespace
}  // namespace qianmo::identity
