#include "ledger/bankfile/xml_writer.h"

#include <utility>

#include "ledger/bankfile/value.h"

namespace qianmo::ledger::bankfile {

XmlWriter::XmlWriter(std::string_view space) {
  out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"";
  Escape(space);
  out_ += "\">\n";
  open_.push_back("Document");
}

void XmlWriter::Open(const char* name) {
  out_.append("<").append(name).append(">\n");
  open_.push_back(name);
}

void XmlWriter::Close() {
  out_.append("</").append(open_.back()).append(">\n");
  open_.pop_back();
}

void XmlWriter::Text(const char* name, std::string_view text) {
  out_.append("<").append(name).append(">");
  Escape(text);
  out_.append("</").append(name).append(">\n");
}

void XmlWriter::TextUnlessEmpty(const char* name, std::string_view text) {
  if (!text.empty()) Text(name, text);
}

void XmlWriter::Amount(const char* name, Fen amount) {
  out_.append("<").append(name).append(" Ccy=\"CNY\">").append(FormatAmount(amount));
  out_.append("</").append(name).append(">\n");
}

std::string XmlWriter::Finish() {
  while (!open_.empty()) Close();
  return std::move(out_);
}

void XmlWriter::Escape(std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out_ += "&amp;";
        break;
      case '<':
        out_ += "&lt;";
        break;
      case '>':
        out_ += "&gt;";
        break;
      case '"':
        out_ += "&quot;";
        break;
      default:
        out_ += c;
    }
  }
}

}  // namespace qianmo::ledger::bankfile
