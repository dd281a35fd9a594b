// The ledger is killed while it takes in a statement that it fetches from the registry: every
// booking of it is there once, and the books are what the bank has.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "qianmo/ledger/v1/bank_accounts.grpc.pb.h"
#include "qianmo/ledger/v1/bank_entries.grpc.pb.h"
#include "qianmo/ledger/v1/bank_files.grpc.pb.h"
#include "qianmo/ledger/v1/books.grpc.pb.h"
#include "qianmo/registry/v1/files.grpc.pb.h"
#include "qianmobank/statement_text.h"
#include "rpc/home.h"
#include "support/patient.h"

namespace qianmo {
namespace {

constexpr int kBookings = 6'000;
constexpr std::size_t kChunkBytes = 1 << 20;
constexpr char kNumber[] = "1102000000000001";

std::string NextId() { return Uuid::Make(SystemClock().Now()).ToString(); }

rpc::v1::Caller Officer() {
  rpc::v1::Caller caller;
  caller.set_county_id(7);
  for (std::string* id :
       {caller.mutable_account_id(), caller.mutable_person(), caller.mutable_session_id()}) {
    *id = NextId();
  }
  caller.set_channel(rpc::v1::CHANNEL_WEB);
  caller.set_second_factor(true);
  caller.add_roles()->set_role(rpc::v1::ROLE_CENTRE_OFFICER);
  caller.mutable_roles(0)->set_org_path("/7/");
  return caller;
}

// What people paid in yesterday, nobody knows why.
std::string StatementOf(Date day) {
  std::vector<bank::Booking> bookings;
  Fen sum;
  for (int i = 0; i < kBookings; ++i) {
    const std::string reference = "B" + std::to_string(10'000'000 + i);
    const Fen amount(1'000 + i % 977);
    sum += amount;
    bookings.push_back({.reference = reference,
                        .date = day,
                        .direction = bank::Direction::kCredit,
                        .amount = amount,
                        .movements = {{.reference = reference,
                                       .amount = amount,
                                       .end_to_end_id = "",
                                       .other = {"李四", "6210001000", "103345678901"},
                                       .sub_account = "",
                                       .remittance = "押金",
                                       .return_code = ""}}});
  }
  const bank::Account account{
      .number = kNumber, .name = "交易中心", .balance = sum, .bookings = {}};
  return bank::WriteStatement({}, {.account = account,
                                   .first = day,
                                   .last = day,
                                   .sequence = 1,
                                   .opening = Fen(),
                                   .closing = sum,
                                   .bookings = bookings});
}

class KilledBank : public testing::Test {
 protected:
  KilledBank() : daemon_(database_) {
    database_.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
    daemon_.Start(kServices);
    keyring_ = *crypto::LiveKeyring::Open(daemon_.keys());
    officer_.emplace(daemon_, *keyring_, Officer());
    ledger::v1::OpenBooksRequest open;
    open.set_parent("counties/7");
    open.set_request_id(NextId());
    open.set_kind(ledger::v1::Books::KIND_CUSTODY);
    open.set_display_name("交易中心");
    *open.mutable_first_month() = rpc::ToProto(yesterday_);
    ledger::v1::CreateBankAccountRequest create;
    create.set_parent(officer_->Ask(&ledger::v1::BooksService::Stub::OpenBooks, open).name());
    create.set_request_id(NextId());
    auto* account = create.mutable_bank_account();
    account->set_code("102");
    account->set_display_name("交易中心");
    account->set_number(kNumber);
    account->set_bank_name("清河农村商业银行");
    account->set_bank_code("402345678901");
    account_ =
        officer_->Ask(&ledger::v1::BankAccountsService::Stub::CreateBankAccount, create).name();
  }

  std::string Upload(const std::string& content) const {
    using Files = registry::v1::FilesService::Stub;
    registry::v1::CreateUploadRequest create;
    create.set_parent("counties/7");
    create.set_request_id(NextId());
    create.set_file_name("a.xml");
    create.set_total_size(static_cast<std::int64_t>(content.size()));
    registry::v1::PutChunkRequest put;
    put.set_name(officer_->Ask(&Files::CreateUpload, create).name());
    for (std::size_t at = 0; at < content.size(); at += kChunkBytes) {
      put.set_request_id(NextId());
      put.set_offset(static_cast<std::int64_t>(at));
      put.mutable_body()->set_data(content.substr(at, kChunkBytes));
      officer_->Ask(&Files::PutChunk, put);
    }
    registry::v1::FinishUploadRequest finish;
    finish.set_name(put.name());
    finish.set_request_id(NextId());
    return officer_->Ask(&Files::FinishUpload, finish).name();
  }

  std::string One(const std::string& sql) const {
    return database_.Execute(sql)[0][0].as<std::string>();
  }

  const std::vector<std::string> kServices = {"--services", "registry,ledger"};
  const Date yesterday_ = BeijingDate(SystemClock().Now()) - std::chrono::days(1);
  support::Database database_;
  support::Daemon daemon_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::optional<support::Patient> officer_;
  std::string account_;
};

TEST_F(KilledBank, TakesEveryBookingOnceAndLeavesNoDifference) {
  ledger::v1::ImportBankStatementRequest request;
  request.set_parent(account_);
  request.set_request_id(NextId());
  request.set_file(Upload(StatementOf(yesterday_)));
  ledger::v1::BankFile file;
  const int kills = WhileKilled(daemon_, kServices, [&] {
    file = officer_->Await<ledger::v1::BankFile>(
        officer_->Ask(&ledger::v1::BankFilesService::Stub::ImportBankStatement, request).name());
  });
  EXPECT_GT(kills, 0) << "it was taken before the server could be killed";
  EXPECT_EQ(file.items(), kBookings) << file.ShortDebugString().substr(0, 500);
  EXPECT_EQ(file.matched(), kBookings);
  const std::string many = std::to_string(kBookings);
  EXPECT_EQ(One("SELECT count(*) FROM ledger.bank_entry"), many);
  EXPECT_EQ(One("SELECT count(*) FROM ledger.suspense_item"), many);
  EXPECT_EQ(One("SELECT count(*) FROM ledger.posting"), many);
  EXPECT_EQ(One("SELECT count(*) FROM ledger.bank_file"), "1");
  ledger::v1::GetDayDifferenceRequest ask;
  ask.set_name(account_);
  *ask.mutable_day() = rpc::ToProto(yesterday_);
  const auto sheet = officer_->Ask(&ledger::v1::BankEntriesService::Stub::GetDayDifference, ask);
  EXPECT_EQ(sheet.unexplained_fen(), 0);
  EXPECT_EQ(sheet.lines_size(), 0) << sheet.ShortDebugString().substr(0, 500);
  EXPECT_EQ(sheet.books_fen(), sheet.bank_fen());
  EXPECT_GT(sheet.bank_fen(), 0);
}

}  // namespace
}  // namespace qianmo
