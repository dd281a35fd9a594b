#include "ledger/bankfile/xml_reader.h"

#include <algorithm>
#include <new>

#include <expat.h>

#include "base/text.h"
#include "ledger/bankfile/refusals.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr char kSeparator = '\n';  // in no name and no namespace
constexpr std::size_t kPiece = 16 << 10;
constexpr std::size_t kMostName = 200;
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view WithoutBlanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// For a refusal, which has to be text: no half of a character at its end.
std::string ShortName(std::string_view name) {
  std::size_t size = std::min(name.size(), kMostName);
  while (size > 0 && size < name.size() && (name[size] & 0xc0) == 0x80) --size;
  std::string text(name.substr(0, size));
  std::replace(text.begin(), text.end(), kSeparator, ' ');
  return text;
}

bool IsEncodingUtf8(std::string_view name) {
  constexpr std::string_view kUpper = "UTF-8";
  return name.size() == kUpper.size() &&
         std::equal(name.begin(), name.end(), kUpper.begin(), [](char a, char b) {
           return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
         });
}

}  // namespace

struct XmlReader::Callbacks {
  static XmlReader& Of(void* reader) { return *static_cast<XmlReader*>(reader); }

  static void Open(void* reader, const char* name, const char** attributes) {
    Of(reader).Guarded([&] { return Of(reader).TryOpen(name, attributes); });
  }
  static void Close(void* reader, const char*) {
    Of(reader).Guarded([&] { return Of(reader).TryClose(); });
  }
  static void Text(void* reader, const char* piece, int size) {
    Of(reader).Guarded([&] {
      return Of(reader).TryText(std::string_view(piece, static_cast<std::size_t>(size)));
    });
  }
  static void Comment(void* reader, const char*) {
    Of(reader).Guarded([&] { return Of(reader).CheckToken(); });
  }
  static void Space(void* reader, const char* prefix, const char*) {
    Of(reader).Guarded([&] { return Of(reader).NewKind(prefix == nullptr ? "" : prefix); });
  }
  static void Declaration(void* reader, const char*, const char* encoding, int) {
    if (encoding == nullptr || IsEncodingUtf8(encoding)) return;
    Of(reader).Guarded(
        [&]() -> Result<Done> { return refusals::FileEncoding(Of(reader).place()); });
  }
  static void Doctype(void* reader, const char*, const char*, const char*, int) {
    Of(reader).Forbid("a DTD");
  }
  static void Instruction(void* reader, const char*, const char*) {
    Of(reader).Forbid("a processing instruction");
  }
};

XmlReader::XmlReader(std::vector<const XmlForm*> forms, Sink sink, const Limits& limits)
    : forms_(std::move(forms)),
      sink_(std::move(sink)),
      limits_(limits),
      parser_(XML_ParserCreateNS("UTF-8", kSeparator), XML_ParserFree) {
  if (!parser_) throw std::bad_alloc();
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), Callbacks::Open, Callbacks::Close);
  XML_SetCharacterDataHandler(parser_.get(), Callbacks::Text);
  XML_SetCommentHandler(parser_.get(), Callbacks::Comment);
  XML_SetStartNamespaceDeclHandler(parser_.get(), Callbacks::Space);
  XML_SetXmlDeclHandler(parser_.get(), Callbacks::Declaration);
  XML_SetStartDoctypeDeclHandler(parser_.get(), Callbacks::Doctype);
  XML_SetProcessingInstructionHandler(parser_.get(), Callbacks::Instruction);
}

XmlReader::~XmlReader() = default;

// UTF-16 is full of zeros, and begins with a byte that UTF-8 never has; expat would read it.
Result<Done> XmlReader::Feed(std::string_view bytes) {
  if (fed_ == 0 && !bytes.empty() && static_cast<unsigned char>(bytes.front()) >= 0xfe) {
    return refusals::FileEncoding({.line = 1});
  }
  const std::size_t zero = bytes.find('\0');
  QM_TRY(FeedPieces(bytes.substr(0, zero)));
  if (zero != bytes.npos) return refusals::FileEncoding(place());
  return Done();
}

