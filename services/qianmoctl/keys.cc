#include "qianmoctl/keys.h"

#include <iomanip>
#include <iostream>
#include <memory>

#include "base/time_text.h"
#include "qianmoctl/migrate.h"

namespace qianmo::ctl {
namespace {

void Init(const Settings& settings) {
  Must(crypto::Keyring::Create(settings.KeyFolder(), SystemClock().Now()));
  std::cout << "key ring created in " << settings.KeyFolder() << '\n';
}

void List(const Settings& settings) {
  const crypto::Keyring ring = settings.Ring();
  for (const crypto::KeyPurpose purpose : crypto::kKeyPurposes) {
    for (const crypto::Key& key : ring.all(purpose)) {
      const bool newest = key.id() == ring.newest(purpose).id();
      std::cout << std::left << std::setw(12) << crypto::Name(purpose) << std::setw(5) << key.id()
                << FormatRfc3339(key.created()) << "  " << (newest ? "in use" : "older") << '\n';
    }
  }
}

std::uint32_t AddKey(const Settings& settings, crypto::KeyPurpose purpose) {
  const std::uint32_t id =
      Must(crypto::Keyring::Rotate(settings.KeyFolder(), purpose, SystemClock().Now()));
  std::cout << crypto::Name(purpose) << " key " << id << " is in use from now on\n";
  return id;
}

// The key comes first: whatever happens next, the passwords can be made again from the ring.
// Connections that are open stay open, and whoever connects anew reads the ring anew.
void RotateDatabase(const Settings& settings) {
  settings.Ring();
  Session session(settings.Database());
  RequireMigrator(session);
  AddKey(settings, crypto::KeyPurpose::kDatabase);
  try {
    std::cout << "passwords of " << SetPasswords(session, settings) << " service roles set\n";
  } catch (const std::exception& trouble) {
    throw Failure(std::string("the key was added, but the roles still have their old passwords, "
                              "and no service can connect anew; run qianmoctl migrate: ") +
                  trouble.what());
  }
}

void Rotate(const Settings& settings, const std::string& name) {
  const auto purpose = crypto::KeyPurposeNamed(name);
  if (!purpose)
    throw Failure("there are no keys for " + name + "; see qianmoctl keys list", kUsage);
  if (*purpose == crypto::KeyPurpose::kDatabase) return RotateDatabase(settings);
  AddKey(settings, *purpose);
}

}  // namespace

void AddKeys(CLI::App& app, Settings& settings) {
  CLI::App* keys = app.add_subcommand("keys", "The key ring")->require_subcommand(1)->fallthrough();
  keys->add_subcommand("init", "Makes a ring; exit 3 when there is one already")
      ->callback([&settings] { Init(settings); });
  keys->add_subcommand("list", "Purpose, number, birth and use of every key")
      ->callback([&settings] { List(settings); });
  keys->add_subcommand("publish", "Prints every public key that ever signed, as JSON")
      ->callback([&settings] { std::cout << settings.Ring().PublicHistory(); });
  const auto purpose = std::make_shared<std::string>();
  CLI::App* rotate = keys->add_subcommand(
      "rotate", "Adds a key; with 'database', sets the roles' new passwords as well");
  rotate->add_option("PURPOSE", *purpose, "As keys list shows it")->required();
  rotate->callback([&settings, purpose] { Rotate(settings, *purpose); });
}

}  // namespace qianmo::ctl
