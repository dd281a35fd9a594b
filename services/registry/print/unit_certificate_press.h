// Prints a certificate of units (股权证): A4, in print that grandparents can read.
#pragma once

#include <string>

#include "base/result.h"
#include "registry/domain/unit_certificate.h"

namespace qianmo::registry::print {

struct CertificatePaper {
  CertificateText text;
  Date issue_date;
  std::string sha256;      // in hex
  std::string verify_url;  // in the QR; empty for no QR
  int print_number = 1;    // from 2 on it says that it is a reprint
};

// The same certificate gives the same bytes. Refuses GLYPH_MISSING, INVALID_UTF8 and LINK_TOO_LONG.
Result<std::string> PrintUnitCertificate(const CertificatePaper& paper);

}  // namespace qianmo::registry::print
