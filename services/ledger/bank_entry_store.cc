#include "ledger/bank_entry_store.h"

#include "ledger/sealed.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(BankSide::kDebit) == v1::BankEntry::SIDE_DEBIT);
static_assert(static_cast<int>(MatchedBy::kTransfer) == v1::BankEntry::MATCHED_BY_TRANSFER);

std::vector<std::int64_t> Counts(const std::set<Fen>& amounts) {
  std::vector<std::int64_t> counts;
  for (const Fen amount : amounts) counts.push_back(amount.count());
  return counts;
}

BankEntryRow BankEntryIn(const pqxx::row& row, CountyId county, const crypto::Keyring& ring) {
  const auto id = pg::Get<BankEntryId>(row, "id");
  return {.id = id,
          .file = pg::Get<BankFileId>(row, "bank_file_id"),
          .line = pg::Get<std::int64_t>(row, "line"),
          .facts = {.side = static_cast<BankSide>(pg::Get<int>(row, "side")),
                    .reversal = pg::Get<bool>(row, "reversal")},
          .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
          .booking_date = pg::Get<Date>(row, "booking_date"),
          .value_date = pg::Get<Date>(row, "value_date"),
          .end_to_end_id = pg::Get<std::string>(row, "end_to_end_id"),
          .sub_account = pg::Get<std::string>(row, "sub_account"),
          .return_code = pg::Get<std::string>(row, "return_code"),
          .reference = pg::Get<std::string>(row, "reference"),
          .party = OpenBankParty(ring, county, id, pg::Get<pg::Bytes>(row, "party_sealed"))};
}

}  // namespace

BankParty OpenBankParty(const crypto::Keyring& ring, CountyId county, BankEntryId id,
                        std::string_view sealed) {
  v1::BankEntry told;
  const std::string plain = OpenValue(ring, "bank_entry.party", county, id.uuid, sealed);
  if (!told.ParseFromString(plain)) throw pg::Trouble("a stored party does not parse");
  return {told.party_name(), told.party_account(), told.party_bank(), told.remittance()};
}

void InsertBankStatement(pg::Transaction& tx, CountyId county, BankAccountId account,
                         BankFileId file, const NewBankStatement& statement, Time now) {
  const auto fen = [](const std::optional<Fen>& amount) {
    return amount ? std::optional(amount->count()) : std::nullopt;
  };
  tx.Run(
      "INSERT INTO ledger.bank_statement (county_id, id, bank_account_id, bank_file_id, kind,"
      "  bank_number, first_day, last_day, opening_fen, closing_fen, credits, debits, credit_fen,"
      "  debit_fen, known, jump_fen, create_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
      county, statement.id, account, file, static_cast<int>(statement.kind), statement.bank_number,
      statement.first_day, statement.last_day, fen(statement.opening), fen(statement.closing),
      statement.credits, statement.debits, statement.credit_sum.count(),
      statement.debit_sum.count(), statement.known, statement.jump.count(), now);
}

BankEntryCopy::BankEntryCopy(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                             BankAccountId account, Time now)
    : county_(county),
      ring_(ring),
      account_(account),
      now_(now),
      copy_(tx, "ledger.bank_entry",
            {"county_id", "id", "bank_account_id", "bank_statement_id", "identity", "line", "side",
             "amount_fen", "reversal", "booking_date", "value_date", "reference", "code",
             "end_to_end_id", "sub_account", "return_code", "party_sealed", "state", "reason"}) {}

void BankEntryCopy::Add(const NewBankEntry& entry) {
  const auto id = BankEntryId::Make(now_);
  v1::BankEntry told;
  told.set_party_name(entry.party.name);
  told.set_party_account(entry.party.account);
  told.set_party_bank(entry.party.bank);
  told.set_remittance(entry.party.remittance);
  const std::string sealed =
      SealValue(ring_, "bank_entry.party", county_, id.uuid, told.SerializeAsString());
  copy_.Add(county_, id, account_, entry.statement, entry.identity, entry.line,
            static_cast<int>(entry.side), entry.amount.count(), entry.reversal, entry.booking_date,
            entry.value_date, entry.reference, entry.code, entry.end_to_end_id, entry.sub_account,
            entry.return_code, pg::Bytes{sealed}, 1, "");
}

