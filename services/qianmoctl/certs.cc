#include "qianmoctl/certs.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <signal.h>

#include "base/time_text.h"
#include "crypto/certificate_folder.h"
#include "rpc/log.h"

namespace qianmo::ctl {
namespace {

using crypto::CertificateFolder;
using std::chrono::seconds;

constexpr int kShortestLife = 3;
constexpr int kLongestLife = 30 * 24 * 60 * 60;
constexpr Duration kLongestSleep = seconds(60);  // the machine may have slept longer than we
constexpr Duration kShortestSleep = std::chrono::milliseconds(500);  // after a failure

struct Wish {
  std::string folder;
  std::vector<std::string> names;
  int life_seconds = 24 * 60 * 60;

  seconds life() const { return seconds(life_seconds); }
};

void Init(const Wish& wish) {
  Must(CertificateFolder::Create(wish.folder, SystemClock().Now()));
  std::cout << "CA created in " << wish.folder << '\n';
}

void Print(const std::string& name, const crypto::CertificateFacts& facts) {
  std::cout << std::left << std::setw(16) << name << "until " << FormatRfc3339(facts.not_after)
            << "  " << facts.serial << '\n';
}

void Issue(const Wish& wish) {
  const CertificateFolder folder = Must(CertificateFolder::Open(wish.folder));
  for (const std::string& name : wish.names) {
    Print(name, Must(folder.Issue(name, SystemClock().Now(), wish.life())));
  }
}

void Show(const Wish& wish) {
  const CertificateFolder folder = Must(CertificateFolder::Open(wish.folder));
  for (const std::string& name : wish.names) Print(name, Must(folder.Show(name)));
}

// When a third of its life is over: early enough that a day of trouble does no harm.
Time DueTime(const CertificateFolder& folder, const std::string& name, const Wish& wish) {
  const auto facts = folder.Show(name);
  return facts ? facts->not_after - wish.life() * 2 / 3 : Time();
}

// Returns when the next renewal is due.
Time RenewDue(const CertificateFolder& folder, const Wish& wish) {
  Time next = Time::max();
  for (const std::string& name : wish.names) {
    const Time now = SystemClock().Now();
    if (DueTime(folder, name, wish) <= now) {
      const auto issued = folder.Issue(name, now, wish.life());
      if (issued) {
        rpc::Log(rpc::Level::kInfo, "certificate_renewed",
                 {{"name", name}, {"until", FormatRfc3339(issued->not_after)}});
      } else {
        rpc::Log(rpc::Level::kError, "certificate_not_renewed",
                 {{"name", name}, {"error", issued.refusal().message}});
      }
    }
    next = std::min(next, DueTime(folder, name, wish));
  }
  return next;
}

// Whether somebody asked us to stop before that time was over.
bool StoppedWithin(const sigset_t& signals, Duration time) {
  const auto whole = std::chrono::floor<seconds>(time);
  const timespec patience{static_cast<time_t>(whole.count()),
                          static_cast<long>(std::chrono::nanoseconds(time - whole).count())};
  return sigtimedwait(&signals, nullptr, &patience) > 0;
}

void Keep(const Wish& wish) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  const CertificateFolder folder = Must(CertificateFolder::Open(wish.folder));
  Duration wait;
  do {
    const Time next = RenewDue(folder, wish);
    wait = std::clamp(next - SystemClock().Now(), kShortestSleep, kLongestSleep);
  } while (!StoppedWithin(signals, wait));
}

CLI::App* Add(CLI::App* certs, const char* name, const char* says,
              const std::shared_ptr<Wish>& wish) {
  CLI::App* command = certs->add_subcommand(name, says);
  command->add_option("--folder", wish->folder, "The folder of the CA")->required();
  return command;
}

void AddNames(CLI::App* command, const std::shared_ptr<Wish>& wish) {
  command
      ->add_option("--names", wish->names, "Comma-separated: identity, gateway, operator and so on")
      ->delimiter(',')
      ->required();
}

void AddLife(CLI::App* command, const std::shared_ptr<Wish>& wish) {
  command->add_option("--life", wish->life_seconds, "Seconds until a certificate expires")
      ->check(CLI::Range(kShortestLife, kLongestLife))
      ->capture_default_str();
}

}  // namespace

void AddCerts(CLI::App& app) {
  CLI::App* certs =
      app.add_subcommand("certs", "The CA of a development exchange")->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();
  Add(certs, "init", "Makes a CA; exit 3 when there is one already", wish)->callback([wish] {
    Init(*wish);
  });
  CLI::App* issue = Add(certs, "issue", "Issues a certificate to each of these names", wish);
  AddNames(issue, wish);
  AddLife(issue, wish);
  issue->callback([wish] { Issue(*wish); });
  CLI::App* keep = Add(certs, "keep", "Runs on, and renews each after a third of its life", wish);
  AddNames(keep, wish);
  AddLife(keep, wish);
  keep->callback([wish] { Keep(*wish); });
  CLI::App* show = Add(certs, "show", "Until when each is good", wish);
  AddNames(show, wish);
  show->callback([wish] { Show(*wish); });
}

}  // namespace qianmo::ctl
