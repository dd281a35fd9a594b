#include "services/ledger/branch.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "ledger/contradiction_store.h"

namespace qianmo::ledger {
namespace {

template <class T>
Id<T> NamedIn(const std::string& name) {
  return Id<T>::Parse(name.substr(name.rfind('/') + 1)).value();
}

}  // namespace

Branch::Branch(const std::function<void(rpc::Server&)>& beside) : bureau_("2026-01-15", beside) {
  const auto created = Ask(bureau_.agent(), &BankAccounts::CreateBankAccount, NewAccount());
  if (!created.ok()) throw std::runtime_error(created.reason() + created.status.error_message());
  account_ = created.reply.name();
}

Branch::~Branch() {
  EXPECT_EQ(bureau_.Unsound(), "");
  EXPECT_EQ(Unsound(), "");
}

v1::CreateBankAccountRequest Branch::NewAccount(const std::string& code,
                                                const std::string& number) {
  v1::CreateBankAccountRequest request;
  request.set_parent(bureau_.books());
  request.set_request_id(NewRequestId());
  auto* account = request.mutable_bank_account();
  account->set_code(code);
  account->set_display_name("柳湾村股份经济合作社");
  account->set_number(number);
  account->set_bank_name("清河农村商业银行");
  account->set_bank_code("402345678901");
  return request;
}

BankAccountId Branch::account_id() const { return NamedIn<BankAccountTag>(account_); }

std::vector<std::string> Branch::Owe(const std::vector<std::int64_t>& amounts,
                                     const std::string& payee) {
  return OweFrom(account_, amounts, payee);
}

std::vector<std::string> Branch::OweFrom(const std::string& account,
                                         const std::vector<std::int64_t>& amounts,
                                         const std::string& payee) {
  std::vector<NewPayment> payments;
  std::vector<std::string> names;
  const Time now = bureau_.clock().Now();
  for (const std::int64_t fen : amounts) {
    payments.push_back({.id = PaymentId::Make(now),
                        .kind = PaymentKind::kVillagePayout,
                        .from = NamedIn<BankAccountTag>(account),
                        .payee = {payee, "6222000000000001", "102345678901", "工商银行清河支行"},
                        .amount = Fen(fen),
                        .remittance = "土地流转款",
                        .source = Uuid::Make(now),
                        .settles = AccountCode::Parse("211").value(),
                        .due = now});
    names.push_back("counties/7/payments/" + payments.back().id.ToString());
  }
  const auto inserted = Do([&](pg::Transaction& tx) -> Result<Done> {
    InsertPayments(tx, kBranchCounty, *bureau_.keyring(), payments, now);
    return Done{};
  });
  if (!inserted) throw std::runtime_error(inserted.refusal().reason);
  return names;
}

std::string Branch::Contradict(const std::string& account) {
  const std::string file = NewRequestId();
  const std::string of = account.substr(account.rfind('/') + 1);
  bureau_.Query(
      "INSERT INTO ledger.bank_file (county_id, id, bank_account_id, kind, state, file_name,"
      " sha256, size, reason, reason_message, reason_line, items, known, matched, odd, maker_id,"
      " maker_person, create_time, end_time)"
      " SELECT county_id, '" +
      file + "', id, 2, 2, 'x', sha256('" + file +
      "'::bytea), 1, '', '',"
      " 0, 1, 0, 0, 1, id, id, create_time, create_time FROM ledger.bank_account"
      " WHERE id = '" +
      of + "'");
  const auto inserted = Do([&](pg::Transaction& tx) -> Result<Done> {
    InsertContradictions(tx, kBranchCounty, NamedIn<BankAccountTag>(account),
                         BankFileId::Parse(file).value(),
                         {{.fate = ReportFate::kUnknownPayment,
                           .end_to_end_id = "E1",
                           .payment = {},
                           .told = "RJCT",
                           .line = 7}},
                         bureau_.clock().Now());
    return Done{};
  });
  if (!inserted) throw std::runtime_error(inserted.refusal().reason);
  return "counties/7/contradictions/" +
         bureau_.Query("SELECT id FROM ledger.contradiction WHERE bank_account_id = '" + of +
                       "' ORDER BY id DESC LIMIT 1");
}

Answer<v1::PayoutBatch> Branch::Batch(const std::vector<std::string>& payments) {
  v1::CreatePayoutBatchRequest request;
  request.set_parent(account_);
  request.set_request_id(NewRequestId());
  for (const std::string& payment : payments) request.add_payments(payment);
  return Ask(bureau_.agent(), &Payouts::CreatePayoutBatch, request);
}

Answer<v1::PayoutBatch> Branch::Approve(const std::string& batch) {
  return Ask(bureau_.approver(), &Payouts::ApprovePayoutBatch,
             Named<v1::ApprovePayoutBatchRequest>(batch));
}

Answer<v1::PayoutBatch> Branch::Export(const std::string& batch) {
  return Ask(bureau_.agent(), &Payouts::ExportPayoutFile,
             Named<v1::ExportPayoutFileRequest>(batch));
}

v1::PayoutBatch Branch::Send() {
  const auto batch = Batch();
  const auto approved = Approve(batch.reply.name());
  const auto exported = Export(batch.reply.name());
  for (const auto* answer : {&batch, &approved, &exported}) {
    if (!answer->ok()) throw std::runtime_error(answer->reason());
  }
  return exported.reply;
}

v1::Payment Branch::Get(const std::string& payment) {
  const auto got =
      Ask(bureau_.agent(), &Payments::GetPayment, Named<v1::GetPaymentRequest>(payment));
  if (!got.ok()) throw std::runtime_error(got.reason());
  return got.reply;
}

Answer<v1::PaymentCorrection> Branch::CorrectPayee(const rpc::v1::Caller& caller,
                                                   const std::string& payment,
                                                   const std::string& number) {
  auto request = Named<v1::CorrectPayeeRequest>(payment);
  request.set_reason("收款人来函更正");
  request.mutable_payee()->set_name("李四");
  request.mutable_payee()->set_account_number(number);
  request.mutable_payee()->set_bank_code("103345678901");
  request.mutable_payee()->set_bank_name("农业银行清河支行");
  return Ask(caller, &Corrections::CorrectPayee, request);
}

Answer<v1::PaymentCorrection> Branch::ApproveCorrection(const rpc::v1::Caller& caller,
                                                        const std::string& correction,
                                                        const std::string& typed) {
  auto request = Named<v1::ApproveCorrectionRequest>(correction);
  request.set_payee_account_number(typed);
  return Ask(caller, &Corrections::ApproveCorrection, request);
}

std::string Branch::EndToEnd(const std::string& payment) {
  return Get(payment).attempts().rbegin()->end_to_end_id();
}

std::vector<ReportOutcome> Branch::Report(const std::vector<AttemptReport>& reports) {
  const auto taken = Do([&](pg::Transaction& tx) -> Result<std::vector<ReportOutcome>> {
    QM_ASSIGN(const BankAccountRow account,
              FindBankAccount(tx, kBranchCounty, *bureau_.keyring(), account_id()));
    return TakeReports(tx, kBranchCounty, *bureau_.keyring(), account, reports,
                       bureau_.clock().Now());
  });
  if (!taken) throw std::runtime_error(taken.refusal().reason);
  return *taken;
}

ReportFate Branch::Report(const std::string& payment, BankReport report) {
  return Report({{.end_to_end_id = EndToEnd(payment),
                  .report = report,
                  .day = BeijingDate(bureau_.clock().Now())}})
      .front()
      .fate;
}

std::string Branch::Unsound() const {
  const std::string net =
      "SELECT p.voucher_id, sum(CASE WHEN p.debit_code = b.code THEN p.amount_fen ELSE 0 END"
      "  - CASE WHEN p.credit_code = b.code THEN p.amount_fen ELSE 0 END) AS fen"
      " FROM ledger.posting p JOIN ledger.bank_account b ON b.books_id = p.books_id"
      "  AND b.code IN (p.debit_code, p.credit_code) GROUP BY p.voucher_id";
  return bureau_.Query(
      "WITH net AS (" + net +
      ") SELECT string_agg(wrong, '; ') FROM ("
      " SELECT 'state of payment ' || p.id AS wrong FROM ledger.payment p"
      "  LEFT JOIN ledger.payment_attempt a ON a.payment_id = p.id AND a.number = p.attempts"
      "  WHERE a.state IS DISTINCT FROM p.state"
      " UNION ALL SELECT 'attempts of ' || payment_id FROM ledger.payment_attempt"
      "  GROUP BY payment_id HAVING count(*) <> max(number)"
      "   OR count(*) FILTER (WHERE state NOT IN (5, 6)) > 1"
      " UNION ALL SELECT 'posting of attempt ' || a.id FROM ledger.payment_attempt a"
      "  JOIN ledger.payment p ON p.id = a.payment_id"
      "  LEFT JOIN net o ON o.voucher_id = a.paid_voucher_id"
      "  LEFT JOIN net i ON i.voucher_id = a.returned_voucher_id"
      "  LEFT JOIN ledger.bank_entry eo ON eo.voucher_id = a.paid_voucher_id"
      "  LEFT JOIN ledger.bank_entry ei ON ei.voucher_id = a.returned_voucher_id"
      "  WHERE a.state IN (4, 6)"
      "    AND (o.fen IS DISTINCT FROM -coalesce(eo.amount_fen, p.amount_fen))"
      "   OR a.state = 6 AND (i.fen IS DISTINCT FROM coalesce(ei.amount_fen, p.amount_fen))"
      " UNION ALL SELECT 'batch ' || b.id FROM ledger.payout_batch b LEFT JOIN ("
      "   SELECT a.batch_id, count(*) AS count, sum(p.amount_fen) AS sum,"
      "    bool_or(a.state = 1) AS waits FROM ledger.payment_attempt a"
      "    JOIN ledger.payment p ON p.id = a.payment_id GROUP BY a.batch_id) s"
      "   ON s.batch_id = b.id"
      "  WHERE b.state <> 4 AND (s.count <> b.count OR s.sum <> b.sum_fen)"
      "   OR (b.state = 4) <> (s.count IS NULL) OR (b.state = 3) <> (NOT s.waits)"
      " UNION ALL SELECT 'correction ' || c.id FROM ledger.payment_correction c"
      "  JOIN ledger.bank_entry e ON e.id = c.bank_entry_id"
      "  WHERE (c.state = 1) <> (e.state = 4 AND e.voucher_id IS NULL)"
      "   AND NOT EXISTS (SELECT FROM ledger.payment_correction l"
      "    WHERE l.bank_entry_id = e.id AND l.id > c.id)"
      ") x");
}

}  // namespace qianmo::ledger
