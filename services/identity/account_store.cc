#include "identity/account_store.h"

#include <algorithm>
#include <stdexcept>

#include "base/encoding.h"
#include "base/search_terms.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "identity/domain/handle.h"
#include "identity/domain/refusals.h"
#include "identity/person_store.h"
#include "pg/reader.h"

namespace qianmo::identity {
namespace {

static_assert(static_cast<int>(AccountKind::kOfficer) == v1::ACCOUNT_KIND_OFFICER);
static_assert(static_cast<int>(AccountKind::kBidder) == v1::ACCOUNT_KIND_BIDDER);
static_assert(static_cast<int>(AccountKind::kHousehold) == v1::ACCOUNT_KIND_HOUSEHOLD);
static_assert(static_cast<int>(AccountState::kPending) == v1::Account::STATE_PENDING);
static_assert(static_cast<int>(AccountState::kActive) == v1::Account::STATE_ACTIVE);
static_assert(static_cast<int>(AccountState::kDisabled) == v1::Account::STATE_DISABLED);

std::string SealIn(const crypto::Keyring& ring, std::string_view column, CountyId county,
                   AccountId id, std::string_view plain) {
  return crypto::Seal(ring, AccountPlace(column, county, id.ToString()), plain);
}

std::string Open(const crypto::Keyring& ring, std::string_view column, CountyId county,
                 std::string_view id, std::string_view sealed) {
  auto plain = crypto::Open(ring, AccountPlace(column, county, id), sealed);
  if (!plain) throw std::runtime_error("a sealed " + std::string(column) + " does not open");
  return *std::move(plain);
}

std::vector<pg::Bytes> AsBytes(const std::vector<crypto::Digest>& digests) {
  std::vector<pg::Bytes> bytes;
  for (const auto& digest : digests) bytes.push_back({AsText(digest)});
  return bytes;
}

std::optional<pg::Array<pg::Bytes>> IndexArray(const std::optional<std::string>& index) {
  if (!index) return std::nullopt;
  std::vector<pg::Bytes> digests;
  for (const auto digest : PersonIndex::Digests(*index)) digests.push_back({digest});
  return pg::Array(digests);
}

OrgPath ReadPath(const std::string& text) {
  auto path = OrgPath::Parse(text);
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  return *std::move(path);
}

std::vector<RoleHeld> ReadRoles(const pqxx::row& row) {
  const auto roles = pg::Get<std::vector<int>>(row, "roles");
  const auto paths = pg::Get<std::vector<std::string>>(row, "role_paths");
  std::vector<RoleHeld> held;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    held.push_back({static_cast<Role>(roles[i]), ReadPath(paths[i])});
  }
  return held;
}

AccountRow ReadFacts(const pqxx::row& row, const crypto::Keyring& ring, CountyId county) {
  const auto id = pg::Get<AccountId>(row, "id");
  AccountRow account{
      .county = county,
      .facts = {.id = id,
                .person = pg::Get<PersonId>(row, "person"),
                .kind = static_cast<AccountKind>(pg::Get<int>(row, "kind")),
                .state = static_cast<AccountState>(pg::Get<int>(row, "state")),
                .org_path = ReadPath(pg::Get<std::string>(row, "org_path")),
                .roles = ReadRoles(row),
                .creator_person = pg::Get<std::optional<PersonId>>(row, "creator_person"),
                .confirmed = pg::Get<bool>(row, "confirmed"),
                .must_change_password = pg::Get<bool>(row, "must_change_password"),
                .second_factor_enrolled = pg::Get<bool>(row, "second_factor"),
                .factor_remover = pg::Get<std::optional<PersonId>>(row, "factor_remover_person"),
                .reset_starter = pg::Get<std::optional<PersonId>>(row, "reset_starter_person")},
      .display_name = pg::Get<std::string>(row, "display_name"),
      .handle = Open(ring, "handle", county, id.ToString(), pg::Get<pg::Bytes>(row, "handle")),
      .phone = {},
      .phone_confirmed = pg::Get<bool>(row, "phone_confirmed"),
      .password_hash = pg::Get<std::string>(row, "password_hash"),
      .household_id = pg::Get<std::optional<Uuid>>(row, "household_id"),
      .party_id = pg::Get<std::optional<Uuid>>(row, "party_id")};
  if (const auto sealed = pg::Get<std::optional<pg::Bytes>>(row, "phone")) {
    account.phone = Open(ring, "phone", county, id.ToString(), *sealed);
  }
  return account;
}

}  // namespace