// Small pieces, so that what of them waits for its end can be measured.
Result<Done> XmlReader::FeedPieces(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    bytes.remove_prefix(piece.size());
    fed_ += static_cast<std::int64_t>(piece.size());
    if (fed_ > limits_.file_bytes) return refusals::FileTooLarge(limits_.file_bytes);
    QM_TRY(Parse(piece, false));
    const auto waiting = fed_ - XML_GetCurrentByteIndex(parser_.get());
    if (waiting > static_cast<std::int64_t>(limits_.token_bytes)) {
      return refusals::XmlTooLong(place(), "a tag or a comment");
    }
  }
  return Done();
}

Result<Done> XmlReader::Finish() { return Parse({}, true); }

std::int64_t XmlReader::line() const {
  return static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser_.get()));
}

refusals::Place XmlReader::place() const { return {.line = line()}; }

Result<Done> XmlReader::Parse(std::string_view bytes, bool last) {
  const XML_Status status =
      XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  if (thrown_) std::rethrow_exception(thrown_);
  if (refusal_) return *refusal_;
  if (status == XML_STATUS_OK) return Done();
  return Malformed();
}

template <class Step>
void XmlReader::Guarded(Step step) {
  if (refusal_ || thrown_) return;  // expat may have a callback left
  try {
    Result<Done> outcome = step();
    if (outcome) return;
    refusal_ = std::move(outcome).refusal();
  } catch (...) {
    thrown_ = std::current_exception();
  }
  XML_StopParser(parser_.get(), XML_FALSE);
}

void XmlReader::Forbid(const char* what) {
  Guarded([&]() -> Result<Done> { return refusals::XmlForbidden(place(), what); });
}

Result<Done> XmlReader::TryOpen(std::string_view name, const char** attributes) {
  QM_TRY(CheckToken());
  if (frames_.size() == static_cast<std::size_t>(limits_.depth)) {
    return refusals::XmlTooDeep(place(), limits_.depth);
  }
  if (frames_.empty()) {
    QM_TRY(OpenRoot(name));
  } else {
    QM_TRY(OpenChild(name));
  }
  QM_TRY(TakeAttributes(attributes));
  const XmlNode* node = frames_.back().node;
  if (node == nullptr || node->is_text() || node->field < 0) return Done();
  return sink_.event({.field = node->field, .kind = XmlEvent::Kind::kOpen});
}

Result<Done> XmlReader::OpenRoot(std::string_view name) {
  const std::size_t end = name.rfind(kSeparator);
  const std::string_view space = end == name.npos ? "" : name.substr(0, end);
  const auto form = std::find_if(forms_.begin(), forms_.end(),
                                 [&](const XmlForm* one) { return one->space() == space; });
  if (form == forms_.end() || name.substr(end + 1) != (*form)->root().name) {
    return refusals::XmlUnknownMessage(place(), ShortName(name));
  }
  space_ = (*form)->space() + kSeparator;
  frames_.push_back({.node = &(*form)->root()});
  sink_.form(static_cast<std::size_t>(form - forms_.begin()));
  return Done();
}

Result<Done> XmlReader::OpenChild(std::string_view name) {
  Frame& parent = frames_.back();
  Frame frame{.node = nullptr, .supplement = parent.supplement};
  if (!name.starts_with(space_)) {
    if (!parent.supplement) {
      return refusals::XmlForeignElement(place(), ShortName(name));
    }
  } else if (parent.node != nullptr) {
    const std::string_view local = name.substr(space_.size());
    if (parent.node->is_text()) return refusals::XmlMalformed(place(), "an element in a text");
    frame.node = parent.node->Find(local);
    frame.supplement = frame.node == nullptr && local == "SplmtryData";
  }
  if (frame.node == nullptr) {
    if (frames_.size() == 1) {
      return refusals::XmlUnknownMessage(place(), ShortName(name));
    }
    QM_TRY(NewKind(name));
  } else if (frame.node->is_once()) {
    const std::uint64_t bit = std::uint64_t{1} << frame.node->place;
    if ((parent.seen & bit) != 0) return refusals::XmlRepeated(place(), frame.node->name);
    parent.seen |= bit;
  }
  frames_.push_back(frame);
  return Done();
}

