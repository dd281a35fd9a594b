#include "qianmoctl/command.h"

namespace qianmo::ctl {

Failure Refused(const Refusal& refusal, int code) {
  return Failure(refusal.message, refusal.kind == Refusal::Kind::kExists ? kThereAlready : code);
}

std::string Trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

const std::string& Settings::Database() const {
  if (database_url.empty()) {
    throw Failure("no database is named; give --database or QIANMO_DATABASE_URL", kUsage);
  }
  return database_url;
}

const std::string& Settings::KeyFolder() const {
  if (keys.empty()) throw Failure("no key ring is named; give --keys or QIANMO_KEYS", kUsage);
  return keys;
}

crypto::Keyring Settings::Ring() const { return Must(crypto::Keyring::Load(KeyFolder())); }

}  // namespace qianmo::ctl
