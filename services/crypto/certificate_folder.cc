#include "crypto/certificate_folder.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/key_directory.h"

namespace qianmo::crypto {
namespace {

namespace fs = std::filesystem;

constexpr char kSets[] = ".sets";
constexpr mode_t kOthers = 077;

Refusal FolderUnwritable(const fs::path& path, int error) {
  return {Refusal::Kind::kDenied, "CERTIFICATES_UNWRITABLE",
          "cannot write " + path.string() + ": " + std::generic_category().message(error)};
}

Result<Done> Write(const fs::path& path, const std::string& text, mode_t mode) {
  const FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file) return FolderUnwritable(path, errno);
  if (fchmod(*file, mode) != 0) return FolderUnwritable(path, errno);
  if (write(*file, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return FolderUnwritable(path, errno == 0 ? ENOSPC : errno);
  }
  return Done{};
}

std::string Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Result<Done> MakeFolder(const fs::path& path, mode_t mode) {
  if (mkdir(path.c_str(), mode) != 0 && errno != EEXIST) return FolderUnwritable(path, errno);
  return Done{};
}

// Held as long as the descriptor.
Result<FileDescriptor> Lock(const fs::path& folder) {
  FileDescriptor lock(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock) return FolderUnwritable(folder, errno);
  while (flock(*lock, LOCK_EX) != 0) {
    if (errno != EINTR) return FolderUnwritable(folder, errno);
  }
  return lock;
}

// Readers may be between two files of the set that was in use until now; older ones go.
void RemoveOldSets(const fs::path& sets, const std::string& name, const fs::path& newest,
                   const fs::path& before) {
  std::error_code gone;  // what stays behind is removed at the next renewal
  for (const auto& entry : fs::directory_iterator(sets, gone)) {
    const std::string set = entry.path().filename();
    const bool of_this_name = set.substr(0, set.rfind('.')) == name;
    if (of_this_name && set != newest.filename() && set != before.filename()) {
      fs::remove_all(entry.path(), gone);
    }
  }
}

}  // namespace

Result<CertificateFolder> CertificateFolder::Create(const fs::path& path, Time now) {
  QM_TRY(MakeFolder(path, 0700));
  QM_TRY(MakeFolder(path / kSets, 0700));
  QM_ASSIGN(const FileDescriptor lock, Lock(path / kSets));
  if (fs::exists(path / "ca.pem")) {
    return Refusal{Refusal::Kind::kExists, "CA_EXISTS",
                   "there is a CA in " + path.string() + " already"};
  }
  const CertifiedKey authority = MakeAuthority(now);
  std::error_code none;
  fs::remove(path / "ca.key", none);  // of a try that was killed
  fs::remove(path / "ca.new", none);
  QM_TRY(Write(path / "ca.key", authority.key, 0600));
  QM_TRY(Write(path / "ca.new", authority.certificate, 0644));
  if (rename((path / "ca.new").c_str(), (path / "ca.pem").c_str()) != 0) {
    return FolderUnwritable(path / "ca.pem", errno);
  }
  return CertificateFolder(path, authority);
}

Result<CertificateFolder> CertificateFolder::Open(const fs::path& path) {
  struct stat status {};
  if (stat((path / "ca.key").c_str(), &status) != 0 || !fs::exists(path / "ca.pem")) {
    return Refusal{Refusal::Kind::kNotFound, "CA_MISSING", "there is no CA in " + path.string()};
  }
  if (status.st_mode & kOthers) {
    return Refusal{Refusal::Kind::kDenied, "CA_EXPOSED",
                   (path / "ca.key").string() + " is open to the group or to others"};
  }
  return CertificateFolder(path, {Read(path / "ca.pem"), Read(path / "ca.key")});
}

Result<CertificateFacts> CertificateFolder::Issue(const std::string& name, Time now,
                                                  std::chrono::seconds life) const {
  QM_ASSIGN(const CertifiedKey issued, IssueCertificate(authority_, name, now, life));
  QM_ASSIGN(CertificateFacts facts, ReadCertificate(issued.certificate));
  QM_TRY(Publish(name, issued, facts.serial));
  return facts;
}

Result<Done> CertificateFolder::Publish(const std::string& name, const CertifiedKey& issued,
                                        const std::string& serial) const {
  QM_ASSIGN(const FileDescriptor lock, Lock(path_ / kSets));
  const fs::path set = fs::path(kSets) / (name + "." + serial);
  const fs::path link = path_ / name;
  const fs::path new_link = path_ / (name + ".new");
  QM_TRY(MakeFolder(path_ / set, 0700));
  QM_TRY(Write(path_ / set / "cert.pem", issued.certificate, 0644));
  QM_TRY(Write(path_ / set / "key.pem", issued.key, 0600));
  QM_TRY(Write(path_ / set / "ca.pem", authority_.certificate, 0644));
  std::error_code none;
  const fs::path before = fs::read_symlink(link, none);
  fs::remove(new_link, none);
  if (symlink(set.c_str(), new_link.c_str()) != 0) return FolderUnwritable(new_link, errno);
  if (rename(new_link.c_str(), link.c_str()) != 0) return FolderUnwritable(link, errno);
  RemoveOldSets(path_ / kSets, name, set, before);
  return Done{};
}

Result<CertificateFacts> CertificateFolder::Show(const std::string& name) const {
  auto facts = ReadCertificate(Read(path_ / name / "cert.pem"));
  if (facts) return facts;
  return Refusal{Refusal::Kind::kInvalid, "CERTIFICATE_UNREADABLE",
                 "there is no certificate of " + name + " in " + path_.string()};
}

}  // namespace qianmo::crypto
