// A folder that appears whole or not at all.
#pragma once

#include <filesystem>
#include <string>

namespace qianmo::ctl {

// Is filled as "NAME.new", which goes away with this object unless Publish was called. What a
// killed earlier try left there is removed; a living one is refused.
class Staging {
 public:
  // Throws a Failure when `final_name` exists or cannot be made.
  explicit Staging(const std::filesystem::path& final_name);
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Waits until all of it is on the disk, then gives it its name.
  void Publish();

 private:
  void Lock();

  const std::filesystem::path final_name_;
  const std::filesystem::path path_;
  int lock_ = -1;
  bool published_ = false;
};

}  // namespace qianmo::ctl
