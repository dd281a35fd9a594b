// A month with every fault at once: what is read of the files is what the bank has in its books.
#include "services/qianmobank/month.h"

#include <random>

#include <gtest/gtest.h>

#include "qianmobank/result_text.h"
#include "qianmobank/statement_text.h"
#include "services/ledger/bankfile/profile_samples.h"

namespace qianmo::bank {
namespace {

using ledger::bankfile::PayoutItem;
using ledger::bankfile::Profile;
using ledger::bankfile::StatementItem;

constexpr Faults kEverything{.seed = 20261101,
                             .rejected = 150,
                             .returned = 150,
                             .silent = 100,
                             .late = 250,
                             .contradicted = 80,
                             .unnumbered = 60,
                             .unsure = 80,
                             .lost = 40,
                             .charged = 300,
                             .repeated = 300,
                             .overlapping = 400,
                             .garbage = 250,
                             .most_days = 3};
constexpr int kDays = 30;

struct Month {
  std::vector<OutFile> files;
  std::vector<std::string> ids;  // of all payments that were asked for
};

// Payments every third day, and payers every day; some pay twice in the very same words.
Month Live(Bank* bank, const Profile& profile) {
  std::mt19937 random(7);
  Month month;
  bank->Open(kCentre, "清河县农交中心", Fen(10'000'000));
  for (int day = 1; day <= kDays; ++day) {
    for (unsigned i = 0; i < random() % 5; ++i) {
      bank->Credit({.account = kCentre,
                    .amount = Fen(1'000 * (1 + static_cast<int>(random() % 3))),
                    .payer = {"李四", "6210001", "103345678901"},
                    .sub_account = i % 2 == 0 ? "000088" : "",
                    .remittance = "租金"});
    }
    if (day % 3 == 0) {
      std::vector<PayoutItem> items;
      for (int i = 0; i < 12; ++i) {
        month.ids.push_back("E" + std::to_string(day) + "-" + std::to_string(i));
        items.push_back(PayoutTo(month.ids.back(), 10'000 + static_cast<int>(random() % 5'000)));
      }
      const std::string file = PayoutFile(profile, "P" + std::to_string(day), DayOf(day), items);
      EXPECT_TRUE(bank->Take(file));
      EXPECT_FALSE(bank->Take(file.substr(0, file.size() / 2 + 3) + '\0'));
    }
    for (OutFile& file : bank->Day(DayOf(day))) month.files.push_back(std::move(file));
  }
  return month;
}

std::size_t MovementsOf(const Account& account) {
  std::size_t count = 0;
  for (const Booking& booking : account.bookings) count += booking.movements.size();
  return count;
}

int CountOf(const Month& month, FileKind kind) {
  return static_cast<int>(std::count_if(month.files.begin(), month.files.end(),
                                        [&](const OutFile& file) { return file.kind == kind; }));
}

void ExpectTheBooks(const Profile& profile, Faults faults) {
  Bank bank(profile, faults);
  const Month month = Live(&bank, profile);
  FileReader reader(profile);
  for (const OutFile& file : month.files) {
    EXPECT_EQ(reader.Read(file), file.kind != FileKind::kGarbage) << file.name;
  }
  const Account& account = bank.accounts().at(kCentre);
  EXPECT_EQ(reader.bookings().size(), MovementsOf(account));
  EXPECT_EQ(Fen(10'000'000) + reader.sum(), account.balance);
  EXPECT_EQ(reader.closing(), account.balance);
  // All that was meant to go wrong did.
  EXPECT_GT(reader.repeated(), 0);
  EXPECT_GT(CountOf(month, FileKind::kGarbage), 0);
  int rejected = 0, returned = 0;
  for (const std::string& id : month.ids) {
    rejected += bank.TruthOf(id).booked == 0;
    returned += bank.TruthOf(id).returned;
  }
  EXPECT_GT(rejected, 0);
  EXPECT_GT(returned, 0);
}

TEST(BankMonth, IsReadAsItWasFromXml) { ExpectTheBooks(PlainProfile(), kEverything); }

TEST(BankMonth, IsReadAsItWasFromBatches) {
  Faults faults = kEverything;
  faults.batch_booking = true;
  ExpectTheBooks(PlainProfile(), faults);
}

TEST(BankMonth, IsReadAsItWasFromTables) {
  ExpectTheBooks(ProfileFrom(ledger::bankfile::kRuralBank), kEverything);
  ExpectTheBooks(ProfileFrom(ledger::bankfile::kLargeBank), kEverything);
}

TEST(BankMonth, MakesTheSameFilesOfTheSameSeed) {
  const Profile profile = PlainProfile();
  Bank one(profile, kEverything), same(profile, kEverything);
  Faults faults = kEverything;
  ++faults.seed;
  Bank other(profile, faults);
  const Month first = Live(&one, profile), second = Live(&same, profile);
  ASSERT_EQ(first.files.size(), second.files.size());
  for (std::size_t i = 0; i < first.files.size(); ++i) {
    EXPECT_EQ(first.files[i].name, second.files[i].name);
    EXPECT_EQ(first.files[i].bytes, second.files[i].bytes);
  }
  EXPECT_NE(Live(&other, profile).files.size(), first.files.size());
}

TEST(BankMonth, SaysWhatBecameOfPaymentsThoughNotOfAll) {
  const Profile profile = PlainProfile();
  Bank bank(profile, kEverything);
  const Month month = Live(&bank, profile);
  FileReader reader(profile);
  for (const OutFile& file : month.files) reader.Read(file);
  std::map<std::string, std::set<Outcome>> said;
  for (const auto& result : reader.results()) said[result.end_to_end_id].insert(result.outcome);
  std::map<std::string, Truth> seen;  // in statements
  Truth nameless;
  for (const auto& [identity, item] : reader.bookings()) {
    if (item.end_to_end_id.empty()) {
      nameless.booked += item.direction == Direction::kDebit;
      nameless.returned += !item.return_code.empty();
      continue;
    }
    Truth& truth = seen[item.end_to_end_id];
    ++(item.direction == Direction::kDebit ? truth.booked : truth.returned);
  }
  int silent = 0, contradicted = 0;
  for (const std::string& id : month.ids) {
    const Truth truth = bank.TruthOf(id);
    nameless.booked -= truth.booked - seen[id].booked;
    nameless.returned -= truth.returned - seen[id].returned;
    EXPECT_LE(seen[id].booked, truth.booked) << id;
    EXPECT_LE(seen[id].returned, truth.returned) << id;
    EXPECT_TRUE(truth.booked == 1 || !said[id].contains(Outcome::kPaid)) << id;
    silent += said[id].empty() && truth.booked == 1;
    contradicted += said[id].contains(Outcome::kPaid) && said[id].contains(Outcome::kRejected);
  }
  EXPECT_GT(silent, 0);
  EXPECT_GT(contradicted, 0);
  EXPECT_EQ(nameless.booked, 0) << "whatever has no number is one of ours";
  EXPECT_EQ(nameless.returned, 0);
}

TEST(BankMonth, NotifiesOfCreditsAsTheStatementHasThem) {
  const Profile profile = PlainProfile();
  Bank bank(profile, {});
  const Month month = Live(&bank, profile);
  FileReader reader(profile);
  for (const OutFile& file : month.files) ASSERT_TRUE(reader.Read(file));
  std::set<std::string> credits;
  for (const auto& [identity, item] : reader.bookings()) {
    if (item.direction == Direction::kCredit) credits.insert(identity);
  }
  EXPECT_EQ(reader.notified(), credits);
  EXPECT_FALSE(credits.empty());
}

}  // namespace
}  // namespace qianmo::bank
