// A PDF as a stream of bytes, page by page: memory does not grow with the number of pages.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <cairo.h>

#include "base/clock.h"

namespace qianmo::print {

// Takes the next bytes of the document.
using Sink = std::function<void(std::string_view)>;

struct DocumentInfo {
  std::string title;
  std::string author;
  Time create_time;  // the same input gives the same bytes
};

class Document {
 public:
  Document(const DocumentInfo& info, Sink sink);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // A new page of this size, in points; draw on it until the next call.
  cairo_t* NewPage(double width, double height);
  // Writes the rest. Throws what the sink threw.
  void Finish();
  int pages() const { return pages_; }

 private:
  struct FreeSurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  };
  struct FreeCairo {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  };

  static cairo_status_t Write(void* self, const unsigned char* data, unsigned int length);
  void EndPage();
  void Check(cairo_status_t status);

  Sink sink_;
  std::exception_ptr trouble_;
  std::string tail_;  // the last bytes, held back until the end
  std::size_t size_ = 0;
  int pages_ = 0;
  std::unique_ptr<cairo_surface_t, FreeSurface> surface_;
  std::unique_ptr<cairo_t, FreeCairo> cairo_;
};

}  // namespace qianmo::print
