#include "ledger/payment_store.h"

#include "ledger/sealed.h"
#include "pg/row.h"
#include "qianmo/ledger/v1/payments.pb.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(PaymentKind::kForfeitCosts) == v1::Payment::KIND_FORFEIT_COSTS);
static_assert(static_cast<int>(AttemptState::kUnknown) == v1::Payment::STATE_UNKNOWN);

std::string SealPayee(const crypto::Keyring& ring, CountyId county, PaymentId id,
                      const Payee& payee) {
  v1::Payee message;
  message.set_name(payee.name);
  message.set_account_number(payee.account_number);
  message.set_bank_code(payee.bank_code);
  message.set_bank_name(payee.bank_name);
  return SealValue(ring, "payment.payee", county, id.uuid, message.SerializeAsString());
}

struct PaymentColumns {
  std::vector<PaymentId> ids;
  std::vector<int> kinds;
  std::vector<BankAccountId> accounts;
  std::vector<std::string> payees;
  std::vector<std::int64_t> amounts;
  std::vector<std::string> remittances;
  std::vector<Uuid> sources;
  std::vector<std::string> settles;
  std::vector<std::optional<BooksId>> mirrors;
  std::vector<std::optional<std::string>> mirror_debits, mirror_credits;
  std::vector<std::optional<Uuid>> parties, contracts;
  std::vector<Time> dues;

  void Add(const NewPayment& payment, std::string sealed_payee) {
    ids.push_back(payment.id);
    kinds.push_back(static_cast<int>(payment.kind));
    accounts.push_back(payment.from);
    payees.push_back(std::move(sealed_payee));
    amounts.push_back(payment.amount.count());
    remittances.push_back(payment.remittance);
    sources.push_back(payment.source);
    settles.push_back(payment.settles.text());
    mirrors.emplace_back();
    mirror_debits.emplace_back();
    mirror_credits.emplace_back();
    if (payment.mirror) {
      mirrors.back() = payment.mirror->books;
      mirror_debits.back() = payment.mirror->debit.text();
      mirror_credits.back() = payment.mirror->credit.text();
    }
    parties.push_back(payment.party);
    contracts.push_back(payment.contract);
    dues.push_back(payment.due);
  }

  std::vector<pg::Bytes> SealedPayees() const {
    std::vector<pg::Bytes> bytes;
    for (const std::string& sealed : payees) bytes.push_back({sealed});
    return bytes;
  }
};

void InsertPaymentRows(pg::Transaction& tx, CountyId county, const PaymentColumns& rows, Time now) {
  tx.Run(
      "INSERT INTO ledger.payment (county_id, create_time, state, attempts, id, kind,"
      "  bank_account_id, payee_sealed, amount_fen, remittance, source_id, settles,"
      "  mirror_books_id, mirror_debit, mirror_credit, party_id, contract_id, due_time)"
      " SELECT $1, $2, 1, 1, p.* FROM unnest($3::uuid[], $4::smallint[], $5::uuid[],"
      "  $6::bytea[], $7::bigint[], $8::text[], $9::uuid[], $10::text[], $11::uuid[],"
      "  $12::text[], $13::text[], $14::uuid[], $15::uuid[], $16::timestamptz[]) AS p",
      county, now, pg::Array(rows.ids), pg::Array(rows.kinds), pg::Array(rows.accounts),
      pg::Array(rows.SealedPayees()), pg::Array(rows.amounts), pg::Array(rows.remittances),
      pg::Array(rows.sources), pg::Array(rows.settles), pg::Array(rows.mirrors),
      pg::Array(rows.mirror_debits), pg::Array(rows.mirror_credits), pg::Array(rows.parties),
      pg::Array(rows.contracts), pg::Array(rows.dues));
}

void InsertFirstAttempts(pg::Transaction& tx, CountyId county,
                         const std::vector<PaymentId>& payments, Time now) {
  std::vector<AttemptId> ids;
  for (std::size_t i = 0; i < payments.size(); ++i) ids.push_back(AttemptId::Make(now));
  tx.Run(
      "INSERT INTO ledger.payment_attempt (county_id, id, payment_id, number, state, reason_code,"
      "  reason, bank_reference, create_time, update_time)"
      " SELECT $1, a.id, a.payment_id, 1, 1, '', '', '', $2::timestamptz, $2"
      " FROM unnest($3::uuid[], $4::uuid[]) AS a (id, payment_id)",
      county, now, pg::Array(ids), pg::Array(payments));
}

}  // namespace

void InsertPayments(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                    const std::vector<NewPayment>& payments, Time now) {
  if (payments.empty()) return;
  PaymentColumns rows;
  for (const NewPayment& payment : payments) {
    rows.Add(payment, SealPayee(ring, county, payment.id, payment.payee));
  }
  InsertPaymentRows(tx, county, rows, now);
  InsertFirstAttempts(tx, county, rows.ids, now);
}

}  // namespace qianmo::ledger
