#include "gateway/live/frame.h"

#include <boost/algorithm/string/find.hpp>

#include "gateway/transcode/negotiate.h"

namespace qianmo::gateway {
namespace {

bool Names(std::string_view accept, const char* type) {
  return static_cast<bool>(boost::algorithm::ifind_first(accept, type)) && Accepts(accept, type);
}

// A version with a line break in it could forge fields of the event.
bool IsOneLine(const std::string& text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos;
}

}  // namespace

const char* ContentTypeOf(Form form) {
  switch (form) {
    case Form::kEvents:
      return "text/event-stream";
    case Form::kLines:
      return "application/x-ndjson";
    case Form::kArray:
      break;
  }
  return "application/json";
}

std::optional<Form> FormOf(std::string_view accept) {
  for (const Form form : {Form::kEvents, Form::kLines}) {
    if (Names(accept, ContentTypeOf(form))) return form;
  }
  for (const Form form : {Form::kArray, Form::kEvents, Form::kLines}) {
    if (Accepts(accept, ContentTypeOf(form))) return form;
  }
  return std::nullopt;
}

Frame::Frame(std::uint64_t serial, std::string version, std::string json)
    : serial_(serial), version_(std::move(version)), json_(std::move(json)) {}

SharedBytes Frame::In(Form form, bool first) const {
  const std::size_t place = form == Form::kArray && first ? 3 : static_cast<std::size_t>(form);
  std::lock_guard lock(mutex_);
  SharedBytes& bytes = made_[place];
  if (!bytes) bytes = std::make_shared<const std::string>(Make(form, first));
  return bytes;
}

std::string Frame::Make(Form form, bool first) const {
  switch (form) {
    case Form::kEvents: {
      const std::string data = "data: " + json_ + "\n\n";
      return version_.empty() || !IsOneLine(version_) ? data : "id: " + version_ + "\n" + data;
    }
    case Form::kLines:
      return json_ + "\n";
    case Form::kArray:
      break;
  }
  return (first ? "[" : ",\n") + json_;
}

std::string ErrorPiece(Form form, bool first, const std::string& json) {
  switch (form) {
    case Form::kEvents:
      return "event: error\ndata: " + json + "\n\n";
    case Form::kLines:
      return json + "\n";
    case Form::kArray:
      break;
  }
  return (first ? "[" : ",\n") + json + "]\n";
}

std::string_view EndPiece(Form form, bool first) {
  if (form != Form::kArray) return "";
  return first ? "[]\n" : "]\n";
}

std::string_view Heartbeat(Form form) {
  switch (form) {
    case Form::kEvents:
      return ":\n\n";
    case Form::kLines:
    case Form::kArray:
      break;
  }
  return "\n";
}

}  // namespace qianmo::gateway
