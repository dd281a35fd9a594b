#include "identity/household_service.h"

#include "identity/account_store.h"
#include "identity/callers.h"
#include "identity/domain/code_text.h"
#include "identity/domain/handle.h"
#include "identity/domain/household.h"
#include "identity/domain/identity_number.h"
#include "identity/domain/password_policy.h"
#include "identity/domain/refusals.h"
#include "identity/grant_store.h"
#include "identity/household_store.h"
#include "identity/knock.h"
#include "identity/new_secret.h"
#include "identity/notices.h"
#include "rpc/timestamp.h"

namespace qianmo::identity {
namespace {

std::string LetterCode(const rpc::Call& call) {
  return PrintedCode(call.Derive("letter code", kPrintedCodeBytes));
}

struct Wanted {
  CountyId county;
  Uuid household_id;
  OrgPath org_path;
  std::string display_name;
  std::string address;  // empty when not given
  std::optional<PersonIndex> person;
};

Result<Wanted> Parse(rpc::Call& call, const v1::IssueHouseholdCodeRequest& request) {
  QM_ASSIGN(const CountyId county, ParentCounty(call, request.parent()));
  QM_ASSIGN(const OrgPath org_path, ParseOrgPath(county, "org_path", request.org_path()));
  QM_ASSIGN(const std::string display_name,
            ParseDisplayName("display_name", request.display_name()));
  Wanted wanted{.county = county,
                .household_id = Uuid::Parse(request.household_id()).value(),
                .org_path = org_path,
                .display_name = display_name,
                .address = request.address(),
                .person = {}};
  if (!request.identity_number().empty()) {
    QM_ASSIGN(const std::string number,
              ParseIdentityNumber("identity_number", request.identity_number()));
    wanted.person = PersonIndex::Of(*call.room().keyring.Current(), county, number);
  }
  return wanted;
}

// Everything that a letter to this household touches: where the request says that it is, where its
// account is, and where a live letter came from. Otherwise an officer could slip in for any
// household by naming it as one of his own.
Result<LetterWay> DecideIssue(pg::Transaction& tx, rpc::Call& call, const Wanted& wanted,
                              const std::optional<Letter>& open) {
  const Actor actor = ActorOf(call.caller());
  const auto account_id = FindByHousehold(tx, wanted.county, wanted.household_id);
  std::vector<OrgPath> places{wanted.org_path};
  if (open && IsLive(open->code, call.now())) places.push_back(open->org_path);
  if (account_id) {
    QM_ASSIGN(const AccountRow account,
              FindAccount(tx, *call.room().keyring.Current(), wanted.county, *account_id));
    places.push_back(account.facts.org_path);
  }
  LetterWay way = LetterWay::kCounter;
  for (const OrgPath& place : places) {
    QM_TRY(call.MayTouch({.county = wanted.county,
                          .org_path = place.text(),
                          .household_id = wanted.household_id.ToString()}));
    QM_ASSIGN(const LetterWay here, DecideIssueLetter(actor, place, account_id.has_value()));
    if (here == LetterWay::kPrinted) way = here;
  }
  return way;
}

struct Letters {
  CountyId county;
  long long number;
  std::string code;
  std::string phone;  // normalised; empty when none was given
};

Result<Letters> Parse(const v1::ActivateHouseholdRequest& request) {
  const auto handle = ParseHandle("letter_number", request.letter_number());
  if (!handle || handle->form != HandleForm::kLetterNumber) {
    return refusals::CodeMistyped("letter_number");
  }
  const auto code = ReadPrintedCode(request.letter_code());
  if (!code) return refusals::CodeMistyped("letter_code");
  QM_TRY(CheckPin("pin", request.pin()));
  return Letters{CountyId{handle->county}, handle->letter, *code, request.phone()};
}

// Counts a wrong code before it is judged, so that a thousand at once do not all pass; whether it
// is right and the letter can still be used. The letter itself outlives all wrong codes.
Result<bool> IsUsable(rpc::Call& call, const Letters& letters) {
  QM_ASSIGN(
      const BucketKeys attempt,
      ChargePrintedCode(call, "letter/" + LetterNumber(letters.county.number, letters.number)));
  struct Seen {
    bool matches;
    bool usable;
  };
  const pg::TransactOptions options{.deadline = call.deadline()};
  QM_ASSIGN(const Seen seen,
            pg::Transact(call.room().pool, options, [&](pg::Transaction& tx) -> Result<Seen> {
              const auto found = LockLetter(tx, *call.room().keyring.Current(), letters.county,
                                            letters.number, letters.code);
              if (!found) return refusals::CodeRejected();
              const CodeJudgement judgement = Judge(found->letter.code, found->matches, call.now());
              return Seen{found->matches, !judgement.refusal};
            }));
  if (seen.matches) Refund(call, attempt);
  return seen.usable;
}

AccountId Open(pg::Transaction& tx, rpc::Call& call, const Letter& letter,
               const std::string& handle, const std::string& phone, const std::string& hash) {
  const auto id = AccountId::Make(call.now());
  std::optional<std::string> index;
  if (letter.person) index = letter.person->bytes();
  InsertAccount(tx, *call.room().keyring.Current(),
                {.county = letter.county,
                 .id = id,
                 .kind = AccountKind::kHousehold,
                 .state = AccountState::kActive,
                 .person = letter.person ? PersonOf(tx, letter.county, *letter.person, call.now())
                                         : PersonId::Make(call.now()),
                 .person_index = index,
                 .display_name = letter.display_name,
                 .handle = handle,
                 .phone = phone,
                 .org_path = letter.org_path,
                 .household_id = letter.household_id,
                 .password_hash = hash,
                 .create_time = call.now()});
  InsertGrant(tx, letter.county, id, {Role::kHouseholdHead, letter.org_path}, std::nullopt,
              call.now());
  return id;
}

// A new PIN, and a new telephone if one was given. The number of this letter, too, opens the
// account from now on: it is what its reader has in hand.
Result<Done> Renew(pg::Transaction& tx, rpc::Call& call, const Letter& letter, AccountId id,
                   const std::string& phone, const std::string& hash) {
  QM_ASSIGN(const AccountRow account,
            LockAccount(tx, *call.room().keyring.Current(), letter.county, id));
  if (account.facts.state != AccountState::kActive) return refusals::AccountDisabled();
  // Also its codes: those that went to the old telephone prove nothing about the new one.
  ReplaceSecret(tx, call, account, hash);
  const auto ring = call.room().keyring.Current();
  InsertHandle(tx, *ring, LetterNumber(letter.county.number, letter.number), letter.county, id);
  if (!phone.empty() && phone != account.phone) {
    SetPhone(tx, *call.room().keyring.Current(), letter.county, id, phone);
  }
  return Done{};
}

}  // namespace

Result<v1::IssueHouseholdCodeResponse> HouseholdService::IssueHouseholdCode(
    rpc::Call& call, const v1::IssueHouseholdCodeRequest& request) {
  QM_ASSIGN(const Wanted wanted, Parse(call, request));
  auto reply = call.Write([&](pg::Transaction& tx) -> Result<v1::IssueHouseholdCodeResponse> {
    const auto open = FindOpenLetter(tx, wanted.county, wanted.household_id);
    QM_ASSIGN(const LetterWay way, DecideIssue(tx, call, wanted, open));
    if (open) EndLetter(tx, wanted.county, open->number, std::nullopt, call.now());
    const Letter letter{.county = wanted.county,
                        .number = TakeLetterNumber(tx, wanted.county),
                        .household_id = wanted.household_id,
                        .org_path = wanted.org_path,
                        .display_name = wanted.display_name,
                        .person = wanted.person,
                        .issuer = ActorOf(call.caller()).account,
                        .code = {.purpose = CodePurpose::kLetter,
                                 .create_time = call.now(),
                                 .expire_time = call.now() + PolicyOf(CodePurpose::kLetter).life}};
    InsertLetter(tx, *call.room().keyring.Current(), letter, *ReadPrintedCode(LetterCode(call)));
    const bool printed = way == LetterWay::kPrinted;
    if (printed) {
      PostLetter(tx, call, letter, wanted.address, {LetterCode(call), letter.code.expire_time});
    } else if (open) {
      WithdrawLetters(tx, call, *open);
    }
    v1::IssueHouseholdCodeResponse issued;
    issued.set_printed_by_township(printed);
    issued.set_letter_number(LetterNumber(letter.county.number, letter.number));
    *issued.mutable_expire_time() = rpc::ToTimestamp(letter.code.expire_time);
    return issued;
  });
  if (reply && !reply->printed_by_township()) reply->set_letter_code(LetterCode(call));
  return reply;
}

Result<v1::Account> HouseholdService::ActivateHousehold(
    rpc::Call& call, const v1::ActivateHouseholdRequest& request) {
  QM_ASSIGN(const Letters letters, Parse(request));
  QM_ASSIGN(const bool usable, IsUsable(call, letters));
  // An ended letter may be this request's own, at a replay: the journal knows.
  std::string hash;
  if (usable) {
    QM_ASSIGN(hash, hasher_.Hash(request.pin(), call.deadline()));
  }
  call.SetCounty(letters.county);
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    const auto found = LockLetter(tx, ring, letters.county, letters.number, letters.code);
    const CodeJudgement judgement = Judge(found->letter.code, found->matches, call.now());
    if (judgement.refusal) return *judgement.refusal;
    if (hash.empty()) return refusals::CodeRejected();
    const Letter& letter = found->letter;
    auto id = FindByHousehold(tx, letters.county, letter.household_id);
    if (id) {
      QM_TRY(Renew(tx, call, letter, *id, letters.phone, hash));
    } else {
      const std::string handle = letters.phone.empty()
                                     ? LetterNumber(letters.county.number, letters.number)
                                     : letters.phone;
      if (FindByHandle(tx, ring, handle)) return refusals::HandleTaken();
      id = Open(tx, call, letter, handle, letters.phone, hash);
    }
    EndLetter(tx, letters.county, letters.number, *id, call.now());
    return ReadAccount(tx, ring, letters.county, *id);
  });
}

}  // namespace qianmo::identity
