#include "print/document.h"

#include <stdexcept>
#include <utility>

#include <cairo-pdf.h>

#include "base/time_text.h"

namespace qianmo::print {
namespace {

constexpr std::size_t kHeldBack = 512;  // more than cairo's trailer
constexpr std::size_t kChunk = 64 * 1024;

// What follows `key` up to the next blank, in cairo's trailer.
std::string After(std::string_view tail, std::string_view key) {
  const std::size_t found = tail.rfind(key);
  if (found == std::string_view::npos) throw std::logic_error("cairo ends its PDFs in another way");
  const std::size_t begin = found + key.size();
  return std::string(tail.substr(begin, tail.find_first_of(" \n", begin) - begin));
}

std::string Padded(std::size_t offset) {
  const std::string digits = std::to_string(offset);
  return std::string(10 - digits.size(), '0') + digits;
}

// An update appended to a finished PDF (ISO 32000-1, 7.5.6), because cairo cannot say these things:
// the language, and that the back of a sheet stays empty, or a letter would carry the next one's
// code on its back.
std::string Appendix(std::string_view tail, std::size_t size) {
  const std::string root = After(tail, "/Root ");
  const std::string catalog = root +
                              " 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n   /Lang (zh-CN)\n"
                              "   /ViewerPreferences << /DisplayDocTitle true /Duplex /Simplex"
                              " >>\n>>\nendobj\n";
  return "\n" + catalog + "xref\n" + root + " 1\n" + Padded(size + 1) +
         " 00000 n \n"
         "trailer\n<< /Size " +
         After(tail, "/Size ") + "\n   /Root " + root + " 0 R\n   /Info " + After(tail, "/Info ") +
         " 0 R\n   /Prev " + After(tail, "startxref\n") + "\n>>\nstartxref\n" +
         std::to_string(size + 1 + catalog.size()) + "\n%%EOF\n";
}

}  // namespace

Document::Document(const DocumentInfo& info, Sink sink)
    : sink_(std::move(sink)), surface_(cairo_pdf_surface_create_for_stream(Write, this, 1, 1)) {
  Check(cairo_surface_status(surface_.get()));
  const auto second = std::chrono::floor<std::chrono::seconds>(info.create_time);
  const std::string stamp = FormatRfc3339(second).substr(0, 19) + "Z";
  const auto say = [&](cairo_pdf_metadata_t what, const std::string& text) {
    cairo_pdf_surface_set_metadata(surface_.get(), what, text.c_str());
  };
  say(CAIRO_PDF_METADATA_TITLE, info.title);
  say(CAIRO_PDF_METADATA_AUTHOR, info.author);
  say(CAIRO_PDF_METADATA_CREATOR, "Qianmo");
  say(CAIRO_PDF_METADATA_CREATE_DATE, stamp);
  say(CAIRO_PDF_METADATA_MOD_DATE, stamp);
}

// Without Finish the rest is thrown away.
Document::~Document() {
  sink_ = [](std::string_view) {};
}

cairo_t* Document::NewPage(double width, double height) {
  EndPage();
  cairo_pdf_surface_set_size(surface_.get(), width, height);
  cairo_.reset(cairo_create(surface_.get()));
  ++pages_;
  return cairo_.get();
}

void Document::EndPage() {
  if (!cairo_) return;
  cairo_show_page(cairo_.get());
  Check(cairo_status(cairo_.get()));
  cairo_.reset();
}

void Document::Finish() {
  EndPage();
  cairo_surface_finish(surface_.get());
  Check(cairo_surface_status(surface_.get()));
  const std::string appendix = Appendix(tail_, size_);
  sink_(tail_);
  sink_(appendix);
  tail_.clear();
}

// Exceptions must not pass through cairo; Check throws them on afterwards.
cairo_status_t Document::Write(void* self, const unsigned char* data, unsigned int length) {
  auto& document = *static_cast<Document*>(self);
  document.tail_.append(reinterpret_cast<const char*>(data), length);
  document.size_ += length;
  if (document.tail_.size() < kChunk) return CAIRO_STATUS_SUCCESS;
  const std::size_t ready = document.tail_.size() - kHeldBack;
  try {
    document.sink_(std::string_view(document.tail_).substr(0, ready));
  } catch (...) {
    document.trouble_ = std::current_exception();
    return CAIRO_STATUS_WRITE_ERROR;
  }
  document.tail_.erase(0, ready);
  return CAIRO_STATUS_SUCCESS;
}

void Document::Check(cairo_status_t status) {
  if (trouble_) std::rethrow_exception(trouble_);
  if (status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(std::string("cairo: ") + cairo_status_to_string(status));
  }
}

}  // namespace qianmo::print
