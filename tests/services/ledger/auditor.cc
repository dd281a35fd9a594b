#include "services/ledger/auditor.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/decimal.h"
#include "qianmo/rpc/v1/content.pb.h"

namespace qianmo::ledger {
namespace {

support::Outcome RunHledger(const std::string& journal, std::vector<std::string> arguments) {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "books.journal";
  std::ofstream(file, std::ios::binary) << journal;
  arguments.insert(arguments.begin(), {"hledger", "-f", file.string()});
  return support::RunToEnd(arguments, {{"LC_ALL", "C.UTF-8"}});
}

}  // namespace

std::string HledgerFinds(const std::string& journal) {
  const auto outcome = RunHledger(journal, {"check", "--strict"});
  if (outcome.code == 0) return outcome.output;
  return "exit code " + std::to_string(outcome.code) + ": " + outcome.output;
}

Lines HledgerBalances(const std::string& journal) {
  const auto outcome = RunHledger(journal, {"balance", "--flat", "--no-total", "-O", "csv"});
  if (outcome.code != 0) return {outcome.output};
  Lines balances;
  std::istringstream table(outcome.output);
  std::string row;
  std::getline(table, row);  // the header
  while (std::getline(table, row)) {
    // "102 银行存款:10201 农商行","5.00 CNY"
    const std::size_t middle = row.rfind("\",\"");
    const std::string account = row.substr(1, middle - 1);
    const std::size_t level = account.rfind(':') + 1;
    const std::string amount = row.substr(middle + 3, row.rfind(" CNY") - middle - 3);
    balances.push_back(account.substr(level, account.find(' ', level) - level) + " " +
                       std::to_string(ParseDecimal(amount, 2).value()));
  }
  std::ranges::sort(balances);
  return balances;
}

Lines TrialOf(Bureau& bureau, const std::string& first, const std::string& last) {
  auto request = Named<v1::GetTrialBalanceRequest>(bureau.books());
  *request.mutable_first_month() = Day(first);
  *request.mutable_last_month() = Day(last);
  const auto answer = bureau.Ask(bureau.clerk(), &Reports::GetTrialBalance, request);
  if (!answer.ok()) return {answer.reason()};
  Lines balances;
  for (const auto& line : answer.reply.lines()) {
    const std::int64_t balance = line.closing_debit_fen() - line.closing_credit_fen();
    if (balance != 0) balances.push_back(line.account() + " " + std::to_string(balance));
  }
  std::ranges::sort(balances);
  return balances;
}

std::string FileNameOf(const google::api::HttpBody& body) {
  rpc::v1::ContentInfo info;
  if (body.extensions_size() == 0 || !body.extensions(0).UnpackTo(&info)) return "";
  return info.file_name();
}

}  // namespace qianmo::ledger