Result<Done> XmlReader::TakeAttributes(const char** attributes) {
  const XmlNode* node = frames_.back().node;
  const bool is_text = node != nullptr && node->is_text();
  if (is_text) {
    text_.clear();
    currency_.clear();
  }
  for (; *attributes != nullptr; attributes += 2) {
    const std::string_view name = attributes[0];
    if (is_text && name == "Ccy") {
      currency_ = attributes[1];
    } else {
      QM_TRY(NewKind(name));
    }
  }
  return Done();
}

Result<Done> XmlReader::TryText(std::string_view piece) {
  if (frames_.empty() || frames_.back().node == nullptr) return Done();
  if (!frames_.back().node->is_text()) {
    if (piece.find_first_not_of(kBlanks) == piece.npos) return Done();
    return refusals::XmlMalformed(place(), "text between elements");
  }
  if (text_.size() + piece.size() > limits_.text_bytes) {
    return refusals::XmlTooLong(place(), frames_.back().node->name);
  }
  text_ += piece;
  return Done();
}

Result<Done> XmlReader::TryClose() {
  const XmlNode* node = frames_.back().node;
  frames_.pop_back();
  if (node == nullptr || node->field < 0) return Done();
  if (!node->is_text()) {
    return sink_.event({.field = node->field, .kind = XmlEvent::Kind::kClose});
  }
  const std::string_view text = WithoutBlanks(text_);
  if (node->most > 0 && text.size() > node->most && CountCodePoints(text) > node->most) {
    return refusals::ValueTooLong(place(), node->name, node->most);
  }
  return sink_.event(
      {.field = node->field, .kind = XmlEvent::Kind::kText, .text = text, .currency = currency_});
}

// Exact, however the bytes came; what waits for its end is measured where it is fed.
Result<Done> XmlReader::CheckToken() {
  const int size = XML_GetCurrentByteCount(parser_.get());
  if (size <= static_cast<int>(limits_.token_bytes)) return Done();
  return refusals::XmlTooLong(place(), "a tag or a comment");
}

// The parser remembers every name for good.
Result<Done> XmlReader::NewKind(std::string_view name) {
  if (name.size() > space_.size() + kMostName) return refusals::XmlTooLong(place(), "a name");
  kinds_.emplace(name);
  if (kinds_.size() <= limits_.kinds) return Done();
  return refusals::XmlTooLong(place(), "the list of names");
}

Refusal XmlReader::Malformed() {
  const XML_Error error = XML_GetErrorCode(parser_.get());
  switch (error) {
    case XML_ERROR_NO_MEMORY:
      throw std::bad_alloc();
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
    case XML_ERROR_PARTIAL_CHAR:
      return refusals::FileCutShort(place());
    case XML_ERROR_UNDEFINED_ENTITY:
    case XML_ERROR_RECURSIVE_ENTITY_REF:
    case XML_ERROR_PARAM_ENTITY_REF:
      return refusals::XmlForbidden(place(), "an entity");
    case XML_ERROR_INVALID_TOKEN: {
      int offset = 0, size = 0;
      const char* context = XML_GetInputContext(parser_.get(), &offset, &size);
      const bool ascii = context == nullptr || offset >= size ||
                         static_cast<unsigned char>(context[offset]) < 0x80;
      if (!ascii) return refusals::FileEncoding(place());
      break;
    }
    default:
      break;
  }
  return refusals::XmlMalformed(place(), XML_ErrorString(error));
}

}  // namespace qianmo::ledger::bankfile
