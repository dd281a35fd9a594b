// Reads XML that strangers send, as it arrives, and gives what a form asks for. Nothing is believed
// or fetched: a DTD, entities and processing instructions are refused, and so is whatever would
// take more memory than the limits say. The only user of expat.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "ledger/bankfile/limits.h"
#include "ledger/bankfile/refusals.h"
#include "ledger/bankfile/xml_form.h"

struct XML_ParserStruct;

namespace qianmo::ledger::bankfile {

struct XmlEvent {
  enum class Kind { kOpen, kClose, kText };

  int field;
  Kind kind;
  std::string_view text = {};      // without blanks at its ends
  std::string_view currency = {};  // its attribute Ccy
};

class XmlReader {
 public:
  struct Sink {
    // Which of the forms the document is of; before all events.
    std::function<void(std::size_t)> form;
    std::function<Result<Done>(const XmlEvent&)> event;
  };

  // The forms outlive the reader.
  XmlReader(std::vector<const XmlForm*> forms, Sink sink, const Limits& limits);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  // After a refusal there is nothing more to feed.
  Result<Done> Feed(std::string_view bytes);
  Result<Done> Finish();
  // Of the event that is being given.
  std::int64_t line() const;

 private:
  struct Frame {
    const XmlNode* node;      // none: nobody wants what is inside
    std::uint64_t seen = 0;   // which children have come
    bool supplement = false;  // in SplmtryData, which may hold anything
  };
  struct Callbacks;

  // Runs what may refuse or throw inside of a callback; neither may pass through expat.
  template <class Step>
  void Guarded(Step step);
  void Forbid(const char* what);
  Result<Done> TryOpen(std::string_view name, const char** attributes);
  Result<Done> OpenRoot(std::string_view name);
  Result<Done> OpenChild(std::string_view name);
  Result<Done> TakeAttributes(const char** attributes);
  Result<Done> TryText(std::string_view piece);
  Result<Done> TryClose();
  Result<Done> CheckToken();
  Result<Done> NewKind(std::string_view name);
  Result<Done> FeedPieces(std::string_view bytes);
  Result<Done> Parse(std::string_view bytes, bool last);
  Refusal Malformed();
  refusals::Place place() const;

  const std::vector<const XmlForm*> forms_;
  const Sink sink_;
  const Limits limits_;
  std::unique_ptr<XML_ParserStruct, void (*)(XML_ParserStruct*)> parser_;
  std::int64_t fed_ = 0;
  std::vector<Frame> frames_;
  std::string space_;  // of the root, and a separator: what names of its elements begin with
  std::string text_;
  std::string currency_;
  std::unordered_set<std::string> kinds_;
  std::optional<Refusal> refusal_;
  std::exception_ptr thrown_;
};

}  // namespace qianmo::ledger::bankfile
