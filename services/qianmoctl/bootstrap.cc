#include "qianmoctl/bootstrap.h"

#include <array>
#include <iomanip>
#include <iostream>
#include <memory>

#include "base/text.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "identity/account_store.h"
#include "identity/domain/code_text.h"
#include "identity/domain/handle.h"
#include "identity/domain/identity_number.h"
#include "identity/grant_store.h"
#include "identity/person_store.h"
#include "qianmoctl/county_store.h"
#include "qianmoctl/session.h"

namespace qianmo::ctl {
namespace {

struct OfficerOptions {
  std::string handle;
  std::string name;
  std::string identity_number;
};

struct Options {
  int county = 0;
  std::string name;
  std::string code;
  std::array<OfficerOptions, 2> officers;
};

struct Founder {
  std::string handle;
  std::string display_name;
  std::string identity_number;
  std::string password;  // to be changed at once
  std::string hash;
};

Founder Prepare(const OfficerOptions& options, crypto::PasswordHasher& hasher) {
  Founder founder;
  founder.handle = Must(identity::ParseChosenHandle("handle", options.handle), kUsage).text;
  founder.display_name = Must(NormalizeName(options.name), kUsage);
  if (founder.display_name.empty()) throw Failure("an officer needs a name", kUsage);
  founder.identity_number =
      Must(identity::ParseIdentityNumber("identity number", options.identity_number), kUsage);
  founder.password = identity::PrintedCode(crypto::RandomBytes(identity::kPrintedCodeBytes));
  founder.hash =
      Must(hasher.Hash(founder.password, std::chrono::steady_clock::now() + kHashTime), kUsage);
  return founder;
}

Result<Done> Insert(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                    const Founder& founder, Time now) {
  if (identity::FindByHandle(tx, ring, founder.handle)) {
    return Refusal{Refusal::Kind::kExists, "HANDLE_TAKEN",
                   "another account uses the handle " + founder.handle};
  }
  const auto index = identity::PersonIndex::Of(ring, county, founder.identity_number);
  const auto org_path = OrgPath::Of(county);
  const auto id = identity::AccountId::Make(now);
  identity::InsertAccount(tx, ring,
                          {.county = county,
                           .id = id,
                           .kind = identity::AccountKind::kOfficer,
                           .state = identity::AccountState::kPending,
                           .person = identity::PersonOf(tx, county, index, now),
                           .person_index = index.bytes(),
                           .display_name = founder.display_name,
                           .handle = founder.handle,
                           .phone = {},
                           .org_path = org_path,
                           .password_hash = founder.hash,
                           .must_change_password = true,
                           .create_time = now});
  identity::InsertGrant(tx, county, id, {identity::Role::kCountyAdmin, org_path}, std::nullopt,
                        now);
  return Done{};
}

Result<Done> Open(pg::Transaction& tx, const crypto::Keyring& ring, const County& county,
                  const std::array<Founder, 2>& founders, Time now) {
  const auto there = FindCounty(tx, county.id);
  if (there && *there != county) {
    return Refusal{Refusal::Kind::kExists, "COUNTY_EXISTS",
                   "county " + std::to_string(county.id.number) + " is " + there->name + " (" +
                       there->code + ") here; its number is never given to another"};
  }
  InsertCounty(tx, county);
  for (const Founder& founder : founders) QM_TRY(Insert(tx, ring, county.id, founder, now));
  return Done{};
}

void Print(const County& county, const std::array<Founder, 2>& founders) {
  std::cout << "County " << county.id.number << ", " << county.name << " (" << county.code
            << "), is open. Its first two officers:\n\n";
  for (const Founder& founder : founders) {
    std::cout << "  " << std::left << std::setw(24) << founder.handle << founder.password << '\n';
  }
  std::cout << "\nThese passwords are shown only now. Each officer signs in, changes the password,"
               " enrols\na second factor and confirms the account of the other, whose identity"
               " number it types again.\n";
}

void Bootstrap(const Settings& settings, const Options& options) {
  const auto ring = settings.Ring();
  const County county{CountyId{options.county}, Must(NormalizeName(options.name), kUsage),
                      options.code};
  if (county.name.empty()) throw Failure("a county needs a name", kUsage);
  crypto::PasswordHasher hasher(crypto::PasswordHasher::Parameters(), 1);
  const std::array<Founder, 2> founders = {Prepare(options.officers[0], hasher),
                                           Prepare(options.officers[1], hasher)};
  if (founders[0].handle == founders[1].handle) {
    throw Failure("the two officers need handles of their own", kUsage);
  }
  if (founders[0].identity_number == founders[1].identity_number) {
    throw Failure("the two officers must be two persons: nobody confirms themselves", kUsage);
  }
  const Time now = SystemClock().Now();
  const bool opened = Session(settings.Database()).Write([&](pg::Transaction& tx) -> Result<bool> {
    QM_TRY(HoldCounties(tx));
    if (IsForDemo(tx)) {
      return Refusal{Refusal::Kind::kPrecondition, "DEMO_DATABASE",
                     "this database is for the demo, whose passwords everybody knows; a real county"
                     " has a database of its own"};
    }
    if (HasAccounts(tx, county.id)) return false;
    QM_TRY(Open(tx, ring, county, founders, now));
    return true;
  });
  if (!opened) {
    throw Failure("county " + std::to_string(options.county) +
                      " has accounts already; its officers make the others",
                  kThereAlready);
  }
  Print(county, founders);
}

void AddOfficer(CLI::App* bootstrap, const std::string& which, OfficerOptions* officer) {
  std::string variable = "QIANMO_" + which + "_IDENTITY_NUMBER";
  for (char& c : variable) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const std::string flag = "--" + which + "-";
  bootstrap->add_option(flag + "handle", officer->handle, "What the officer signs in with")
      ->required();
  bootstrap->add_option(flag + "name", officer->name, "As it is written on paper")->required();
  bootstrap
      ->add_option(flag + "identity-number", officer->identity_number,
                   "Tells persons apart; kept only as a keyed digest")
      ->envname(variable)
      ->required();
}

}  // namespace

void AddBootstrap(CLI::App& app, Settings& settings) {
  const auto options = std::make_shared<Options>();
  CLI::App* bootstrap =
      app.add_subcommand("bootstrap",
                         "Opens a county with its first two officers; exit 3 when it "
                         "has accounts already");
  bootstrap->add_option("--county", options->county, "Its number, which never changes")
      ->required()
      ->check(CLI::Range(1, 999'999'999));
  bootstrap->add_option("--name", options->name, "Such as 甲县")->required();
  bootstrap->add_option("--code", options->code, "GB/T 2260, six digits")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& code) {
            const bool fits = code.size() == 6 && code.find_first_not_of("0123456789") == code.npos;
            return std::string(fits ? "" : "a county's code has six digits");
          },
          "SIX DIGITS"));
  AddOfficer(bootstrap, "first", &options->officers[0]);
  AddOfficer(bootstrap, "second", &options->officers[1]);
  bootstrap->callback([&settings, options] { Bootstrap(settings, *options); });
}

}  // namespace qianmo::ctl
