#include "qianmoctl/restore.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include <sys/stat.h>

#include "base/time_text.h"
#include "qianmoctl/manifest.h"
#include "qianmoctl/program.h"
#include "qianmoctl/scratch_cluster.h"
#include "qianmoctl/staging.h"
#include "qianmoctl/verify.h"

namespace qianmo::ctl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFaults = 20;

struct RestoreWish {
  std::string from;
  std::string to;
  std::string user = "qianmo";
  bool verify = false;
};

// What pg_verifybackup finds wrong with the files of the cluster, in its own words.
void AddFaultsOfCluster(const fs::path& data, std::vector<std::string>* faults) {
  static const std::string kSays = "pg_verifybackup: error: ";
  const CommandLine command{.words = {PostgresProgram("pg_verifybackup"), data.string()},
                            .user = User::Current()};
  const std::size_t before = faults->size();
  const int code = RunToEnd(command, [&](const std::string& line) {
    if (line.starts_with(kSays)) faults->push_back(line.substr(kSays.size()));
  });
  if (code != 0 && faults->size() == before) {
    faults->push_back("pg_verifybackup ends with " + std::to_string(code));
  }
}

void RequireWhole(const fs::path& backup, const Manifest& manifest) {
  std::vector<std::string> faults = manifest.Faults(backup);
  // Its own manifest must be the right one before it can be asked.
  if (faults.empty()) AddFaultsOfCluster(backup / "data", &faults);
  if (faults.empty()) return;
  std::string sentence = "the backup " + backup.string() + " is damaged:";
  for (std::size_t i = 0; i < faults.size() && i < kMostFaults; ++i) sentence += "\n  " + faults[i];
  if (faults.size() > kMostFaults) {
    sentence += "\n  and " + std::to_string(faults.size() - kMostFaults) + " more";
  }
  throw Failure(sentence);
}

void VerifyRestored(const fs::path& restored, const Manifest& manifest, const User& user) {
  std::cout << "starting a scratch cluster from it ..." << std::endl;
  ScratchCluster cluster(restored / "data", user, manifest.role);
  Verify({.database_url = cluster.Url(manifest.database), .keys = restored / "keys"});
  cluster.Stop();
}

void Restore(const RestoreWish& wish) {
  const Manifest manifest = Manifest::Load(wish.from);
  const User user = User::Unprivileged(wish.user);
  umask(077);
  Staging staging(wish.to);
  user.RequireEntry(staging.path().parent_path());
  std::cout << "checking the backup of " << FormatRfc3339(manifest.time) << ", PostgreSQL "
            << manifest.postgresql << " ..." << std::endl;
  RequireWhole(wish.from, manifest);
  std::cout << "copying ..." << std::endl;
  for (const char* folder : {"data", "keys"}) {
    fs::copy(fs::path(wish.from) / folder, staging.path() / folder,
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  user.Own(staging.path());
  if (wish.verify) VerifyRestored(staging.path(), manifest, user);
  staging.Publish();
  const fs::path to(wish.to);
  std::cout << "restored: the cluster in " << (to / "data").string() << ", the key ring in "
            << (to / "keys").string() << ", both of the user " << user.name << '\n';
}

}  // namespace

void AddRestore(CLI::App& app, Settings&) {
  const auto wish = std::make_shared<RestoreWish>();
  CLI::App* restore =
      app.add_subcommand("restore", "Makes a data folder and a key ring from a backup");
  restore->add_option("--from", wish->from, "The folder that backup has made")->required();
  restore->add_option("--to", wish->to, "The folder to make; it must not exist")->required();
  restore->add_flag("--verify", wish->verify,
                    "Starts it on a private socket and runs verify with the restored keys");
  restore->add_option("--user", wish->user, "Whose it will be, when root restores")
      ->capture_default_str();
  restore->callback([wish] { Restore(*wish); });
}

}  // namespace qianmo::ctl
