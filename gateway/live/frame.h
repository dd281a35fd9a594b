// One message of a stream in the forms that clients ask for. Each form is made once, when the first
// client wants it, and the same bytes are sent to all.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace qianmo::gateway {

enum class Form {
  kEvents,  // text/event-stream
  kLines,   // application/x-ndjson: one JSON value a line
  kArray,   // application/json: one array, its elements sent as they come
};

// What Accept asks for: a form that it names wins over one that it merely takes, and the array wins
// where it takes all. Nothing when it takes none of them.
std::optional<Form> FormOf(std::string_view accept);
const char* ContentTypeOf(Form form);

using SharedBytes = std::shared_ptr<const std::string>;

class Frame {
 public:
  // `serial` counts the frames of one stream. `version` is "" where messages have none.
  Frame(std::uint64_t serial, std::string version, std::string json);

  std::uint64_t serial() const { return serial_; }
  const std::string& version() const { return version_; }
  // `first`: nothing was sent to this client before.
  SharedBytes In(Form form, bool first) const;

 private:
  std::string Make(Form form, bool first) const;

  const std::uint64_t serial_;
  const std::string version_;
  const std::string json_;
  mutable std::mutex mutex_;
  mutable std::array<SharedBytes, 4> made_;
};

// An error in the middle of a stream, `json` being {"error": …}: an event named error, a last line,
// or a last element.
std::string ErrorPiece(Form form, bool first, const std::string& json);
// What ends a stream.
std::string_view EndPiece(Form form, bool first);
// What keeps an idle connection from being thought dead: a comment, an empty line, white space.
std::string_view Heartbeat(Form form);

}  // namespace qianmo::gateway
