// The ledger on a database of its own, with the books of a village, and those who keep them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "crypto/live_keyring.h"
#include "qianmo/ledger/v1/books.grpc.pb.h"
#include "qianmo/ledger/v1/entries.grpc.pb.h"
#include "qianmo/ledger/v1/exports.grpc.pb.h"
#include "qianmo/ledger/v1/links.grpc.pb.h"
#include "qianmo/ledger/v1/reports.grpc.pb.h"
#include "qianmo/ledger/v1/spreads.grpc.pb.h"
#include "qianmo/ledger/v1/statements.grpc.pb.h"
#include "qianmo/ledger/v1/templates.grpc.pb.h"
#include "qianmo/ledger/v1/vouchers.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "rpc/server.h"
#include "services/ledger/town_hall.h"
#include "support/clock.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::ledger {

using Books = v1::BooksService::Stub;
using LedgerLinks = v1::LedgerLinksService::Stub;
using Vouchers = v1::VouchersService::Stub;
using Entries = v1::EntriesService::Stub;
using Reports = v1::ReportsService::Stub;
using Statements = v1::StatementsService::Stub;
using Exports = v1::ExportsService::Stub;
using Templates = v1::TemplatesService::Stub;
using Spreads = v1::SpreadsService::Stub;

inline constexpr char kCounty[] = "counties/7";
inline constexpr char kTownship[] = "/7/01900000-0000-7000-8000-00000000a001/";
inline constexpr char kVillage[] =
    "/7/01900000-0000-7000-8000-00000000a001/01900000-0000-7000-8000-00000000b001/";
inline constexpr char kFarVillage[] =
    "/7/01900000-0000-7000-8000-00000000a002/01900000-0000-7000-8000-00000000b002/";

std::string NewRequestId();
google::type::Date Day(const std::string& iso);

template <class Reply>
struct Answer {
  grpc::Status status;
  Reply reply;

  bool ok() const { return status.ok(); }
  std::string reason() const;
};
std::string ReasonIn(const grpc::Status& status);
template <class Reply>
std::string Answer<Reply>::reason() const {
  return ReasonIn(status);
}

template <class Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewRequestId());
  return request;
}

// "D 102 300": a side, an account, an amount in fen; and a party, where it is somebody's.
using Lines = std::vector<std::string>;

class Bureau {
 public:
  // Its books begin with the month of this day. Before the server starts, others may be put into
  // it.
  explicit Bureau(const std::string& first_day = "2026-01-15",
                  const std::function<void(rpc::Server&)>& beside = {});
  ~Bureau();

  // Whoever holds this role there, a person of its own.
  static rpc::v1::Caller Person(rpc::v1::Role role, const std::string& org_path, int county = 7);
  std::unique_ptr<grpc::ClientContext> As(const rpc::v1::Caller& caller);

  template <class Service, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = As(caller);
    Service stub(server_->InProcess());
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // Books from January 2026 on: of the village there, or the centre's.
  static v1::OpenBooksRequest NewBooks(const std::string& org_path);
  // The centre's, opened for the first who asks; 1 yuan in the bank and in suspense.
  const std::string& Custody();
  static v1::PostEntryRequest NewEntry(const std::string& books, const Lines& lines,
                                       const std::string& day = "2026-11-10");
  v1::DraftVoucherRequest NewVoucher(const Lines& lines, const std::string& day = "2026-11-10");

  Answer<v1::Voucher> Draft(const Lines& lines, const std::string& day = "2026-11-10");
  Answer<v1::Voucher> Approve(const rpc::v1::Caller& caller, const std::string& voucher);
  // Written by the agent and approved by the township; both must be possible.
  v1::Voucher Post(const Lines& lines, const std::string& day = "2026-11-10");
  Answer<v1::Books> Close(const std::string& day);
  Answer<v1::Account> Divide(const std::string& code, const std::string& name = "农商行");

  // "102 500" of each account that is not empty, by code.
  Lines Balances();
  std::string Query(const std::string& sql) const;
  // Debits are credits, balances are the sums of postings, numbers have no gaps: what must always
  // hold. Says what does not.
  std::string Unsound() const;

  support::ManualClock& clock() { return clock_; }
  const support::Database& database() const { return database_; }
  crypto::LiveKeyring& live_keyring() { return *keyring_; }
  // An operation of the ledger when it is done; throws when that takes too long.
  google::longrunning::Operation Await(const rpc::v1::Caller& caller, const std::string& name);
  // Newer keys to seal and to find with, which the server knows.
  void Rotate();
  std::shared_ptr<const crypto::Keyring> keyring() const { return keyring_->Current(); }
  // Of the ledger's own role.
  std::unique_ptr<pg::Pool> Pool() const { return database_.PoolFor("ledger"); }
  rpc::Server& server() { return *server_; }
  TownHall& hall() { return hall_; }
  const std::string& books() const { return books_; }
  const rpc::v1::Caller& agent() const { return agent_; }
  const rpc::v1::Caller& approver() const { return approver_; }
  const rpc::v1::Caller& chair() const { return chair_; }
  const rpc::v1::Caller& clerk() const { return clerk_; }
  const rpc::v1::Caller& officer() const { return officer_; }
  // Another service of the house.
  const rpc::v1::Caller& service() const { return service_; }

 private:
  support::Database database_;
  TownHall hall_;
  support::TemporaryFolder folder_;
  support::ManualClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<rpc::Server> server_;
  rpc::v1::Caller agent_, approver_, chair_, clerk_, officer_, service_;
  std::string books_, custody_;
};

}  // namespace qianmo::ledger
