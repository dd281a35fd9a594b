// Everything that the ledger keeps sealed comes under the newest keys, and is found as before.
#include <thread>

#include <gtest/gtest.h>

#include "crypto/seal.h"
#include "ledger/bank_file_store.h"
#include "ledger/reseal_service.h"
#include "ledger/reseal_store.h"
#include "pg/row.h"
#include "qianmo/ledger/v1/corrections.grpc.pb.h"
#include "qianmo/ledger/v1/keys.grpc.pb.h"
#include "qianmo/ledger/v1/payouts.grpc.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using KeysDesk = v1::LedgerKeysService::Stub;
using Corrections = v1::CorrectionsService::Stub;

class LedgerReseal : public testing::Test {
 protected:
  Answer<google::longrunning::Operation> Start(const rpc::v1::Caller& caller) {
    v1::StartResealRequest request;
    request.set_parent(kCounty);
    request.set_request_id(NewRequestId());
    return vault_.Ask(caller, &KeysDesk::StartReseal, request);
  }
  google::longrunning::Operation Await(const std::string& name) {
    return vault_.bureau().Await(admin_, name);
  }
  // Values under another key than the newest.
  int Old() {
    const auto newest = vault_.bureau().keyring()->newest(crypto::KeyPurpose::kData).id();
    int old = 0;
    for (const auto& row : vault_.bureau().database().Execute(
             "SELECT number_sealed AS s FROM ledger.bank_account"
             " UNION ALL SELECT own_account_sealed FROM ledger.hold"
             " UNION ALL SELECT payee_sealed FROM ledger.payment"
             " UNION ALL SELECT payer_sealed FROM ledger.suspense_item"
             " UNION ALL SELECT body_sealed FROM ledger.bank_file_chunk"
             " UNION ALL SELECT file_sealed FROM ledger.payout_batch"
             "  WHERE file_sealed IS NOT NULL"
             " UNION ALL SELECT payees_sealed FROM ledger.payment_correction"
             "  WHERE payees_sealed IS NOT NULL")) {
      old += crypto::SealedUnder(pg::Get<pg::Bytes>(row, "s")) == newest ? 0 : 1;
    }
    return old;
  }

  // A payout that is written; its name.
  std::string Send() {
    v1::CreatePayoutBatchRequest request;
    request.set_parent("counties/7/bankAccounts/" + vault_.account().ToString());
    request.set_request_id(NewRequestId());
    const auto& officer = vault_.officer();
    const std::string batch =
        vault_.Ask(officer, &Payouts::CreatePayoutBatch, request).reply.name();
    const auto approved = vault_.Ask(vault_.approver(), &Payouts::ApprovePayoutBatch,
                                     Named<v1::ApprovePayoutBatchRequest>(batch));
    const auto sent =
        vault_.Ask(officer, &Payouts::ExportPayoutFile, Named<v1::ExportPayoutFileRequest>(batch));
    EXPECT_TRUE(approved.ok() && sent.ok()) << approved.reason() << sent.reason();
    return batch;
  }
  // Another payee for the payment that waits; the name of the correction.
  std::string Correct() {
    auto request = Named<v1::CorrectPayeeRequest>(vault_.bureau().Query(
        "SELECT 'counties/7/payments/' || id FROM ledger.payment WHERE state = 1"));
    request.set_reason("来函更正");
    request.mutable_payee()->set_name("李四");
    request.mutable_payee()->set_account_number("6222000000000077");
    request.mutable_payee()->set_bank_name("农业银行");
    const auto made = vault_.Ask(vault_.officer(), &Corrections::CorrectPayee, request);
    EXPECT_TRUE(made.ok()) << made.reason();
    return made.reply.name();
  }
  std::string Paper(const std::string& batch) {
    return vault_
        .Ask(vault_.officer(), &Payouts::DownloadPayoutFile,
             Named<v1::DownloadPayoutFileRequest>(batch))
        .reply.data();
  }
  // A bank's file of more pieces than are taken at once, and one of a single piece.
  BankFileId GiveFiles() {
    const auto first = BankFileId::Make(vault_.now());
    const auto written = vault_.Do([&](pg::Transaction& tx) -> Result<Done> {
      for (const std::string& bytes : {kBigFile, std::string("small")}) {
        QM_TRY(InsertBankFile(tx, kHomeCounty, *vault_.bureau().keyring(),
                              {.id = bytes == kBigFile ? first : BankFileId::Make(vault_.now()),
                               .account = vault_.account(),
                               .kind = BankFileKind::kStatement,
                               .file_name = "x",
                               .sha256 = crypto::Sha256(bytes),
                               .bytes = bytes,
                               .maker = {Uuid::Make(vault_.now()), Uuid::Make(vault_.now())}},
                              vault_.now()));
      }
      return Done{};
    });
    EXPECT_TRUE(written);
    return first;
  }
  std::string FileNow(BankFileId id) {
    return *vault_.Do([&](pg::Transaction& tx) -> Result<std::string> {
      return ReadPieces(tx, kHomeCounty, *vault_.bureau().keyring(), id, 0, 1 << 30);
    });
  }

