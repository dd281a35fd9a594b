// Starts a restored data folder where nobody else can reach it, to look at it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "qianmoctl/program.h"

namespace qianmo::ctl {

// Stops with this object.
class ScratchCluster {
 public:
  // Waits until it has recovered. `role` gets in without a password, the others with theirs; the
  // settings of the data folder hold, except for what belongs to its old place. Throws a Failure
  // with what PostgreSQL said when it does not start. `data` must be `user`'s.
  ScratchCluster(const std::filesystem::path& data, const User& user, const std::string& role);

  std::string Url(const std::string& database) const;
  // Throws a Failure when it did not shut down in good order; then the folder is not to be used.
  void Stop();

 private:
  // Of the socket, the log and the access rules. Goes also when the cluster never starts.
  class Folder {
   public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

   private:
    std::filesystem::path path_;
  };

  CommandLine Server(const std::filesystem::path& data) const;
  bool Accepts() const;
  [[noreturn]] void GiveUp() const;

  const User user_;
  const std::string role_;
  const Folder folder_;
  std::optional<Child> server_;
};

}  // namespace qianmo::ctl
