#include "qianmoctl/manifest.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "base/time_text.h"
#include "crypto/digest.h"
#include "pg/json.h"
#include "qianmoctl/command.h"

namespace qianmo::ctl {
namespace {

std::string Sha256OfFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  crypto::Sha256Stream digest;
  std::array<char, 1 << 16> piece;
  while (in.read(piece.data(), piece.size()), in.gcount() > 0) {
    digest.Add({piece.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (!in.eof()) throw Failure("cannot read " + path.string());
  return ToHex(AsText(digest.Finish()));
}

const pg::Json& Member(const pg::Json& object, const std::string& name) {
  for (const auto& [key, value] : object.members) {
    if (key == name) return value;
  }
  throw Failure(name + " is missing");
}

Manifest FromJson(const pg::Json& json) {
  Manifest manifest{.time = ParseRfc3339(Member(json, "time").text).value(),
                    .postgresql = Member(json, "postgresql").text,
                    .database = Member(json, "database").text,
                    .role = Member(json, "role").text,
                    .migrations = {}};
  for (const auto& name : Member(json, "migrations").items) {
    manifest.migrations.push_back(name.text);
  }
  for (const auto& [path, digest] : Member(json, "files").members) {
    manifest.files[path] = digest.text;
  }
  return manifest;
}

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) throw Failure("a name with a control character");
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

Manifest Manifest::Load(const std::filesystem::path& backup) {
  const auto path = backup / kManifestName;
  std::ifstream in(path, std::ios::binary);
  if (!in && errno == ENOENT) {
    throw Failure(backup.string() + " is no backup: it has no " + kManifestName);
  }
  if (!in) throw Failure("cannot read " + path.string());
  std::stringstream text;
  text << in.rdbuf();
  try {
    const auto json = pg::ParseJson(text.str());
    Manifest manifest = FromJson(json.value());
    if (manifest.ToJson() == text.str()) return manifest;
  } catch (const std::exception&) {
    // Not JSON, or a member is missing or no time: the same to whoever asks.
  }
  throw Failure(path.string() + " is damaged");
}

std::string Manifest::ToJson() const {
  std::string json = "{\"time\": " + Quoted(FormatRfc3339(time)) +
                     ",\n\"postgresql\": " + Quoted(postgresql) +
                     ",\n\"database\": " + Quoted(database) + ",\n\"role\": " + Quoted(role) +
                     ",\n\"migrations\": [";
  const char* separator = "";
  for (const std::string& name : migrations) {
    json.append(separator).append(Quoted(name));
    separator = ", ";
  }
  json += "],\n\"files\": {";
  separator = "\n  ";
  for (const auto& [path, digest] : files) {
    json.append(separator).append(Quoted(path)).append(": ").append(Quoted(digest));
    separator = ",\n  ";
  }
  json += "},\n";
  const std::string checksum = ToHex(AsText(crypto::Sha256(json)));
  return json + "\"checksum\": " + Quoted(checksum) + "}\n";
}

void Manifest::AddFiles(const std::filesystem::path& backup, const std::string& folder) {
  if (!std::filesystem::is_directory(backup / folder)) {
    files[folder] = Sha256OfFile(backup / folder);
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(backup / folder)) {
    if (!entry.is_regular_file()) continue;
    files[folder + "/" + entry.path().filename().string()] = Sha256OfFile(entry.path());
  }
}

std::vector<std::string> Manifest::Faults(const std::filesystem::path& backup) const {
  std::vector<std::string> faults;
  for (const auto& [path, digest] : files) {
    if (!std::filesystem::exists(backup / path)) {
      faults.push_back(path + " is missing");
    } else if (Sha256OfFile(backup / path) != digest) {
      faults.push_back(path + " is not what was backed up");
    }
  }
  return faults;
}

}  // namespace qianmo::ctl
