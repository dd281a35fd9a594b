#include "crypto/key_directory.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/random.h"
#include "crypto/wipe.h"

namespace qianmo::crypto {
namespace {

constexpr std::string_view kTemporaryPrefix = ".new-";
constexpr std::size_t kLargestFile = 4096;
constexpr mode_t kNotTheOwner = 077;

std::string Why(int error) { return std::generic_category().message(error); }

Refusal Unwritable(const std::filesystem::path& path, int error) {
  return {Refusal::Kind::kDenied, "KEYRING_UNWRITABLE",
          "cannot write " + path.string() + ": " + Why(error)};
}

Refusal Exposed(const std::filesystem::path& path, const char* mode) {
  return {Refusal::Kind::kDenied, "KEYRING_EXPOSED",
          path.string() + " is open to the group or to others; run: chmod " + mode + " " +
              path.string()};
}

int OpenFolder(const std::filesystem::path& path) {
  return open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

// 0 or the error.
int LockWhole(int folder) {
  while (flock(folder, LOCK_EX) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

int WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

bool IsTemporary(std::string_view name) { return name.starts_with(kTemporaryPrefix); }

std::string RandomLetters() {
  std::string letters = RandomBytes(16);
  for (char& letter : letters) letter = static_cast<char>('a' + (letter & 15));
  return letters;
}

// Every entry of the folder; an errno when it cannot be listed.
int List(int folder, std::vector<std::string>& names) {
  const int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (again < 0) return errno;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(fdopendir(again), closedir);
  if (!entries) return close(again), ENOMEM;
  errno = 0;
  while (const dirent* entry = readdir(entries.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  return errno;
}

// Only a killed Build leaves a staging folder, and the lock on the parent says that none is at
// work.
int RemoveStaging(const std::filesystem::path& staging) {
  std::error_code error;
  std::filesystem::remove_all(staging, error);
  return error.value();
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) close(number_);
}

Result<KeyDirectory> KeyDirectory::Open(const std::filesystem::path& path) {
  FileDescriptor self(OpenFolder(path));
  if (!self && errno == ENOENT) {
    return Refusal{Refusal::Kind::kNotFound, "KEYRING_MISSING",
                   "there is no key ring at " + path.string()};
  }
  struct stat status {};
  if (!self || fstat(*self, &status) != 0) {
    return Refusal{Refusal::Kind::kDenied, "KEYRING_UNREADABLE",
                   "cannot open the key ring at " + path.string() + ": " + Why(errno)};
  }
  if (status.st_mode & kNotTheOwner) return Exposed(path, "0700");
  return KeyDirectory(path, std::move(self));
}

Result<Done> KeyDirectory::Build(const std::filesystem::path& path,
                                 const std::function<Result<Done>(const KeyDirectory&)>& fill) {
  // Without a trailing slash, and with a parent also for a bare name.
  const auto full = std::filesystem::absolute(path / "").lexically_normal().parent_path();
  const std::filesystem::path parent = full.parent_path();
  std::filesystem::path staging = full;
  staging += ".creating";

  const FileDescriptor lock(OpenFolder(parent));
  if (!lock) return Unwritable(parent, errno);
  if (const int error = LockWhole(*lock)) return Unwritable(parent, error);
  std::error_code unclear;
  if (std::filesystem::exists(full, unclear) && !std::filesystem::is_empty(full, unclear)) {
    return Refusal{Refusal::Kind::kExists, "KEYRING_EXISTS",
                   full.string() + " holds files already; a key ring is never overwritten"};
  }
  if (const int error = RemoveStaging(staging)) return Unwritable(staging, error);
  if (mkdir(staging.c_str(), 0700) != 0) return Unwritable(staging, errno);
  Result<Done> filled = [&]() -> Result<Done> {
    QM_ASSIGN(const KeyDirectory directory, Open(staging));
    QM_TRY(fill(directory));
    // Replaces an empty folder, and fails on one that was filled since we looked.
    if (rename(staging.c_str(), full.c_str()) != 0) return Unwritable(full, errno);
    return Done{};
  }();
  if (!filled) {
    RemoveStaging(staging);
    return filled;
  }
  if (fsync(*lock) != 0) return Unwritable(parent, errno);
  return Done{};
}

Result<FileDescriptor> KeyDirectory::LockForWriting() const {
  // Its own open file: locks taken through one open file do not exclude each other.
  FileDescriptor lock(openat(*self_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock) return Unwritable(path_, errno);
  if (const int error = LockWhole(*lock)) return Unwritable(path_, error);
  std::vector<std::string> names;
  if (const int error = List(*self_, names)) return CannotRead("", error);
  for (const std::string& name : names) {
    if (IsTemporary(name) && unlinkat(*self_, name.c_str(), 0) != 0) {
      return CannotWrite(name, errno);
    }
  }
  return lock;
}

Result<std::vector<std::string>> KeyDirectory::Names() const {
  std::vector<std::string> names;
  if (const int error = List(*self_, names)) return CannotRead("", error);
  std::erase_if(names, IsTemporary);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::string> KeyDirectory::Stamp() const {
  QM_ASSIGN(const std::vector<std::string> names, Names());
  std::string stamp;
  for (const std::string& name : names) {
    struct stat status {};
    if (fstatat(*self_, name.c_str(), &status, 0) != 0) return CannotRead(name, errno);
    stamp += name;
    for (const auto part : {static_cast<long>(status.st_ino), static_cast<long>(status.st_size),
                            static_cast<long>(status.st_ctim.tv_sec), status.st_ctim.tv_nsec}) {
      stamp += ' ' + std::to_string(part);
    }
    stamp += '\n';
  }
  return stamp;
}

Result<std::string> KeyDirectory::Read(const std::string& name) const {
  // Not blocking, so that a pipe with a key's name cannot hang the server.
  const FileDescriptor file(openat(*self_, name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!file || fstat(*file, &status) != 0) return CannotRead(name, errno);
  if (!S_ISREG(status.st_mode)) return CannotRead(name, EINVAL);
  if (status.st_mode & kNotTheOwner) return Exposed(path_ / name, "0600");
  std::string text(kLargestFile, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = read(*file, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return CannotRead(name, errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

Result<Done> KeyDirectory::WriteNew(const std::string& name, std::string_view text) const {
  QM_ASSIGN(const std::string temporary, WriteTemporary(name, text, 0600));
  // A link, because a rename would silently replace another process's key.
  const bool linked = linkat(*self_, temporary.c_str(), *self_, name.c_str(), 0) == 0;
  const int error = linked ? 0 : errno;
  unlinkat(*self_, temporary.c_str(), 0);
  if (error) return CannotWrite(name, error);
  if (fsync(*self_) != 0) return CannotWrite(name, errno);
  return Done{};
}

Result<Done> KeyDirectory::Publish(const std::string& name, std::string_view text) const {
  QM_ASSIGN(const std::string temporary, WriteTemporary(name, text, 0644));
  if (renameat(*self_, temporary.c_str(), *self_, name.c_str()) != 0) {
    const int error = errno;
    unlinkat(*self_, temporary.c_str(), 0);
    return CannotWrite(name, error);
  }
  if (fsync(*self_) != 0) return CannotWrite(name, errno);
  return Done{};
}

Result<std::string> KeyDirectory::WriteTemporary(const std::string& name, std::string_view text,
                                                 unsigned mode) const {
  const std::string temporary = std::string(kTemporaryPrefix) + RandomLetters();
  const FileDescriptor file(
      openat(*self_, temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return CannotWrite(name, errno);
  if (const int error = FillTemporary(*file, text, mode)) {
    unlinkat(*self_, temporary.c_str(), 0);
    return CannotWrite(name, error);
  }
  return temporary;
}

int KeyDirectory::FillTemporary(int file, std::string_view text, unsigned mode) const {
  struct stat folder {};
  if (fstat(*self_, &folder) != 0) return errno;
  // A key that root adds must stay readable to the user who runs the servers.
  if (geteuid() == 0 && fchown(file, folder.st_uid, folder.st_gid) != 0) return errno;
  if (fchmod(file, mode) != 0) return errno;
  if (const int error = WriteAll(file, text)) return error;
  return fsync(file) == 0 ? 0 : errno;
}

Refusal KeyDirectory::CannotRead(const std::string& name, int error) const {
  return {Refusal::Kind::kDenied, "KEYRING_UNREADABLE",
          "cannot read " + (name.empty() ? path_ : path_ / name).string() + ": " + Why(error)};
}

Refusal KeyDirectory::CannotWrite(const std::string& name, int error) const {
  return Unwritable(path_ / name, error);
}

}  // namespace qianmo::crypto
