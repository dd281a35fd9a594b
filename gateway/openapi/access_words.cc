#include "gateway/openapi/access_words.h"

#include <algorithm>
#include <cctype>

namespace qianmo::gateway {
namespace {

constexpr char kPackage[] = "qianmo.rpc.v1.";

std::string CommentOf(const google::protobuf::EnumDescriptor& one, int number,
                      const Comments& comments) {
  const auto* value = one.FindValueByNumber(number);
  return value == nullptr ? "" : comments.Of(kPackage + value->name());
}

// "村报账员" of "村报账员: drafts for the village"; "" when the comment begins in English.
std::string ChineseOf(const std::string& comment) {
  if (comment.empty() || static_cast<unsigned char>(comment[0]) < 0x80) return "";
  const std::size_t end = comment.find_first_of(":,.");
  return comment.substr(0, end);
}

std::string ScopeInWords(rpc::v1::Scope scope, const Comments& comments) {
  std::string words = FirstSentence(CommentOf(*rpc::v1::Scope_descriptor(), scope, comments));
  if (words.empty()) return rpc::v1::Scope_Name(scope);
  if (words.ends_with('.')) words.pop_back();
  words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
  return words;
}

std::string GrantInWords(const rpc::v1::Grant& grant, const Comments& comments) {
  if (grant.scope() == rpc::v1::SCOPE_PUBLIC) return ScopeInWords(grant.scope(), comments);
  std::string who;
  for (const int role : grant.roles()) {
    who += (who.empty() ? "" : ", ") + RoleInWords(static_cast<rpc::v1::Role>(role), comments);
  }
  if (who.empty()) who = "whoever is signed in";
  return who + ": " + ScopeInWords(grant.scope(), comments);
}

}  // namespace

std::string RoleInWords(rpc::v1::Role role, const Comments& comments) {
  std::string words = rpc::v1::Role_Name(role);
  if (words.starts_with("ROLE_")) words.erase(0, 5);
  for (char& c : words) {
    c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const std::string chinese = ChineseOf(CommentOf(*rpc::v1::Role_descriptor(), role, comments));
  if (!chinese.empty()) words += " (" + chinese + ")";
  const auto* value = rpc::v1::Role_descriptor()->FindValueByNumber(role);
  if (value != nullptr && value->options().GetExtension(rpc::v1::second_factor)) {
    words += " with a second factor";
  }
  return words;
}

std::string AccessInWords(const rpc::v1::Access& access, const Comments& comments) {
  std::string words;
  for (const auto& grant : access.grants()) {
    words += (words.empty() ? "- " : "\n- ") + GrantInWords(grant, comments);
  }
  return words;
}

Json AccessAsJson(const rpc::v1::Access& access) {
  Json all = Json::Array();
  for (const auto& grant : access.grants()) {
    Json one;
    if (grant.roles_size() > 0) {
      Json roles = Json::Array();
      for (const int role : grant.roles()) {
        roles.Add(rpc::v1::Role_Name(static_cast<rpc::v1::Role>(role)));
      }
      one.Set("roles", std::move(roles));
    }
    one.Set("scope", rpc::v1::Scope_Name(grant.scope()));
    all.Add(std::move(one));
  }
  return all;
}

}  // namespace qianmo::gateway
