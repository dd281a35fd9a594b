#include "services/ledger/counter.h"

#include <sstream>
#include <stdexcept>

#include "base/time_text.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "qianmobank/statement_text.h"
#include "rpc/status.h"

namespace qianmo::ledger {
namespace {

Date November(int day) { return *ParseIsoDate("2026-11-01") + std::chrono::days(day - 1); }

}  // namespace

Counter::Counter()
    : branch_([this](rpc::Server& server) { server.Peer("registry", shelf_.target()); }) {}

FileEnd Counter::Import(const std::string& bytes) {
  v1::ImportBankStatementRequest request;
  request.set_parent(branch_.account());
  request.set_request_id(NewRequestId());
  request.set_file(shelf_.Put(bytes));
  const auto begun = branch_.Ask(bureau().agent(), &BankFiles::ImportBankStatement, request);
  if (!begun.ok()) return {begun.reason(), {}};
  return Await(bureau().agent(), begun.reply.name());
}

FileEnd Counter::ImportResult(const std::string& bytes) {
  v1::ImportPayoutResultRequest request;
  request.set_parent(branch_.account());
  request.set_request_id(NewRequestId());
  request.set_file(shelf_.Put(bytes));
  const auto begun = branch_.Ask(bureau().agent(), &BankFiles::ImportPayoutResult, request);
  if (!begun.ok()) return {begun.reason(), {}};
  return Await(bureau().agent(), begun.reply.name());
}

FileEnd Counter::Await(const rpc::v1::Caller& caller, const std::string& operation) {
  const auto ended = bureau().Await(caller, operation);
  FileEnd end;
  if (ended.has_error()) {
    end.reason = ReasonIn(rpc::ToStatus(ended.error()));
  } else {
    ended.response().UnpackTo(&end.file);
  }
  return end;
}

std::string Counter::Statement(int first_day, int last_day, std::int64_t opening,
                               const std::vector<bank::Booking>& bookings) {
  Fen closing(opening);
  for (const bank::Booking& one : bookings) {
    closing += one.direction == bank::Direction::kCredit ? one.amount : -one.amount;
  }
  const bank::Account account{.number = "1102000000000001",
                              .name = "柳湾村股份经济合作社",
                              .balance = closing,
                              .bookings = {}};
  return bank::WriteStatement({}, {.account = account,
                                   .first = November(first_day),
                                   .last = November(last_day),
                                   .sequence = first_day + 31,  // from October on
                                   .opening = Fen(opening),
                                   .closing = closing,
                                   .bookings = bookings});
}

bank::Booking Counter::Booked(const std::string& text) {
  std::istringstream in(text);
  std::int64_t amount = 0;
  std::string reference, name, end_to_end;
  int day = 0;
  in >> amount >> reference >> day >> name >> end_to_end;
  const Fen fen(std::abs(amount));
  const bool has_name = !name.empty() && name != "-";
  return {.reference = reference,
          .date = November(day),
          .direction = amount > 0 ? bank::Direction::kCredit : bank::Direction::kDebit,
          .amount = fen,
          .movements = {{.reference = reference,
                         .amount = fen,
                         .end_to_end_id = end_to_end,
                         .other = {has_name ? name : "", has_name ? "6222000000000001" : "",
                                   has_name ? "102345678901" : ""},
                         .sub_account = "",
                         .remittance = "往来款",
                         .return_code = ""}}};
}

std::vector<v1::BankEntry> Counter::Entries(bool unmatched_only) {
  v1::ListBankEntriesRequest request;
  request.set_parent(branch_.account());
  request.set_page_size(200);
  request.set_unmatched_only(unmatched_only);
  const auto listed = branch_.Ask(bureau().agent(), &BankEntries::ListBankEntries, request);
  if (!listed.ok()) throw std::runtime_error(listed.reason());
  return {listed.reply.bank_entries().begin(), listed.reply.bank_entries().end()};
}

std::string Counter::LookAgain() {
  v1::LookAgainRequest request;
  request.set_parent(branch_.account());
  request.set_request_id(NewRequestId());
  const auto looked = branch_.Ask(bureau().agent(), &BankEntries::LookAgain, request);
  if (!looked.ok()) return looked.reason();
  return std::to_string(looked.reply.looked_at()) + " " + std::to_string(looked.reply.matched());
}

v1::DayDifference Counter::Difference(const std::string& day) {
  auto request = Named<v1::GetDayDifferenceRequest>(branch_.account());
  *request.mutable_day() = Day(day);
  const auto difference = branch_.Ask(bureau().clerk(), &BankEntries::GetDayDifference, request);
  if (!difference.ok()) throw std::runtime_error(difference.reason());
  return difference.reply;
}

Lines Counter::DifferenceLines(const std::string& day) {
  const auto difference = Difference(day);
  Lines lines;
  for (const auto& line : difference.lines()) {
    lines.push_back(std::to_string(line.kind()) + " " + std::to_string(line.amount_fen()));
  }
  if (difference.unexplained_fen() != 0) {
    lines.push_back("unexplained " + std::to_string(difference.unexplained_fen()));
  }
  return lines;
}

}  // namespace qianmo::ledger