const char kAccountColumns[] = R"(
  'counties/' || a.county_id || '/accounts/' || a.id AS name, a.kind, a.state, a.display_name,
  encode(a.handle_sealed, 'hex') AS handle, encode(a.phone_sealed, 'hex') AS phone,
  a.phone_confirm_time IS NOT NULL AS phone_confirmed, a.org_path, a.person,
  (SELECT json_agg(json_build_object(
       'name', 'counties/' || g.county_id || '/accounts/' || g.account_id || '/grants/' || g.id,
       'role', g.role, 'org_path', g.org_path,
       'granter', 'counties/' || g.county_id || '/accounts/' || g.granter_id,
       'grant_time', g.grant_time) ORDER BY g.id)
     FROM identity.role_grant g
     WHERE g.county_id = a.county_id AND g.account_id = a.id AND g.revoke_time IS NULL) AS grants,
  EXISTS (SELECT FROM identity.authenticator t WHERE t.county_id = a.county_id
            AND t.account_id = a.id AND t.confirm_time IS NOT NULL) AS second_factor,
  a.household_id, a.party_id,
  'counties/' || a.county_id || '/accounts/' || a.creator_id AS creator, a.create_time,
  'counties/' || a.county_id || '/accounts/' || a.confirmer_id AS confirmer, a.confirm_time,
  a.disable_reason, a.disable_time, a.version AS etag)";

bool IsCounty(pg::Transaction& tx, CountyId county) {
  return !tx.Run("SELECT county_id FROM house.county WHERE county_id = $1", county).empty();
}

std::string AccountPlace(std::string_view column, CountyId county, std::string_view id) {
  return "identity.account." + std::string(column) + "/" + std::to_string(county.number) + "/" +
         std::string(id);
}

std::string AccountName(CountyId county, AccountId id) {
  return "counties/" + std::to_string(county.number) + "/accounts/" + id.ToString();
}

Result<AccountRow> FindAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               AccountId id) {
  const auto rows = tx.Run(
      "SELECT a.id, a.person, a.kind, a.state, a.org_path, a.display_name,"
      "  a.handle_sealed AS handle, a.phone_sealed AS phone,"
      "  a.phone_confirm_time IS NOT NULL AS phone_confirmed,"
      "  a.password_hash, a.must_change_password, a.household_id, a.party_id,"
      "  a.factor_remover_person, a.reset_starter_person,"
      "  a.confirm_time IS NOT NULL AS confirmed,"
      "  (SELECT c.person FROM identity.account c"
      "     WHERE c.county_id = $1 AND c.id = a.creator_id) AS creator_person,"
      "  EXISTS (SELECT FROM identity.authenticator t WHERE t.county_id = $1"
      "            AND t.account_id = a.id AND t.confirm_time IS NOT NULL) AS second_factor,"
      "  ARRAY(SELECT g.role FROM identity.role_grant g WHERE g.county_id = $1"
      "          AND g.account_id = a.id AND g.revoke_time IS NULL ORDER BY g.id) AS roles,"
      "  ARRAY(SELECT g.org_path FROM identity.role_grant g WHERE g.county_id = $1"
      "          AND g.account_id = a.id AND g.revoke_time IS NULL ORDER BY g.id) AS role_paths"
      " FROM identity.account a WHERE a.county_id = $1 AND a.id = $2",
      county, id);
  if (rows.empty()) return refusals::AccountNotFound();
  return ReadFacts(rows[0], ring, county);
}

Result<AccountRow> LockAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               AccountId id) {
  // Before the reading and not with it: roles that others gave while we waited must be seen.
  HoldAccounts(tx, county, {id});
  return FindAccount(tx, ring, county, id);
}