  const std::string kBigFile = std::string((5 << 20) + 7, 'x') + "end";
  Vault vault_;
  const rpc::v1::Caller admin_ = Bureau::Person(rpc::v1::ROLE_COUNTY_ADMIN, "/7/");
  const Bidding anna_ = Vault::Bidder(1), ben_ = Vault::Bidder(2);
};

TEST_F(LedgerReseal, LeavesNothingUnderAnOlderKeyAndEverythingFound) {
  const std::string lot = NewLot();
  const auto hold = vault_.Funded(lot, anna_);
  const std::string item = vault_.Suspended(vault_.CreditFor(hold, ben_));
  ASSERT_TRUE(vault_.Release(hold.name(), 1).ok());
  const BankFileId file = GiveFiles();
  const std::string batch = Send();
  const std::string paper = Paper(batch);
  ASSERT_NE(paper, "");
  ASSERT_TRUE(vault_.Release(hold.name(), 2).ok());
  const std::string correction = Correct();
  vault_.bureau().Rotate();
  EXPECT_EQ(Old(), 15) << "two accounts at banks, a bidder's, a payer's, two payees'; six pieces of"
                          " one file and one of another, a payout, a correction";
  EXPECT_EQ(Start(admin_).reason(), "KEYS_TOO_FRESH");
  Bidding twin = ben_;
  twin.account = anna_.account;
  EXPECT_TRUE(vault_.Open(lot, twin).shared_payer()) << "found by the digest of an older key";
  vault_.bureau().clock().Advance(std::chrono::minutes(5));
  const auto begun = Start(admin_);
  ASSERT_TRUE(begun.ok()) << begun.reason();
  v1::ResealOutcome outcome;
  const auto done = Await(begun.reply.name());
  ASSERT_TRUE(done.response().UnpackTo(&outcome)) << done.error().message();
  EXPECT_EQ(outcome.values(), 16);
  EXPECT_EQ(Old(), 0);
  EXPECT_EQ(FileNow(file), kBigFile);
  EXPECT_EQ(Paper(batch), paper);
  EXPECT_EQ(vault_
                .Ask(vault_.officer(), &Corrections::GetCorrection,
                     Named<v1::GetCorrectionRequest>(correction))
                .reply.former_payee()
                .name(),
            anna_.account.name);
  EXPECT_EQ(vault_.See(hold.name()).own_account().name(), anna_.account.name);
  EXPECT_EQ(vault_.SeeItem(item).payer().name(), ben_.account.name);
  Bidding third = Vault::Bidder(3);
  third.account = anna_.account;
  EXPECT_TRUE(vault_.Open(lot, third).shared_payer()) << "and by that of the newest";
  EXPECT_EQ(vault_.bureau().Query("SELECT max(cardinality(own_account_indexes))"
                                  " FROM ledger.hold WHERE create_time < '2026-11-20T02:01:00Z'"),
            "1");
}

TEST_F(LedgerReseal, LeavesWhatNoKeyOpens) {
  const auto hold = vault_.Open(NewLot(), anna_);
  vault_.bureau().Query("UPDATE ledger.hold SET own_account_sealed = 'garbage'");
  ASSERT_TRUE(vault_.Do([&](pg::Transaction& tx) -> Result<Done> {
    std::string cursor;
    while (const auto piece = ResealNext(tx, *vault_.bureau().keyring(), kHomeCounty, cursor)) {
      cursor = piece->cursor;
    }
    EXPECT_EQ(CountSealed(tx, kHomeCounty), 3);
    return Done{};
  }));
  EXPECT_EQ(vault_.bureau().Query("SELECT convert_from(own_account_sealed, 'UTF8')"
                                  " FROM ledger.hold"),
            "garbage");
}

}  // namespace
}  // namespace qianmo::ledger
