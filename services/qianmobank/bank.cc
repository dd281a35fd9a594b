#include "qianmobank/bank.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/encoding.h"
#include "base/time_text.h"
#include "crypto/digest.h"
#include "ledger/bankfile/profile_check.h"
#include "qianmobank/damage.h"
#include "qianmobank/statement_text.h"

namespace qianmo::bank {
namespace {

using ledger::bankfile::FileForm;
using ledger::bankfile::PayoutItem;

constexpr std::size_t kShortDigest = 16;

std::string Compact(Date date) {
  std::string text = FormatIsoDate(date);
  std::erase(text, '-');
  return text;
}

std::string Ending(FileForm form) { return form == FileForm::kXml ? ".xml" : ".csv"; }

Fen BalanceBefore(const Account& account, Fen first_balance, Date date) {
  Fen balance = first_balance;
  for (const Booking& booking : account.bookings) {
    if (booking.date >= date) continue;
    balance += booking.direction == Direction::kCredit ? booking.amount : -booking.amount;
  }
  return balance;
}

Word WordOn(const std::string& payout, const PayoutItem& item, Outcome outcome) {
  return {.payout = payout,
          .end_to_end_id = item.end_to_end_id,
          .outcome = outcome,
          .reason_code = "",
          .reason = "",
          .reference = "",
          .amount = item.amount,
          .account = item.payee.account};
}

}  // namespace

Bank::Bank(const ledger::bankfile::Profile& profile, const Faults& faults)
    : profile_(profile), faults_(faults), dice_(faults.seed) {
  const bool works = CheckProfile(profile.statement) && CheckProfile(profile.payout) &&
                     CheckProfile(profile.results);
  if (!works) throw std::invalid_argument("the profile cannot work");
  if (profile.statement.sub_account.place == ledger::bankfile::SubAccountPlace::kRelatedAccount) {
    throw std::invalid_argument("this bank has sub-accounts inside of one statement");
  }
  if (faults.most_days < 1) throw std::invalid_argument("some days are at least one");
}

void Bank::Open(const std::string& number, const std::string& name, Fen balance) {
  if (accounts_.contains(number)) throw std::invalid_argument("there is an account " + number);
  accounts_[number] = {.number = number, .name = name, .balance = balance, .bookings = {}};
  first_balances_[number] = balance;
}

void Bank::Credit(const Incoming& incoming) {
  if (!accounts_.contains(incoming.account)) {
    throw std::invalid_argument("there is no account " + incoming.account);
  }
  if (incoming.amount <= Fen()) throw std::invalid_argument("an amount is above zero");
  incoming_.push_back(incoming);
}

Truth Bank::TruthOf(const std::string& end_to_end_id) const {
  const auto truth = truths_.find(end_to_end_id);
  return truth == truths_.end() ? Truth() : truth->second;
}

Result<Done> Bank::Take(std::string_view payout_file) {
  Payout payout;
  QM_ASSIGN(payout.head, ReadPayout(profile_.payout, payout_file,
                                    [&](const PayoutItem& item) { payout.items.push_back(item); }));
  // A table may say neither.
  if (payout.head.id.empty()) {
    payout.head.id = ToHex(AsText(crypto::Sha256(payout_file)).substr(0, kShortDigest));
  }
  if (payout.head.payer_account.empty() && !accounts_.empty()) {
    payout.head.payer_account = accounts_.begin()->first;
  }
  Word refused{.payout = payout.head.id,
               .end_to_end_id = "",
               .outcome = Outcome::kRejected,
               .reason_code = "",
               .reason = "",
               .reference = "",
               .amount = payout.head.sum,
               .account = ""};
  if (payouts_.contains(payout.head.id)) {
    refused.reason_code = "DU01";
    refused.reason = "重复的批次";
  } else if (!accounts_.contains(payout.head.payer_account)) {
    refused.reason_code = "AC01";
    refused.reason = "付款账号不存在";
  }
  if (!refused.reason_code.empty()) {
    refused_.push_back(refused);
    return Done();
  }
  order_.push_back(payout.head.id);
  payouts_.emplace(payout.head.id, std::move(payout));
  return Done();
}

void Bank::Book(Account* account, Booking booking) {
  account->balance += booking.direction == Direction::kCredit ? booking.amount : -booking.amount;
  account->bookings.push_back(std::move(booking));
}

void Bank::BookInside(const Payout& payout, const Movement& paid, Date date) {
  const auto payee = accounts_.find(paid.other.account);
  if (payee == accounts_.end()) return;
  const Account& payer = accounts_.at(payout.head.payer_account);
  Movement received = paid;
  received.reference = NextReference();
  received.other = {payer.name, payer.number, ""};
  Book(&payee->second, {.reference = received.reference,
                        .date = date,
                        .direction = Direction::kCredit,
                        .amount = received.amount,
                        .movements = {received}});
}

void Bank::BookIncoming(Date date) {
  for (const Incoming& one : std::exchange(incoming_, {})) {
    const std::string reference = NextReference();
    Book(&accounts_.at(one.account), {.reference = reference,
                                      .date = date,
                                      .direction = Direction::kCredit,
                                      .amount = one.amount,
                                      .movements = {{.reference = reference,
                                                     .amount = one.amount,
                                                     .end_to_end_id = "",
                                                     .other = one.payer,
                                                     .sub_account = one.sub_account,
                                                     .remittance = one.remittance,
                                                     .return_code = ""}}});
  }
}

void Bank::BookReturns(Date date) {
  for (DueReturn& one : std::exchange(returns_, {})) {
    if (one.due > date) {
      returns_.push_back(std::move(one));
      continue;
    }
    Movement& movement = one.movement;
    movement.reference = NextReference();
    movement.return_code = "AC04";
    movement.remittance = "退汇";
    ++truths_[movement.end_to_end_id].returned;
    if (one.charged) {
      movement.end_to_end_id.clear();
      movement.amount -= Fen(faults_.fee_fen);
    } else if (one.told) {
      words_.push_back({date,
                        {.payout = one.payout,
                         .end_to_end_id = movement.end_to_end_id,
                         .outcome = Outcome::kReturned,
                         .reason_code = "AC04",
                         .reason = "账户已销户",
                         .reference = movement.reference,
                         .amount = movement.amount,
                         .account = movement.other.account}});
    }
    Book(&accounts_.at(one.account), {.reference = movement.reference,
                                      .date = date,
                                      .direction = Direction::kCredit,
                                      .amount = movement.amount,
                                      .movements = {movement}});
  }
}

bool Bank::Passes(const Payout& payout, const PayoutItem& item, Fen left, Date date) {
  Word word = WordOn(payout.head.id, item, Outcome::kRejected);
  if (item.amount > left) {
    word.reason_code = "AM04";
    word.reason = "余额不足";
  } else if (dice_.Happens(faults_.rejected, "rejected", item.end_to_end_id)) {
    word.reason_code = "AC01";
    word.reason = "账号户名不符";
  } else if (dice_.Happens(faults_.lost, "lost", item.end_to_end_id)) {
    truths_[item.end_to_end_id].lost = true;
    word.outcome = Outcome::kUnknown;
  } else {
    return true;
  }
  const bool late = dice_.Happens(faults_.late, "late", item.end_to_end_id);
  const int wait = late ? dice_.Number(faults_.most_days, "wait", item.end_to_end_id) : 0;
  words_.push_back({date + std::chrono::days(wait), word});
  return false;
}

void Bank::Tell(const Payout& payout, const PayoutItem& item, const Movement& movement, Date date) {
  const std::string& id = item.end_to_end_id;
  if (movement.end_to_end_id.empty() || dice_.Happens(faults_.silent, "silent", id)) return;
  Word word = WordOn(payout.head.id, item, Outcome::kPaid);
  word.reference = movement.reference;
  const bool unsure = dice_.Happens(faults_.unsure, "unsure", id);
  if (unsure) words_.push_back({date, WordOn(payout.head.id, item, Outcome::kUnknown)});
  const bool late = unsure || dice_.Happens(faults_.late, "late", id);
  const Date due = date + std::chrono::days(late ? dice_.Number(faults_.most_days, "wait", id) : 0);
  words_.push_back({due, word});
  if (!dice_.Happens(faults_.contradicted, "contradicted", id)) return;
  word.outcome = Outcome::kRejected;
  word.reason_code = "NARR";
  word.reason = "系统错误";
  words_.push_back({due + std::chrono::days(1), word});
}

void Bank::PlanReturn(const Payout& payout, const Movement& movement, Date date) {
  const std::string& id = movement.end_to_end_id;
  if (id.empty() || accounts_.contains(movement.other.account)) return;
  if (!dice_.Happens(faults_.returned, "returned", id)) return;
  // After the last day on which a result may still say that it was paid.
  const int wait = faults_.most_days + 1 + dice_.Number(faults_.most_days, "return", id);
  returns_.push_back({.due = date + std::chrono::days(wait),
                      .account = payout.head.payer_account,
                      .movement = movement,
                      .payout = payout.head.id,
                      .told = dice_.Happens(500, "told", id),
                      .charged = movement.amount.count() > faults_.fee_fen &&
                                 dice_.Happens(faults_.charged, "charged", id)});
}

void Bank::Execute(Payout* payout, Date date) {
  payout->executed = true;
  Account& account = accounts_.at(payout->head.payer_account);
  Booking batch{.reference = "",
                .date = date,
                .direction = Direction::kDebit,
                .amount = Fen(),
                .movements = {}};
  const bool together = faults_.batch_booking && profile_.statement.form == FileForm::kXml;
  for (const PayoutItem& item : payout->items) {
    if (!Passes(*payout, item, account.balance - batch.amount, date)) continue;
    const auto& payee = item.payee;
    Movement movement{.reference = NextReference(),
                      .amount = item.amount,
                      .end_to_end_id = item.end_to_end_id,
                      .other = {payee.name, payee.account,
                                payee.bank_code.empty() ? payee.bank_name : payee.bank_code},
                      .sub_account = "",
                      .remittance = item.remittance,
                      .return_code = ""};
    ++truths_[item.end_to_end_id].booked;
    if (dice_.Happens(faults_.unnumbered, "unnumbered", item.end_to_end_id)) {
      movement.end_to_end_id.clear();
    }
    Tell(*payout, item, movement, date);
    BookInside(*payout, movement, date);
    PlanReturn(*payout, movement, date);
    batch.reference = movement.reference;
    batch.amount += movement.amount;
    batch.movements.push_back(std::move(movement));
    if (!together) {
      Book(&account, std::exchange(batch, {.reference = "",
                                           .date = date,
                                           .direction = Direction::kDebit,
                                           .amount = Fen(),
                                           .movements = {}}));
    }
  }
  if (!batch.movements.empty()) Book(&account, std::move(batch));
}

std::vector<OutFile> Bank::Day(Date date) {
  if (last_day_ && date <= *last_day_) throw std::invalid_argument("this day is over");
  ++days_;
  BookIncoming(date);
  BookReturns(date);
  for (const std::string& id : order_) {
    Payout& payout = payouts_.at(id);
    if (!payout.executed && payout.head.execution <= date) Execute(&payout, date);
  }
  std::vector<OutFile> files = std::exchange(again_, {});
  WriteStatements(date, &files);
  WriteResultFiles(date, &files);
  AddGarbage(date, &files);
  last_day_ = date;
  return files;
}

void Bank::WriteStatements(Date date, std::vector<OutFile>* files) {
  const std::string ending = Ending(profile_.statement.form);
  for (const auto& [number, account] : accounts_) {
    const bool overlaps =
        last_day_ && dice_.Happens(faults_.overlapping, "overlapping", number + Compact(date));
    const Date first = overlaps ? *last_day_ : date;
    StatementDays paper{.account = account,
                        .first = first,
                        .last = date,
                        .sequence = days_,
                        .opening = BalanceBefore(account, first_balances_.at(number), first),
                        .closing = account.balance,
                        .bookings = {}};
    StatementDays credits = paper;
    for (const Booking& booking : account.bookings) {
      if (booking.date < first) continue;
      paper.bookings.push_back(booking);
      const bool fresh = booking.direction == Direction::kCredit && booking.date == date;
      if (fresh) credits.bookings.push_back(booking);
    }
    const std::string name = number + "-" + Compact(date);
    if (profile_.statement.form == FileForm::kXml && !credits.bookings.empty()) {
      files->push_back({"notification-" + name + ending, FileKind::kNotification,
                        WriteNotification(profile_.statement, credits)});
    }
    files->push_back({"statement-" + name + ending, FileKind::kStatement,
                      WriteStatement(profile_.statement, paper)});
  }
}

void Bank::WriteResultFiles(Date date, std::vector<OutFile>* files) {
  int number = 0;
  const auto paper = [&](const std::string& payout) {
    return ResultPaper{
        .id = "R" + Compact(date) + "-" + std::to_string(++number), .payout = payout, .date = date};
  };
  for (const Word& word : std::exchange(refused_, {})) {
    ResultPaper one = paper(word.payout);
    one.refused = word;
    one.sum = word.amount;
    AddResult(one, files);
  }
  std::map<std::string, std::vector<Word>> due;
  for (DueWord& one : std::exchange(words_, {})) {
    if (one.due > date) {
      words_.push_back(std::move(one));
    } else {
      due[one.word.payout].push_back(one.word);
    }
  }
  for (auto& [payout, words] : due) {
    ResultPaper one = paper(payout);
    const auto& head = payouts_.at(payout).head;
    one.count = head.count;
    one.sum = head.sum;
    one.words = std::move(words);
    AddResult(one, files);
  }
}

void Bank::AddResult(const ResultPaper& paper, std::vector<OutFile>* files) {
  const auto bytes = WriteResults(profile_.results, paper);
  if (!bytes) return;
  const std::string ending = Ending(profile_.results.form);
  files->push_back({"result-" + paper.id + ending, FileKind::kResult, *bytes});
  if (!dice_.Happens(faults_.repeated, "repeated", paper.id)) return;
  again_.push_back({"result-" + paper.id + "-again" + ending, FileKind::kResult, *bytes});
}

void Bank::AddGarbage(Date date, std::vector<OutFile>* files) const {
  std::vector<OutFile> garbage;
  for (const OutFile& file : *files) {
    if (!dice_.Happens(faults_.garbage, "garbage", file.name + Compact(date))) continue;
    const int way = dice_.Number(kDamages, "damage", file.name);
    garbage.push_back({"damaged-" + file.name, FileKind::kGarbage, Damaged(file.bytes, way)});
  }
  // The first that arrives may be the broken one.
  files->insert(files->begin(), garbage.begin(), garbage.end());
}

}  // namespace qianmo::bank