void HoldAccounts(pg::Transaction& tx, CountyId county, const std::vector<AccountId>& ids) {
  tx.Run(
      "SELECT id FROM identity.account WHERE county_id = $1 AND id = ANY ($2::uuid[])"
      " ORDER BY id FOR UPDATE",
      county, pg::Array(ids));
}

std::vector<crypto::Digest> HandleIndexes(const crypto::Keyring& ring, std::string_view handle) {
  return crypto::BlindIndexes(ring, kHandleIndex, handle);
}

std::vector<crypto::Digest> PhoneIndexes(const crypto::Keyring& ring, std::string_view phone) {
  return crypto::BlindIndexes(ring, kPhoneIndex, phone);
}

std::optional<HandleOwner> FindByHandle(pg::Transaction& tx, const crypto::Keyring& ring,
                                        std::string_view handle) {
  const auto digests = HandleIndexes(ring, handle);
  const auto rows = tx.Run(
      "SELECT county_id, account_id FROM identity.handle WHERE handle_index = ANY ($1::bytea[])"
      " LIMIT 1",
      pg::Array(AsBytes(digests)));
  if (rows.empty()) return std::nullopt;
  return HandleOwner{pg::Get<CountyId>(rows[0], "county_id"),
                     pg::Get<AccountId>(rows[0], "account_id")};
}

std::optional<AccountId> FindByHousehold(pg::Transaction& tx, CountyId county,
                                         const Uuid& household_id) {
  const auto rows =
      tx.Run("SELECT id FROM identity.account WHERE county_id = $1 AND household_id = $2", county,
             household_id);
  if (rows.empty()) return std::nullopt;
  return pg::Get<AccountId>(rows[0], "id");
}

Result<v1::Account> ReadAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                                AccountId id) {
  auto account = pg::ReadOne<v1::Account>(
      tx.Run(std::string("SELECT ") + kAccountColumns +
                 " FROM identity.account a WHERE a.county_id = $1 AND a.id = $2",
             county, id));
  if (!account) return refusals::AccountNotFound();
  Reveal(ring, &*account);
  return *std::move(account);
}

void Reveal(const crypto::Keyring& ring, v1::Account* account) {
  const std::string id = account->name().substr(account->name().rfind('/') + 1);
  const CountyId county = ReadPath(account->org_path()).county();
  const auto open = [&](std::string_view column, const std::string& hex) {
    return Open(ring, column, county, id, FromHex(hex).value_or(""));
  };
  account->set_handle(open("handle", account->handle()));
  if (!account->phone().empty()) account->set_phone(open("phone", account->phone()));
}

void MaskPersonal(v1::Account* account) {
  const auto handle = ParseHandle("handle", account->handle());
  // A letter's number says nothing about its reader.
  if (!handle || handle->form == HandleForm::kPhone) {
    account->set_handle(MaskPhone(account->handle()));
  } else if (handle->form == HandleForm::kName) {
    account->set_handle(MaskName(account->handle()));
  }
  if (!account->phone().empty()) account->set_phone(MaskPhone(account->phone()));
}

void InsertAccount(pg::Transaction& tx, const crypto::Keyring& ring, const NewAccount& account) {
  const auto seal = [&](std::string_view column, const std::string& plain) {
    return SealIn(ring, column, account.county, account.id, plain);
  };
  const std::string handle = seal("handle", account.handle);
  const auto handle_index = crypto::BlindIndex(ring, kHandleIndex, account.handle);
  std::optional<pg::Bytes> phone, phone_index;
  const std::string phone_sealed = seal("phone", account.phone);
  const auto phone_digest = crypto::BlindIndex(ring, kPhoneIndex, account.phone);
  if (!account.phone.empty()) {
    phone = {phone_sealed};
    phone_index = {AsText(phone_digest)};
  }
  tx.Run(
      "INSERT INTO identity.account (county_id, id, kind, state, person, person_indexes,"
      "  claimed_person_indexes, display_name, search_terms, handle_sealed, handle_index, "
      "phone_sealed, phone_index,"
      "  org_path, household_id, password_hash, must_change_password, creator_id, create_time,"
      "  disable_reason, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
      "  $19, '', 1)",
      account.county, account.id, static_cast<int>(account.kind), static_cast<int>(account.state),
      account.person, IndexArray(account.person_index), IndexArray(account.claimed_index),
      account.display_name, pg::Array(SearchTerms(account.display_name)), pg::Bytes{handle},
      pg::Bytes{AsText(handle_index)}, phone, phone_index, account.org_path.text(),
      account.household_id, account.password_hash, account.must_change_password, account.creator,
      account.create_time);
  InsertHandle(tx, ring, account.handle, account.county, account.id);
}

