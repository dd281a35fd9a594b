// A bureau with the custody of a county: its books, its account at a bank, a village that can be
// paid, and those who open, resolve and look at deposits. When it is left, everything must add up.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/credit_store.h"
#include "ledger/hold_movements.h"
#include "qianmo/ledger/v1/forfeits.grpc.pb.h"
#include "qianmo/ledger/v1/holds.grpc.pb.h"
#include "qianmo/ledger/v1/interest.grpc.pb.h"
#include "qianmo/ledger/v1/part_undos.grpc.pb.h"
#include "qianmo/ledger/v1/payouts.grpc.pb.h"
#include "qianmo/ledger/v1/releases.grpc.pb.h"
#include "qianmo/ledger/v1/suspense.grpc.pb.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {

using Holds = v1::HoldsService::Stub;
using Forfeits = v1::ForfeitsService::Stub;
using Releases = v1::ReleasesService::Stub;
using Undos = v1::PartUndosService::Stub;
using SuspenseDesk = v1::SuspenseService::Stub;
using Payouts = v1::PayoutsService::Stub;
using InterestDesk = v1::InterestService::Stub;

inline constexpr CountyId kHomeCounty{7};

// Somebody who bids, with an account of its own.
struct Bidding {
  rpc::v1::Caller caller;
  std::string party;  // a UUID
  Payee account;
};

class Vault {
 public:
  // Before the server starts, others may be put into it.
  explicit Vault(const std::function<void(rpc::Server&)>& beside = {});
  ~Vault();

  template <class Service, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    return AskAt(bureau_.server(), caller, method, request);
  }
  template <class Service, class Request, class Reply>
  Answer<Reply> AskAt(rpc::Server& server, const rpc::v1::Caller& caller,
                      grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                      const Request& request) {
    Answer<Reply> answer;
    const auto context = bureau_.As(caller);
    Service stub(server.InProcess());
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }
  // Runs `f(Transaction&) -> Result<T>` as the ledger itself would.
  template <class F>
  auto Do(F&& f) {
    const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                  std::chrono::seconds(30)};
    return pg::Transact(*pool_, options, std::forward<F>(f));
  }

  // The same serial is the same bidder.
  static Bidding Bidder(int serial);
  v1::OpenHoldRequest NewHold(const std::string& lot, const Bidding& bidding,
                              std::int64_t fen = 100000) const;
  // By the officer; it must be possible.
  v1::Hold Open(const std::string& lot, const Bidding& bidding, std::int64_t fen = 100000);
  // What the bank saw: all that the hold expects, from the bidder's account, today.
  Credit CreditFor(const v1::Hold& hold, const Bidding& bidding) const;
  std::vector<CreditOutcome> Take(const std::vector<Credit>& credits);
  v1::Hold Funded(const std::string& lot, const Bidding& bidding, std::int64_t fen = 100000);
  // An item that waits, for the reason that the credit gives.
  std::string Suspended(const Credit& credit);

  v1::CaptureHoldRequest NewCapture(const std::string& hold, std::int64_t fen = 0) const;
  Answer<v1::Hold> Capture(const std::string& hold, std::int64_t fen = 0);
  Answer<v1::Hold> Release(const std::string& hold, std::int64_t fen = 0);
  Answer<v1::Hold> Forfeit(const std::string& hold, std::int64_t fen = 0);
  v1::Hold See(const std::string& hold);
  v1::SuspenseItem SeeItem(const std::string& item);

  // Every payment of the centre that is due goes to the bank, which makes it.
  int BankPaysAll();
  // "201 500" of each custody account that is not empty.
  Lines CustodyBalances();
  // What the village says that the centre owes it.
  std::int64_t OwedToVillage();
  // What custody must always be: parts the whole, balances what the rows say, villages owed what is
  // on its way. Says what is not.
  std::string UnsoundCustody() const;

  Bureau& bureau() { return bureau_; }
  const std::string& custody() const { return custody_; }
  const BankAccountId& account() const { return account_; }
  std::string account_name() const { return "counties/7/bankAccounts/" + account_.ToString(); }
  const rpc::v1::Caller& officer() const { return officer_; }
  const rpc::v1::Caller& approver() const { return approver_; }
  const rpc::v1::Caller& other_approver() const { return other_approver_; }
  Time now() { return bureau_.clock().Now(); }

  // Of these books, at a bank.
  BankAccountId AddBankAccount(const std::string& books, const std::string& number);

 private:
  Bureau bureau_;
  std::unique_ptr<pg::Pool> pool_ = bureau_.Pool();
  rpc::v1::Caller officer_, approver_, other_approver_;
  std::string custody_;
  BankAccountId account_;
};

std::string NewLot();

}  // namespace qianmo::ledger
