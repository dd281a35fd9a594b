// gzip for answers that gain by it and clients that want it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

// Whether Accept-Encoding admits gzip; "gzip;q=0" and "*;q=0" do not.
bool AcceptsGzip(std::string_view accept_encoding);
// Whether the answer's type gains, and nothing about it says that its bytes must stay as they are.
// An ETag does not: it becomes a weak one.
bool MayCompress(const HttpResponse& response);

// The best effort of `level`, 1 to 9.
std::string Gzip(std::string_view bytes, int level);

struct Deflater;

// One gzip body in pieces, each of which the client can read at once.
class GzipStream {
 public:
  // `small` for the many that stay open for long: 15 KB of memory instead of 260.
  explicit GzipStream(bool small);
  ~GzipStream();

  std::string Add(std::string_view bytes);
  std::string Finish();

 private:
  std::unique_ptr<Deflater> deflater_;
};

}  // namespace qianmo::gateway
