#include "crypto/key_file.h"

#include <charconv>

#include "base/encoding.h"
#include "base/time_text.h"
#include "crypto/digest.h"
#include "crypto/wipe.h"

namespace qianmo::crypto {
namespace {

constexpr std::string_view kFirstLine = "qianmo-key 1";

std::optional<std::uint32_t> ParseId(std::string_view text) {
  std::uint32_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id == 0) return std::nullopt;
  return id;
}

// The rest of the next line after "<label> ", which is taken off `text`.
std::optional<std::string_view> TakeLine(std::string_view& text, std::string_view label) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (!line.starts_with(label)) return std::nullopt;
  line.remove_prefix(label.size());
  if (!line.starts_with(' ')) return std::nullopt;
  return line.substr(1);
}

}  // namespace

std::optional<KeyFileName> KeyFileName::Parse(std::string_view name) {
  const std::size_t dash = name.find('-');
  if (dash == std::string_view::npos || !name.ends_with(".key")) return std::nullopt;
  const auto purpose = KeyPurposeNamed(name.substr(0, dash));
  const auto id = ParseId(name.substr(dash + 1, name.size() - dash - 5));
  if (!purpose || !id) return std::nullopt;
  const KeyFileName parsed{*purpose, *id};
  return parsed.ToString() == name ? std::optional(parsed) : std::nullopt;
}

std::string KeyFileName::ToString() const {
  return std::string(Name(purpose)) + "-" + std::to_string(id) + ".key";
}

std::string FormatKey(const Key& key) {
  std::string hex = ToHex(key.bytes());
  std::string text;
  text.reserve(512);  // no reallocation may leave a copy of the key behind
  text.append(kFirstLine).append("\npurpose ").append(Name(key.purpose()));
  text.append("\nid ").append(std::to_string(key.id()));
  text.append("\ncreated ").append(FormatRfc3339(key.created()));
  text.append("\nkey ").append(hex).append("\n");
  const Digest checksum = Sha256(text);
  text.append("sha256 ").append(ToHex(AsText(checksum))).append("\n");
  Wipe(hex);
  return text;
}

std::optional<Key> ParseKey(std::string_view text) {
  std::string_view rest = text;
  const auto version = TakeLine(rest, kFirstLine.substr(0, kFirstLine.find(' ')));
  const auto purpose_name = TakeLine(rest, "purpose");
  const auto id_text = TakeLine(rest, "id");
  const auto created_text = TakeLine(rest, "created");
  const auto hex = TakeLine(rest, "key");
  if (!version || !purpose_name || !id_text || !created_text || !hex) return std::nullopt;
  const auto purpose = KeyPurposeNamed(*purpose_name);
  const auto id = ParseId(*id_text);
  const auto created = ParseRfc3339(*created_text);
  auto bytes = FromHex(*hex);
  if (!purpose || !id || !created || !bytes || bytes->size() != Key::kSize) return std::nullopt;
  std::optional<Key> key(std::in_place, *purpose, *id, *created, *bytes);
  Wipe(*bytes);
  // Covers the checksum and whatever the readers above were lenient about.
  std::string expected = FormatKey(*key);
  if (!Equal(expected, text)) key.reset();
  Wipe(expected);
  return key;
}

}  // namespace qianmo::crypto
