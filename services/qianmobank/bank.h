// The simulated bank: keeps accounts, takes payment files, and says day by day what it did, with
// the faults that it was told to have. In memory; one seed makes the same files of the same orders.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/bankfile/payout.h"
#include "ledger/bankfile/profile.h"
#include "qianmobank/booking.h"
#include "qianmobank/dice.h"
#include "qianmobank/faults.h"
#include "qianmobank/result_text.h"

namespace qianmo::bank {

enum class FileKind { kStatement, kNotification, kResult, kGarbage };

struct OutFile {
  std::string name;
  FileKind kind;
  std::string bytes;
};

// Somebody pays in.
struct Incoming {
  std::string account;
  Fen amount;
  Counterparty payer;
  std::string sub_account;
  std::string remittance;
};

// What really became of the payments of one end-to-end id, whatever the files say.
struct Truth {
  int booked = 0;    // how often it left the account
  int returned = 0;  // how often it came back
  bool lost = false;
};

class Bank {
 public:
  // Throws std::invalid_argument for a profile that the bank cannot follow.
  Bank(const ledger::bankfile::Profile& profile, const Faults& faults);

  // Throw std::invalid_argument for an account that exists already, or does not, or an amount that
  // is not above zero.
  void Open(const std::string& number, const std::string& name, Fen balance);
  // Booked on the next day.
  void Credit(const Incoming& incoming);
  // Refused is what the bank cannot read. What it reads and does not like it answers the next day;
  // a file that comes again it rejects as a whole, under the id that the first one had.
  Result<Done> Take(std::string_view payout_file);
  // Executes what is due and writes the files of a day: statements of all accounts, notifications
  // (XML only), results. Days go forward, not necessarily one by one; else std::invalid_argument.
  std::vector<OutFile> Day(Date date);

  const std::map<std::string, Account>& accounts() const { return accounts_; }
  Truth TruthOf(const std::string& end_to_end_id) const;

 private:
  struct Payout {
    ledger::bankfile::PayoutHead head;
    std::vector<ledger::bankfile::PayoutItem> items;
    bool executed = false;
  };
  struct DueWord {
    Date due;
    Word word;
  };
  struct DueReturn {
    Date due;
    std::string account;
    Movement movement;
    std::string payout;
    bool told = false;     // in a result, too
    bool charged = false;  // less a fee, under a number of the bank's own
  };

  std::string NextReference() { return "B" + std::to_string(++references_); }
  void BookIncoming(Date date);
  void BookReturns(Date date);
  void Execute(Payout* payout, Date date);
  // Whether the money leaves; says why when it does not.
  bool Passes(const Payout& payout, const ledger::bankfile::PayoutItem& item, Fen left, Date date);
  void Tell(const Payout& payout, const ledger::bankfile::PayoutItem& item,
            const Movement& movement, Date date);
  void PlanReturn(const Payout& payout, const Movement& movement, Date date);
  void Book(Account* account, Booking booking);
  // The payee's account is one of ours.
  void BookInside(const Payout& payout, const Movement& paid, Date date);
  void WriteStatements(Date date, std::vector<OutFile>* files);
  void WriteResultFiles(Date date, std::vector<OutFile>* files);
  void AddResult(const ResultPaper& paper, std::vector<OutFile>* files);
  void AddGarbage(Date date, std::vector<OutFile>* files) const;

  const ledger::bankfile::Profile profile_;
  const Faults faults_;
  const Dice dice_;
  std::map<std::string, Account> accounts_;
  std::map<std::string, Fen> first_balances_;
  std::vector<Incoming> incoming_;
  std::map<std::string, Payout> payouts_;  // by id
  std::vector<std::string> order_;         // in which they came
  std::vector<Word> refused_;              // whole files
  std::vector<DueWord> words_;
  std::vector<DueReturn> returns_;
  std::vector<OutFile> again_;  // results that come once more
  std::map<std::string, Truth> truths_;
  std::int64_t references_ = 10'000'000;
  int days_ = 0;
  std::optional<Date> last_day_;
};

}  // namespace qianmo::bank
