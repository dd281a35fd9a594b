#include "qianmoctl/manifest.h"

#include <array>
#include <fstream>
#include <sstream>
#include <system_error>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "base/encoding.h"
#include "base/time_text.h"
#include "crypto/digest.h"
#include "qianmoctl/command.h"

namespace qianmo::ctl {
namespace {

using google::protobuf::Struct;

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

const google::protobuf::Value& Member(const Struct& json, const std::string& name) {
  const auto found = json.fields().find(name);
  if (found == json.fields().end()) throw Failure(name + " is missing");
  return found->second;
}

Manifest FromJson(const Struct& json) {
  Manifest manifest;
  manifest.time = ParseRfc3339(Member(json, "time").string_value()).value();
  manifest.postgresql = Member(json, "postgresql").string_value();
  manifest.database = Member(json, "database").string_value();
  manifest.role = Member(json, "role").string_value();
  for (const auto& name : Member(json, "migrations").list_value().values()) {
    manifest.migrations.push_back(name.string_value());
  }
  for (const auto& [path, digest] : Member(json, "files").struct_value().fields()) {
    manifest.files[path] = digest.string_value();
  }
  return manifest;
}

}  // namespace

Manifest Manifest::Load(const std::filesystem::path& backup) {
  const auto path = backup / kManifestName;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Failure(backup.string() + " is no backup: it has no " + kManifestName);
  std::stringstream text;
  text << in.rdbuf();
  Struct json;
  Manifest manifest;
  try {
    if (google::protobuf::util::JsonStringToMessage(text.str(), &json).ok()) {
      manifest = FromJson(json);
    }
  } catch (const std::exception&) {
    // A field is missing or no time; told below.
  }
  if (manifest.ToJson() == text.str()) return manifest;
  throw Failure(path.string() + " is damaged");
}

std::string Manifest::ToJson() const {
  Struct json;
  auto& fields = *json.mutable_fields();
  fields["time"].set_string_value(FormatRfc3339(time));
  fields["postgresql"].set_string_value(postgresql);
  fields["database"].set_string_value(database);
  fields["role"].set_string_value(role);
  auto& names = *fields["migrations"].mutable_list_value();
  for (const std::string& name : migrations) names.add_values()->set_string_value(name);
  auto& digests = *fields["files"].mutable_struct_value()->mutable_fields();
  for (const auto& [path, digest] : files) digests[path].set_string_value(digest);
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(json, &text, options);
  if (!status.ok()) throw Failure("cannot write the manifest: " + status.ToString());
  return text;
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
