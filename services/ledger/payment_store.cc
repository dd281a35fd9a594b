#include "ledger/payment_store.h"

#include <map>

#include "base/text.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/sealed.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(PaymentKind::kForfeitCosts) == v1::Payment::KIND_FORFEIT_COSTS);
static_assert(static_cast<int>(AttemptState::kWithdrawn) == v1::Payment::STATE_WITHDRAWN);

constexpr char kPayeeColumn[] = "payment.payee";

constexpr char kSelectPayment[] = R"(
  SELECT 'counties/' || p.county_id || '/payments/' || p.id AS name, p.kind, p.state,
    'counties/' || p.county_id || '/bankAccounts/' || p.bank_account_id AS bank_account,
    p.amount_fen, p.remittance, p.due_time, p.create_time, p.paid_time, p.source_id AS source,
    (SELECT json_agg(json_build_object('number', a.number,
       'end_to_end_id', replace(a.id::text, '-', ''), 'state', a.state,
       'batch', 'counties/' || a.county_id || '/payoutBatches/' || a.batch_id,
       'reason_code', a.reason_code, 'reason', a.reason, 'bank_reference', a.bank_reference,
       'update_time', a.update_time::text,
       'paid_voucher', 'counties/' || a.county_id || '/vouchers/' || a.paid_voucher_id,
       'returned_voucher', 'counties/' || a.county_id || '/vouchers/' || a.returned_voucher_id)
       ORDER BY a.number)
     FROM ledger.payment_attempt a
     WHERE a.county_id = p.county_id AND a.payment_id = p.id) AS attempts
  FROM ledger.payment p WHERE p.county_id = $1)";

std::string SealPayee(const crypto::Keyring& ring, CountyId county, PaymentId id,
                      const Payee& payee) {
  v1::Payee message;
  message.set_name(payee.name);
  message.set_account_number(payee.account_number);
  message.set_bank_code(payee.bank_code);
  message.set_bank_name(payee.bank_name);
  return SealValue(ring, kPayeeColumn, county, id.uuid, message.SerializeAsString());
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

PaymentId IdOf(const v1::Payment& payment) {
  return PaymentId::Parse(payment.name().substr(payment.name().rfind('/') + 1)).value();
}

// Who is paid is sealed, and shown in part.
void ShowPayees(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                google::protobuf::RepeatedPtrField<v1::Payment>* payments) {
  std::map<PaymentId, v1::Payment*> by_id;
  std::vector<PaymentId> ids;
  for (v1::Payment& payment : *payments) {
    ids.push_back(IdOf(payment));
    by_id.emplace(ids.back(), &payment);
  }
  for (const auto& row : tx.Run("SELECT id, payee_sealed FROM ledger.payment"
                                " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
                                county, pg::Array(ids))) {
    const auto id = pg::Get<PaymentId>(row, "id");
    const Payee payee = OpenPayee(ring, county, id, pg::Get<pg::Bytes>(row, "payee_sealed"));
    v1::Payee& shown = *by_id.at(id)->mutable_payee();
    shown.set_name(MaskName(payee.name));
    shown.set_account_number(MaskAccount(payee.account_number));
    shown.set_bank_code(payee.bank_code);
    shown.set_bank_name(payee.bank_name);
  }
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

Payee OpenPayee(const crypto::Keyring& ring, CountyId county, PaymentId id,
                std::string_view sealed) {
  v1::Payee message;
  if (!message.ParseFromString(OpenValue(ring, kPayeeColumn, county, id.uuid, sealed))) {
    throw pg::Trouble("a stored payee does not parse");
  }
  return {message.name(), message.account_number(), message.bank_code(), message.bank_name()};
}

std::string PaymentName(CountyId county, PaymentId id) {
  return "counties/" + std::to_string(county.number) + "/payments/" + id.ToString();
}

void SavePayee(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, PaymentId id,
               const Payee& payee, const std::optional<AccountCode>& mirror_debit) {
  const std::string sealed = SealPayee(ring, county, id, payee);
  const auto debit = mirror_debit ? std::optional(mirror_debit->text()) : std::nullopt;
  tx.Run(
      "UPDATE ledger.payment SET payee_sealed = $3,"
      "  mirror_debit = coalesce($4::text, mirror_debit)"
      " WHERE county_id = $1 AND id = $2",
      county, id, pg::Bytes{sealed}, debit);
}

Result<PaymentRow> LockPayment(pg::Transaction& tx, CountyId county, PaymentId id) {
  const auto rows = tx.Run(
      "SELECT bank_account_id, state, attempts FROM ledger.payment"
      " WHERE county_id = $1 AND id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::PaymentNotFound();
  return PaymentRow{.id = id,
                    .from = pg::Get<BankAccountId>(rows[0], "bank_account_id"),
                    .state = static_cast<AttemptState>(pg::Get<int>(rows[0], "state")),
                    .attempts = pg::Get<int>(rows[0], "attempts")};
}

Result<BankAccountId> AccountOfPayment(pg::Transaction& tx, CountyId county, PaymentId id) {
  const auto rows = tx.Run(
      "SELECT bank_account_id FROM ledger.payment WHERE county_id = $1 AND id = $2", county, id);
  if (rows.empty()) return refusals::PaymentNotFound();
  return pg::Get<BankAccountId>(rows[0], "bank_account_id");
}

void AddAttempt(pg::Transaction& tx, CountyId county, const PaymentRow& payment, Time now) {
  tx.Run(
      "UPDATE ledger.payment SET state = 1, attempts = attempts + 1, paid_time = NULL"
      " WHERE county_id = $1 AND id = $2",
      county, payment.id);
  tx.Run(
      "INSERT INTO ledger.payment_attempt (county_id, id, payment_id, number, state, reason_code,"
      "  reason, bank_reference, create_time, update_time)"
      " VALUES ($1, $2, $3, $4, 1, '', '', '', $5, $5)",
      county, AttemptId::Make(now), payment.id, payment.attempts + 1, now);
}

v1::Payment ReadPayment(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                        PaymentId id) {
  google::protobuf::RepeatedPtrField<v1::Payment> payments;
  pg::ReadAll(tx.Run(std::string(kSelectPayment) + " AND p.id = $2", county, id), &payments);
  ShowPayees(tx, county, ring, &payments);
  return payments.at(0);
}

google::protobuf::RepeatedPtrField<v1::Payment> ListPaymentsOf(pg::Transaction& tx, CountyId county,
                                                               const crypto::Keyring& ring,
                                                               const PaymentQuery& query) {
  google::protobuf::RepeatedPtrField<v1::Payment> payments;
  pg::ReadAll(tx.Run(std::string(kSelectPayment) +
                         " AND p.bank_account_id = $2 AND ($3 = 0 OR p.state = $3)"
                         "  AND ($4::uuid IS NULL OR p.id > $4::uuid) ORDER BY p.id LIMIT $5",
                     county, query.account, query.state, query.after, query.limit),
              &payments);
  ShowPayees(tx, county, ring, &payments);
  return payments;
}

}  // namespace qianmo::ledger
