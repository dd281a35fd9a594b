// The system users that other programs run as. PostgreSQL's server never runs as root.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace qianmo::ctl {

struct User {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;

  // Whoever runs this program.
  static User Current();
  // The same; or, when that is root, the user `name`. Throws a Failure when there
  // is no such user.
  static User Unprivileged(const std::string& name);

  // For a child between fork and exec: only system calls. Does nothing when it is this user
  // already. False when the system refuses.
  bool Become() const;
  // Gives a folder and all that is in it to this user, when it is another's.
  void Own(const std::filesystem::path& folder) const;
  // Throws a Failure unless this user may enter `folder`.
  void RequireEntry(const std::filesystem::path& folder) const;
};

}  // namespace qianmo::ctl