std::set<Uuid> KnownIdentities(pg::Transaction& tx, CountyId county, BankAccountId account,
                               const std::vector<Uuid>& identities) {
  std::set<Uuid> known;
  for (const auto& row : tx.Run("SELECT identity FROM ledger.bank_entry WHERE county_id = $1"
                                " AND bank_account_id = $2 AND identity = ANY ($3::uuid[])",
                                county, account, pg::Array(identities))) {
    known.insert(pg::Get<Uuid>(row, "identity"));
  }
  return known;
}

std::vector<ReferenceRow> StoredUnder(pg::Transaction& tx, CountyId county, BankAccountId account,
                                      const std::vector<std::string>& references) {
  std::vector<ReferenceRow> rows;
  for (const auto& row :
       tx.Run("SELECT e.reference, e.side, e.booking_date, e.identity FROM ledger.bank_entry e"
              " JOIN ledger.bank_statement s ON s.county_id = e.county_id"
              "  AND s.id = e.bank_statement_id AND s.kind = 1"
              " WHERE e.county_id = $1 AND e.bank_account_id = $2 AND e.reference <> ''"
              "  AND e.reference = ANY ($3::text[])",
              county, account, pg::Array(references))) {
    rows.push_back({.reference = pg::Get<std::string>(row, "reference"),
                    .side = static_cast<BankSide>(pg::Get<int>(row, "side")),
                    .booking_date = pg::Get<Date>(row, "booking_date"),
                    .identity = pg::Get<Uuid>(row, "identity")});
  }
  return rows;
}

std::vector<BankEntryRow> LockNewEntries(pg::Transaction& tx, CountyId county,
                                         const crypto::Keyring& ring, BankAccountId account,
                                         std::int64_t most) {
  std::vector<BankEntryRow> entries;
  for (const auto& row :
       tx.Run("SELECT e.id, s.bank_file_id, e.line, e.side, e.reversal, e.amount_fen,"
              "  e.booking_date, e.value_date, e.end_to_end_id, e.sub_account, e.return_code,"
              "  e.reference, e.party_sealed"
              " FROM ledger.bank_entry e JOIN ledger.bank_statement s"
              "  ON s.county_id = e.county_id AND s.id = e.bank_statement_id"
              " WHERE e.county_id = $1 AND e.bank_account_id = $2 AND e.state = 1"
              " ORDER BY e.id LIMIT $3 FOR UPDATE OF e",
              county, account, most)) {
    entries.push_back(BankEntryIn(row, county, ring));
  }
  return entries;
}

std::set<VoucherId> TakenVouchers(pg::Transaction& tx, CountyId county, const AccountCode& code,
                                  const std::vector<VoucherId>& vouchers) {
  std::set<VoucherId> taken;
  if (vouchers.empty()) return taken;
  for (const auto& row :
       tx.Run("SELECT e.voucher_id FROM ledger.bank_entry e JOIN ledger.bank_account b"
              "  ON b.county_id = e.county_id AND b.id = e.bank_account_id AND b.code = $3"
              " WHERE e.county_id = $1 AND e.voucher_id = ANY ($2::uuid[])",
              county, pg::Array(vouchers), code.text())) {
    taken.insert(pg::Get<VoucherId>(row, "voucher_id"));
  }
  return taken;
}

