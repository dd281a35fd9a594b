#include "ledger/correction_store.h"

#include <map>

#include "ledger/domain/bank_refusals.h"
#include "ledger/payee.h"
#include "ledger/sealed.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(CorrectionKind::kReturned) == v1::PaymentCorrection::KIND_RETURNED);
static_assert(static_cast<int>(CorrectionState::kDeclined) ==
              v1::PaymentCorrection::STATE_DECLINED);

constexpr char kPayeesColumn[] = "payment_correction.payees";

constexpr char kSelectCorrection[] = R"(
  SELECT 'counties/' || c.county_id || '/paymentCorrections/' || c.id AS name,
    'counties/' || c.county_id || '/bankAccounts/' || c.bank_account_id AS bank_account,
    'counties/' || c.county_id || '/payments/' || c.payment_id AS payment, c.kind, c.state,
    c.reason, 'counties/' || c.county_id || '/bankEntries/' || c.bank_entry_id AS bank_entry,
    c.fee_fen, c.fee_code AS fee_account,
    'counties/' || c.county_id || '/accounts/' || c.maker_id AS maker,
    'counties/' || c.county_id || '/accounts/' || c.checker_id AS checker, c.create_time,
    c.check_time
  FROM ledger.payment_correction c WHERE c.county_id = $1)";

v1::Payee PlainPayee(const Payee& payee) {
  v1::Payee plain;
  plain.set_name(payee.name);
  plain.set_account_number(payee.account_number);
  plain.set_bank_code(payee.bank_code);
  plain.set_bank_name(payee.bank_name);
  return plain;
}

Payee PayeeOf(const v1::Payee& plain) {
  return {plain.name(), plain.account_number(), plain.bank_code(), plain.bank_name()};
}

// Both payees are one sealed value: what was changed into what.
v1::PaymentCorrection OpenPayees(const crypto::Keyring& ring, CountyId county, CorrectionId id,
                                 std::string_view sealed) {
  v1::PaymentCorrection payees;
  if (!payees.ParseFromString(OpenValue(ring, kPayeesColumn, county, id.uuid, sealed))) {
    throw pg::Trouble("stored payees do not parse");
  }
  return payees;
}

CorrectionId CorrectionIn(const std::string& name) {
  return CorrectionId::Parse(name.substr(name.rfind('/') + 1)).value();
}

void ShowCorrected(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                   NameShown name,
                   google::protobuf::RepeatedPtrField<v1::PaymentCorrection>* corrections) {
  std::map<CorrectionId, v1::PaymentCorrection*> by_id;
  std::vector<CorrectionId> ids;
  for (v1::PaymentCorrection& one : *corrections) {
    ids.push_back(CorrectionIn(one.name()));
    by_id.emplace(ids.back(), &one);
  }
  for (const auto& row : tx.Run("SELECT id, payees_sealed FROM ledger.payment_correction"
                                " WHERE county_id = $1 AND id = ANY ($2::uuid[])"
                                "  AND payees_sealed IS NOT NULL",
                                county, pg::Array(ids))) {
    const auto id = pg::Get<CorrectionId>(row, "id");
    const auto payees = OpenPayees(ring, county, id, pg::Get<pg::Bytes>(row, "payees_sealed"));
    v1::PaymentCorrection& shown = *by_id.at(id);
    *shown.mutable_payee() = ShownPayee(PayeeOf(payees.payee()), name);
    *shown.mutable_former_payee() = ShownPayee(PayeeOf(payees.former_payee()), name);
  }
}

}  // namespace

