// Payments and the accounts that they leave from, in the database.
#include "ledger/payment_store.h"

#include <gtest/gtest.h>

#include "ledger/bank_account_store.h"
#include "ledger/sealed.h"
#include "qianmo/ledger/v1/payments.pb.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

constexpr CountyId kSeven{7};

class PaymentStore : public testing::Test {
 protected:
  template <class F>
  auto Do(F&& f) {
    const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                  std::chrono::seconds(9)};
    return pg::Transact(*pool_, options, std::forward<F>(f));
  }
  Time now() { return bureau_.clock().Now(); }
  BooksId Books() {
    return BooksId::Parse(bureau_.books().substr(bureau_.books().rfind('/') + 1)).value();
  }
  NewBankAccount AccountOf(const std::string& code, const std::string& number) {
    return {.id = BankAccountId::Make(now()),
            .books = Books(),
            .code = AccountCode::Parse(code).value(),
            .display_name = "基本户",
            .number = number,
            .bank_name = "柳湾农商银行",
            .bank_code = "402100000018",
            .profile = ""};
  }
  std::string Add(const NewBankAccount& account) {
    const auto added = Do([&](pg::Transaction& tx) {
      return InsertBankAccount(tx, kSeven, *bureau_.keyring(), account, now());
    });
    return added ? "" : added.refusal().reason;
  }
  NewPayment PaymentFrom(BankAccountId account, std::int64_t fen) {
    return {.id = PaymentId::Make(now()),
            .kind = PaymentKind::kVillagePayout,
            .from = account,
            .payee = {"张三", "6222000000000001", "102100000021", "工商银行"},
            .amount = Fen(fen),
            .remittance = "土地流转款",
            .source = Uuid::Make(now()),
            .settles = AccountCode::Parse("211").value(),
            .due = now()};
  }
  void Insert(const std::vector<NewPayment>& payments) {
    const auto inserted = Do([&](pg::Transaction& tx) -> Result<Done> {
      InsertPayments(tx, kSeven, *bureau_.keyring(), payments, now());
      return Done{};
    });
    ASSERT_TRUE(inserted);
  }

  Bureau bureau_;
  std::unique_ptr<pg::Pool> pool_ = bureau_.Pool();
};

TEST_F(PaymentStore, KeepsAnAccountOnceWhileItIsOpen) {
  const auto account = AccountOf("102", "1102000000000001");
  EXPECT_EQ(Add(account), "");
  EXPECT_EQ(Add(AccountOf("102", "1102000000000002")), "BANK_ACCOUNT_EXISTS") << "same code";
  EXPECT_EQ(Add(AccountOf("101", "1102000000000001")), "BANK_ACCOUNT_EXISTS") << "same number";
  bureau_.Query("UPDATE ledger.bank_account SET close_time = create_time");
  const auto next = AccountOf("102", "1102000000000001");
  EXPECT_EQ(Add(next), "") << "closed, it is in nobody's way";
  const auto found = Do([&](pg::Transaction& tx) {
    return FindBankAccountOf(tx, kSeven, *bureau_.keyring(), Books());
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, next.id);
  EXPECT_EQ(found->number, "1102000000000001");
  const auto old = Do([&](pg::Transaction& tx) {
    return HoldBankAccount(tx, kSeven, *bureau_.keyring(), account.id);
  });
  ASSERT_TRUE(old);
  EXPECT_TRUE(old->closed);
  bureau_.Query("UPDATE ledger.bank_account SET close_time = create_time");
  const auto none = Do([&](pg::Transaction& tx) {
    return FindBankAccountOf(tx, kSeven, *bureau_.keyring(), Books());
  });
  EXPECT_EQ(none.refusal().reason, "BANK_ACCOUNT_MISSING");
  EXPECT_EQ(bureau_.Query("SELECT count(*) FROM ledger.bank_account"
                          " WHERE position('1102000000000001'::bytea IN number_sealed) > 0"),
            "0");
}

TEST_F(PaymentStore, KeepsEachPaymentWithOneAttemptUnderWay) {
  const auto account = AccountOf("102", "1102000000000001");
  ASSERT_EQ(Add(account), "");
  auto first = PaymentFrom(account.id, 100);
  first.mirror =
      Mirror{Books(), AccountCode::Parse("102").value(), AccountCode::Parse("112").value()};
  const auto second = PaymentFrom(account.id, 250);
  Insert({first, second});
  Insert({});
  EXPECT_EQ(bureau_.Query("SELECT string_agg(amount_fen || ' ' || state || ' ' || settles || ' ' ||"
                          "  coalesce(mirror_debit, '-'), '; ' ORDER BY id) FROM ledger.payment"),
            "100 1 211 102; 250 1 211 -");
  const auto sealed = Do([&](pg::Transaction& tx) -> Result<std::string> {
    const auto rows = tx.Run(
        "SELECT payee_sealed FROM ledger.payment WHERE county_id = $1"
        " AND id = $2",
        kSeven, second.id);
    return pg::Get<pg::Bytes>(rows[0], "payee_sealed");
  });
  v1::Payee payee;
  ASSERT_TRUE(payee.ParseFromString(
      OpenValue(*bureau_.keyring(), "payment.payee", kSeven, second.id.uuid, *sealed)));
  EXPECT_EQ(payee.account_number(), "6222000000000001");
  EXPECT_EQ(bureau_.Query("SELECT count(*) FROM ledger.payment_attempt"
                          " WHERE state = 1 AND batch_id IS NULL AND number = 1"),
            "2");
  const std::string another =
      "INSERT INTO ledger.payment_attempt (county_id, id, payment_id, number, state, reason_code,"
      " reason, bank_reference, create_time, update_time) SELECT county_id, gen_random_uuid(),"
      " payment_id, 2, 1, '', '', '', create_time, update_time FROM ledger.payment_attempt";
  EXPECT_THROW(bureau_.Query(another), std::exception) << "the database itself refuses a second";
}

}  // namespace
}  // namespace qianmo::ledger