void SetMatched(pg::Transaction& tx, CountyId county, const std::vector<EntryMatch>& matches) {
  if (matches.empty()) return;
  std::vector<BankEntryId> ids;
  std::vector<int> by;
  std::vector<VoucherId> vouchers;
  std::vector<std::optional<AttemptId>> attempts;
  for (const EntryMatch& match : matches) {
    ids.push_back(match.entry);
    by.push_back(static_cast<int>(match.by));
    vouchers.push_back(match.voucher);
    attempts.push_back(match.attempt);
  }
  tx.Run(
      "UPDATE ledger.bank_entry e SET state = 2, matched_by = n.by, voucher_id = n.voucher,"
      "  attempt_id = n.attempt, reason = ''"
      " FROM unnest($2::uuid[], $3::smallint[], $4::uuid[], $5::uuid[])"
      "  AS n (id, by, voucher, attempt)"
      " WHERE e.county_id = $1 AND e.id = n.id",
      county, pg::Array(ids), pg::Array(by), pg::Array(vouchers), pg::Array(attempts));
}

PutBack PutBackUnmatched(pg::Transaction& tx, CountyId county, BankAccountId account,
                         const std::optional<Uuid>& after, std::int64_t most) {
  const auto rows = tx.Run(
      "WITH oldest AS (SELECT id FROM ledger.bank_entry WHERE county_id = $1"
      "   AND bank_account_id = $2 AND state = 3 AND ($3::uuid IS NULL OR id > $3::uuid)"
      "   ORDER BY id LIMIT $4 FOR UPDATE),"
      " back AS (UPDATE ledger.bank_entry e SET state = 1, reason = '' FROM oldest o"
      "   WHERE e.county_id = $1 AND e.id = o.id RETURNING e.id)"
      " SELECT id FROM back ORDER BY id",
      county, account, after, most);
  if (rows.empty()) return {};
  return {.entries = static_cast<std::int64_t>(rows.size()),
          .last = pg::Get<BankEntryId>(rows[rows.size() - 1], "id")};
}

void PutBackTransfers(pg::Transaction& tx, CountyId county, BankAccountId account) {
  tx.Run(
      "UPDATE ledger.bank_entry SET state = 1, reason = '' WHERE county_id = $1"
      " AND bank_account_id = $2 AND state = 3 AND reason = 'TRANSFER_UNDER_WAY'",
      county, account);
}

void SetToLook(pg::Transaction& tx, CountyId county, const std::vector<EntryToLook>& entries) {
  if (entries.empty()) return;
  std::vector<BankEntryId> ids;
  std::vector<std::string> reasons;
  for (const EntryToLook& entry : entries) {
    ids.push_back(entry.entry);
    reasons.push_back(entry.reason);
  }
  tx.Run(
      "UPDATE ledger.bank_entry e SET state = 3, reason = n.reason"
      " FROM unnest($2::uuid[], $3::text[]) AS n (id, reason)"
      " WHERE e.county_id = $1 AND e.id = n.id",
      county, pg::Array(ids), pg::Array(reasons));
}

std::vector<UndecidedAttempt> UndecidedAttempts(pg::Transaction& tx, CountyId county,
                                                const crypto::Keyring& ring, BankAccountId account,
                                                const std::set<Fen>& amounts) {
  std::vector<UndecidedAttempt> attempts;
  if (amounts.empty()) return attempts;
  for (const auto& row :
       tx.Run("SELECT a.id, a.payment_id, p.amount_fen, p.payee_sealed, b.export_time"
              " FROM ledger.payment p JOIN ledger.payment_attempt a"
              "  ON a.county_id = p.county_id AND a.payment_id = p.id AND a.number = p.attempts"
              " JOIN ledger.payout_batch b ON b.county_id = a.county_id AND b.id = a.batch_id"
              " WHERE p.county_id = $1 AND p.bank_account_id = $2 AND p.state IN (2, 3, 7)"
              "  AND p.amount_fen = ANY ($3::bigint[]) ORDER BY a.id",
              county, account, pg::Array(Counts(amounts)))) {
    const auto payment = pg::Get<PaymentId>(row, "payment_id");
    attempts.push_back(
        {.id = pg::Get<AttemptId>(row, "id"),
         .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
         .payee = OpenPayee(ring, county, payment, pg::Get<pg::Bytes>(row, "payee_sealed")),
         .sent = BeijingDate(pg::Get<Time>(row, "export_time"))});
  }
  return attempts;
}

}  // namespace qianmo::ledger
