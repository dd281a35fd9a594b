#include "ledger/entries_service.h"

#include <algorithm>

#include "ledger/callers.h"

namespace qianmo::ledger {
namespace {

Result<VoucherDraft> ParseVoucher(rpc::Call& call, const std::string& prefix,
                                  const v1::EntryVoucher& wanted) {
  VoucherDraft draft{.id = VoucherId::Make(call.now()),
                     .books = {},
                     .origin = Origin::kRule,
                     .maker = HandOf(call)};
  QM_ASSIGN(draft.books, BooksAtHome(call, wanted.books(), prefix + "books"));
  QM_ASSIGN(draft.date, rpc::ParseDay(prefix + "date", wanted.date()));
  QM_ASSIGN(draft.summary, ParseWords(prefix + "summary", wanted.summary()));
  QM_ASSIGN(draft.lines, ParseLines(prefix + "lines", wanted.lines()));
  return draft;
}

Result<PostCommand> ParseEntry(rpc::Call& call, const v1::PostEntryRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_TRY(call.MayTouch({.county = county, .org_path = OrgPath::Of(county).text()}));
  PostCommand command{.vouchers = {}, .starts_something = true};
  for (int i = 0; i < request.vouchers_size(); ++i) {
    const std::string prefix = "vouchers[" + std::to_string(i) + "].";
    QM_ASSIGN(VoucherDraft draft, ParseVoucher(call, prefix, request.vouchers(i)));
    command.vouchers.push_back(std::move(draft));
  }
  return command;
}

v1::Entry EntryOf(CountyId county, const PostCommand& command, const Numbers& numbers) {
  v1::Entry entry;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto* posted = entry.add_vouchers();
    posted->set_voucher("counties/" + std::to_string(county.number) + "/vouchers/" +
                        command.vouchers[i].id.ToString());
    posted->set_number(numbers[i]);
  }
  return entry;
}

Time NowOf(const rpc::CallWith<v1::PostEntryRequest>& one) { return one.call.now(); }

}  // namespace

std::vector<Result<v1::Entry>> EntriesService::PostEntry(
    pg::Transaction& tx, const std::vector<rpc::CallWith<v1::PostEntryRequest>>& calls) {
  std::vector<Result<v1::Entry>> results;
  std::vector<PostCommand> commands;
  std::vector<std::size_t> places;
  for (const auto& [call, request] : calls) {
    auto command = ParseEntry(call, request);
    if (command) {
      places.push_back(results.size());
      commands.push_back(*std::move(command));
    }
    results.push_back(command ? Result<v1::Entry>(v1::Entry()) : command.refusal());
  }
  if (commands.empty()) return results;
  // The latest of them says what day it is: an entry of a new day may come with one of the old.
  const rpc::Call& latest = std::ranges::max_element(calls, {}, NowOf)->call;
  const auto posted = PostCommands(tx, latest.county(), commands, latest.now());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (posted[i]) {
      results[places[i]] = EntryOf(latest.county(), commands[i], *posted[i]);
    } else {
      results[places[i]] = posted[i].refusal();
    }
  }
  return results;
}

}  // namespace qianmo::ledger
