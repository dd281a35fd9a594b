// The folder of a key ring on disk: nobody else may enter it, and what is written to it is whole
// and durable or absent. Knows files, not keys.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace qianmo::crypto {

// Closes it on destruction.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  int operator*() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

class KeyDirectory {
 public:
  static Result<KeyDirectory> Open(const std::filesystem::path& path);
  // Makes `path` with what `fill` writes into it; a reader sees all of it or nothing. Refuses when
  // `path` holds anything; what a killed earlier try left behind is removed.
  static Result<Done> Build(const std::filesystem::path& path,
                            const std::function<Result<Done>(const KeyDirectory&)>& fill);

  const std::filesystem::path& path() const { return path_; }

  // Waits until no other process or thread writes here; held as long as the descriptor. Removes
  // what killed writers left behind.
  Result<FileDescriptor> LockForWriting() const;
  // Sorted names of what is here, except the traces of killed writers.
  Result<std::vector<std::string>> Names() const;
  // Changes whenever a file is added, replaced or touched.
  Result<std::string> Stamp() const;

  // Refuses a file that the group or others may read.
  Result<std::string> Read(const std::string& name) const;
  // A secret, mode 0600. Refuses to replace a file of that name.
  Result<Done> WriteNew(const std::string& name, std::string_view text) const;
  // Open to all readers, mode 0644; replaces an older one.
  Result<Done> Publish(const std::string& name, std::string_view text) const;

 private:
  KeyDirectory(std::filesystem::path path, FileDescriptor self)
      : path_(std::move(path)), self_(std::move(self)) {}
  Refusal CannotRead(const std::string& name, int error) const;
  Refusal CannotWrite(const std::string& name, int error) const;
  Result<std::string> WriteTemporary(const std::string& name, std::string_view text,
                                     unsigned mode) const;
  int FillTemporary(int file, std::string_view text, unsigned mode) const;

  std::filesystem::path path_;
  FileDescriptor self_;
};

}  // namespace qianmo::crypto