Result<LastAttempt> LockLastAttempt(pg::Transaction& tx, CountyId county,
                                    const crypto::Keyring& ring, PaymentId payment) {
  // The payment first, as everybody does; another attempt may be made while one waits for it.
  QM_TRY(LockPayment(tx, county, payment));
  const auto rows = tx.Run(
      "SELECT a.id, a.state, a.batch_id IS NOT NULL AS in_batch, p.bank_account_id, p.amount_fen,"
      "  p.payee_sealed, p.mirror_books_id"
      " FROM ledger.payment p JOIN ledger.payment_attempt a"
      "  ON a.county_id = p.county_id AND a.payment_id = p.id AND a.number = p.attempts"
      " WHERE p.county_id = $1 AND p.id = $2 FOR UPDATE OF a",
      county, payment);
  const auto& row = rows.at(0);
  return LastAttempt{
      .id = pg::Get<AttemptId>(row, "id"),
      .payment = payment,
      .account = pg::Get<BankAccountId>(row, "bank_account_id"),
      .stand = {.state = static_cast<AttemptState>(pg::Get<int>(row, "state")),
                .in_batch = pg::Get<bool>(row, "in_batch")},
      .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
      .payee = OpenPayee(ring, county, payment, pg::Get<pg::Bytes>(row, "payee_sealed")),
      .mirror = pg::Get<std::optional<BooksId>>(row, "mirror_books_id")};
}

std::optional<std::string> BookingOf(pg::Transaction& tx, CountyId county,
                                     const LastAttempt& attempt) {
  const auto rows = tx.Run(
      "SELECT 'counties/' || county_id || '/bankEntries/' || id AS name FROM ledger.bank_entry"
      " WHERE county_id = $1 AND bank_account_id = $2 AND lower(end_to_end_id) = $3"
      "  AND end_to_end_id <> '' AND (state <> 2 OR matched_by = 4)"
      " UNION ALL SELECT 'counties/' || county_id || '/bankEntries/' || id FROM ledger.bank_entry"
      " WHERE county_id = $1 AND bank_account_id = $2 AND state <> 2 AND state IN (1, 3)"
      "  AND side = 2 AND NOT reversal AND amount_fen = $4"
      "  AND (reason = 'PAYMENT_MISSING' OR reason IN ('', 'UNMATCHED')"
      "   AND end_to_end_id !~* '^[0-9a-f]{32}$')"
      " ORDER BY name LIMIT 1",
      county, attempt.account, EndToEndId(attempt.id), attempt.amount.count());
  if (rows.empty()) return std::nullopt;
  return pg::Get<std::string>(rows[0], "name");
}

PaymentStops StopsOf(pg::Transaction& tx, CountyId county, const std::vector<PaymentId>& payments) {
  const auto rows = tx.Run(
      "SELECT s.payment_id, bool_or(s.contradicted) AS contradicted FROM ("
      "  SELECT payment_id, true AS contradicted FROM ledger.contradiction"
      "   WHERE county_id = $1 AND payment_id = ANY ($2::uuid[]) AND close_time IS NULL"
      "  UNION ALL SELECT payment_id, false FROM ledger.payment_correction"
      "   WHERE county_id = $1 AND payment_id = ANY ($2::uuid[]) AND state = 1) s"
      " GROUP BY s.payment_id ORDER BY s.payment_id LIMIT 1",
      county, pg::Array(payments));
  if (rows.empty()) return {};
  const bool contradicted = pg::Get<bool>(rows[0], "contradicted");
  return {.contradicted = contradicted,
          .in_correction = !contradicted,
          .name = PaymentName(county, pg::Get<PaymentId>(rows[0], "payment_id"))};
}

void InsertCorrection(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                      const LastAttempt& attempt, const NewCorrection& correction, Time now) {
  std::optional<std::string> sealed;
  if (correction.payee) {
    v1::PaymentCorrection payees;
    *payees.mutable_payee() = PlainPayee(*correction.payee);
    *payees.mutable_former_payee() = PlainPayee(attempt.payee);
    sealed = SealValue(ring, kPayeesColumn, county, correction.id.uuid, payees.SerializeAsString());
  }
  const auto bytes = sealed ? std::optional(pg::Bytes{*sealed}) : std::nullopt;
  const auto fee_code =
      correction.fee_account ? std::optional(correction.fee_account->text()) : std::nullopt;
  tx.Run(
      "INSERT INTO ledger.payment_correction (county_id, id, bank_account_id, payment_id,"
      "  attempt_id, kind, state, reason, payees_sealed, bank_entry_id, fee_fen, fee_code,"
      "  maker_id, maker_person, create_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $12, $13, $14)",
      county, correction.id, attempt.account, attempt.payment, attempt.id,
      static_cast<int>(correction.kind), correction.reason, bytes, correction.entry,
      correction.fee.count(), fee_code, correction.maker.account, correction.maker.person, now);
}

