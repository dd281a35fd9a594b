// The whole identity service on a database and a key ring of its own, with two founders in county 7
// and helpers that put people into it the short way.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "crypto/password.h"
#include "identity/account_store.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "rpc/server.h"
#include "rpc/status.h"
#include "support/clock.h"
#include "support/database.h"

namespace qianmo::identity {

using Stub = v1::IdentityService::Stub;

inline constexpr CountyId kHome{7};
inline constexpr char kCounty[] = "/7/";
inline constexpr char kTownship[] = "/7/01930000-0000-7000-8000-0000000000a1/";
inline constexpr char kVillage[] =
    "/7/01930000-0000-7000-8000-0000000000a1/01930000-0000-7000-8000-0000000000b1/";
inline constexpr char kOtherVillage[] =
    "/7/01930000-0000-7000-8000-0000000000a1/01930000-0000-7000-8000-0000000000b2/";
inline constexpr char kOtherTownship[] = "/7/01930000-0000-7000-8000-0000000000a2/";
inline constexpr char kFarVillage[] =
    "/7/01930000-0000-7000-8000-0000000000a2/01930000-0000-7000-8000-0000000000b3/";

// Of everybody whom the office makes.
inline constexpr char kPassword[] = "a long enough secret";

// Somebody with an account.
struct Member {
  rpc::v1::Caller caller;  // as a session with a second factor would carry it
  std::string name;        // counties/7/accounts/…
  std::string handle;
  std::string phone;

  AccountId id() const { return *AccountId::Parse(caller.account_id()); }
};

template <class Reply>
struct Answer {
  grpc::Status status;
  Reply reply;

  bool ok() const { return status.ok(); }
  grpc::StatusCode code() const { return status.error_code(); }
  std::string reason() const { return rpc::ReasonOf(status); }
};

class Office {
 public:
  Office();
  ~Office();

  // The process goes and comes back; keys that were added meanwhile are known then.
  void Restart();

  // A stranger is a caller without an account.
  template <class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = As(caller);
    answer.status = (stub_.get()->*method)(context.get(), request, &answer.reply);
    return answer;
  }
  std::unique_ptr<grpc::ClientContext> As(const rpc::v1::Caller& caller);

  // An active officer who looks after or belongs to `org_path` and holds the role there. Without a
  // role: an officer without an office.
  Member Officer(Role role, const std::string& org_path);
  Member Officer(const std::string& org_path);
  Member Bidder();
  // A household with an account.
  Member Household(const std::string& org_path = kVillage);
  // What a token of this account carries after its roles changed.
  void Refresh(Member* member);

  // Two officers whom nobody made; each confirmed the other. COUNTY_ADMIN both.
  const Member& founder() const { return founders_[0]; }
  const Member& other_founder() const { return founders_[1]; }

  support::Database& database() { return database_; }
  rpc::Server& server() { return *server_; }
  support::ManualClock& clock() { return clock_; }
  std::shared_ptr<const crypto::Keyring> ring() const { return keyring_->Current(); }
  const std::filesystem::path& keys() const { return keys_; }
  crypto::PasswordHasher& hasher() { return *hasher_; }
  std::shared_ptr<grpc::Channel> channel() { return server_->InProcess(); }

  // Runs `f(tx) -> Result<T>` in a transaction of the service's role; the T.
  template <class F>
  auto Write(F&& f) {
    auto done = pg::Transact(
        *pool_, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10)},
        std::forward<F>(f));
    if (!done) throw std::runtime_error(done.refusal().reason);
    return *std::move(done);
  }
  // The only value of a query with one row and one column; "" for NULL.
  std::string Query(const std::string& sql) const;

 private:
  struct Wanted;
  Member Make(const Wanted& wanted);
  Member MakeFounder(const std::string& display_name);

  support::Database database_;
  std::filesystem::path keys_;
  support::ManualClock clock_;
  // Cheap: a test is not about argon2.
  std::shared_ptr<crypto::PasswordHasher> hasher_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<pg::Pool> pool_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Stub> stub_;
  std::vector<Member> founders_;
  int made_ = 0;
};

std::string NewRequestId();
// A caller without an account.
inline rpc::v1::Caller Stranger() { return {}; }
// A request with this name and, where it wants one, a reason.
template <class Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  request.set_request_id(NewRequestId());
  if constexpr (requires { request.set_reason(""); }) request.set_reason("because");
  return request;
}
// A new officer whom anybody with the right office may make.
v1::CreateAccountRequest NewOfficer(const std::string& org_path, int serial);
// An identity number that nobody else in the test has; valid by its date and check character.
std::string IdentityNumber(int serial);

}  // namespace qianmo::identity
