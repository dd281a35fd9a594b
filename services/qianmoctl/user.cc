#include "qianmoctl/user.h"

#include <system_error>

#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qianmoctl/command.h"

namespace qianmo::ctl {
namespace {

void Give(const std::filesystem::path& path, const User& user) {
  if (lchown(path.c_str(), user.uid, user.gid) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot give away " + path.string());
  }
}

}  // namespace

User User::Current() {
  const passwd* entry = getpwuid(geteuid());
  const std::string name = entry == nullptr ? std::to_string(geteuid()) : entry->pw_name;
  return {.name = name, .uid = geteuid(), .gid = getegid(), .groups = {}};
}

User User::Unprivileged(const std::string& name) {
  if (geteuid() != 0) return Current();
  const passwd* entry = getpwnam(name.c_str());
  if (entry == nullptr) {
    throw Failure("there is no system user " + name + ", and PostgreSQL does not run as root");
  }
  if (entry->pw_uid == 0) throw Failure("PostgreSQL does not run as " + name);
  User user{.name = name, .uid = entry->pw_uid, .gid = entry->pw_gid, .groups = {}};
  int count = 0;
  getgrouplist(name.c_str(), user.gid, nullptr, &count);
  user.groups.resize(static_cast<std::size_t>(count));
  getgrouplist(name.c_str(), user.gid, user.groups.data(), &count);
  return user;
}

bool User::Become() const {
  if (geteuid() == uid) return true;
  return setgroups(groups.size(), groups.data()) == 0 && setgid(gid) == 0 && setuid(uid) == 0;
}

void User::Own(const std::filesystem::path& folder) const {
  if (geteuid() == uid) return;
  Give(folder, *this);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    Give(entry.path(), *this);
  }
}

void User::RequireEntry(const std::filesystem::path& folder) const {
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) _exit(Become() && access(folder.c_str(), X_OK) == 0 ? 0 : 1);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (status != 0) {
    throw Failure("the user " + name + " cannot enter " + folder.string() +
                  ", and PostgreSQL runs as that user; choose another place");
  }
}

}  // namespace qianmo::ctl