void InsertHandle(pg::Transaction& tx, const crypto::Keyring& ring, std::string_view handle,
                  CountyId county, AccountId id) {
  // Under every key: a process that has not seen a rotation yet collides all the same.
  const auto digests = HandleIndexes(ring, handle);
  tx.Run(
      "INSERT INTO identity.handle (handle_index, county_id, account_id)"
      " SELECT handle_index, $2, $3 FROM unnest($1::bytea[]) AS handle_index",
      pg::Array(AsBytes(digests)), county, id);
}

void SetConfirmed(pg::Transaction& tx, CountyId county, AccountId id, AccountState state,
                  AccountId confirmer, Time now) {
  tx.Run(
      "UPDATE identity.account SET state = $3, confirmer_id = $4, confirm_time = $5,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), confirmer, now);
}

void SetDisabled(pg::Transaction& tx, CountyId county, AccountId id, std::string_view reason,
                 Time now) {
  tx.Run(
      "UPDATE identity.account SET state = $3, disable_reason = $4, disable_time = $5,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(AccountState::kDisabled), reason, now);
}

void SetEnabled(pg::Transaction& tx, CountyId county, AccountId id, AccountState state) {
  tx.Run(
      "UPDATE identity.account SET state = $3, disable_reason = '', disable_time = NULL,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state));
}

void SetPassword(pg::Transaction& tx, CountyId county, AccountId id, std::string_view hash) {
  tx.Run(
      "UPDATE identity.account SET password_hash = $3, must_change_password = false,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, hash);
}

void SetPasswordHash(pg::Transaction& tx, CountyId county, AccountId id, std::string_view hash) {
  tx.Run("UPDATE identity.account SET password_hash = $3 WHERE county_id = $1 AND id = $2", county,
         id, hash);
}

void SetPhone(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, AccountId id,
              std::string_view phone) {
  const std::string sealed = SealIn(ring, "phone", county, id, phone);
  const auto index = crypto::BlindIndex(ring, kPhoneIndex, phone);
  tx.Run(
      "UPDATE identity.account SET phone_sealed = $3, phone_index = $4, phone_confirm_time = NULL,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, pg::Bytes{sealed}, pg::Bytes{AsText(index)});
}

void SetParty(pg::Transaction& tx, CountyId county, AccountId id, const Uuid& party) {
  tx.Run(
      "UPDATE identity.account SET party_id = $3, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, party);
}

void SetPhoneConfirmed(pg::Transaction& tx, CountyId county, AccountId id, Time now) {
  tx.Run(
      "UPDATE identity.account SET phone_confirm_time = $3, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, now);
}

void SetFactorRemover(pg::Transaction& tx, CountyId county, AccountId id, PersonId person) {
  tx.Run("UPDATE identity.account SET factor_remover_person = $3 WHERE county_id = $1 AND id = $2",
         county, id, person);
}

void SetResetStarter(pg::Transaction& tx, CountyId county, AccountId id, PersonId person) {
  tx.Run("UPDATE identity.account SET reset_starter_person = $3 WHERE county_id = $1 AND id = $2",
         county, id, person);
}

void ForgetHelpers(pg::Transaction& tx, CountyId county, AccountId id) {
  tx.Run(
      "UPDATE identity.account SET factor_remover_person = NULL, reset_starter_person = NULL"
      " WHERE county_id = $1 AND id = $2",
      county, id);
}

void MoveVersion(pg::Transaction& tx, CountyId county, AccountId id) {
  tx.Run("UPDATE identity.account SET version = version + 1 WHERE county_id = $1 AND id = $2",
         county, id);
}

}  // namespace qianmo::identity