Result<BankAccountId> AccountOfCorrection(pg::Transaction& tx, CountyId county, CorrectionId id) {
  const auto rows = tx.Run(
      "SELECT bank_account_id FROM ledger.payment_correction WHERE county_id = $1 AND id = $2",
      county, id);
  if (rows.empty()) return refusals::CorrectionNotFound();
  return pg::Get<BankAccountId>(rows[0], "bank_account_id");
}

Result<CorrectionRow> LockCorrection(pg::Transaction& tx, CountyId county,
                                     const crypto::Keyring& ring, CorrectionId id) {
  const auto rows = tx.Run(
      "SELECT bank_account_id, payment_id, attempt_id, kind, state, reason, payees_sealed,"
      "  bank_entry_id, fee_fen, fee_code, maker_person FROM ledger.payment_correction"
      " WHERE county_id = $1 AND id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::CorrectionNotFound();
  const auto& row = rows[0];
  CorrectionRow correction{
      .id = id,
      .account = pg::Get<BankAccountId>(row, "bank_account_id"),
      .payment = pg::Get<PaymentId>(row, "payment_id"),
      .attempt = pg::Get<AttemptId>(row, "attempt_id"),
      .kind = static_cast<CorrectionKind>(pg::Get<int>(row, "kind")),
      .facts = {.state = static_cast<CorrectionState>(pg::Get<int>(row, "state")),
                .maker_person = pg::Get<Uuid>(row, "maker_person")},
      .reason = pg::Get<std::string>(row, "reason"),
      .payee = {},
      .entry = pg::Get<std::optional<BankEntryId>>(row, "bank_entry_id"),
      .fee = Fen(pg::Get<std::int64_t>(row, "fee_fen")),
      .fee_account = {}};
  if (const auto code = pg::Get<std::optional<std::string>>(row, "fee_code")) {
    correction.fee_account = AccountCode::Parse(*code);
  }
  if (correction.kind == CorrectionKind::kPayee) {
    correction.payee =
        PayeeOf(OpenPayees(ring, county, id, pg::Get<pg::Bytes>(row, "payees_sealed")).payee());
  }
  return correction;
}

void SetCorrectionEnd(pg::Transaction& tx, CountyId county, CorrectionId id, CorrectionState state,
                      const Hand& checker, Time now) {
  tx.Run(
      "UPDATE ledger.payment_correction SET state = $3, checker_id = $4, checker_person = $5,"
      "  check_time = $6 WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), checker.account, checker.person, now);
}

v1::PaymentCorrection ReadCorrection(pg::Transaction& tx, CountyId county,
                                     const crypto::Keyring& ring, CorrectionId id) {
  google::protobuf::RepeatedPtrField<v1::PaymentCorrection> corrections;
  pg::ReadAll(tx.Run(std::string(kSelectCorrection) + " AND c.id = $2", county, id), &corrections);
  ShowCorrected(tx, county, ring, NameShown::kInFull, &corrections);
  return corrections.at(0);
}

google::protobuf::RepeatedPtrField<v1::PaymentCorrection> ListCorrectionsOf(
    pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
    const CorrectionQuery& query) {
  google::protobuf::RepeatedPtrField<v1::PaymentCorrection> corrections;
  pg::ReadAll(tx.Run(std::string(kSelectCorrection) +
                         " AND c.bank_account_id = $2 AND (NOT $3 OR c.state = 1)"
                         "  AND ($4::uuid IS NULL OR c.id > $4::uuid) ORDER BY c.id LIMIT $5",
                     county, query.account, query.waiting_only, query.after, query.limit),
              &corrections);
  ShowCorrected(tx, county, ring, NameShown::kMasked, &corrections);
  return corrections;
}

}  // namespace qianmo::ledger
