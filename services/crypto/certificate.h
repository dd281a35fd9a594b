// X.509 certificates by which the processes of one exchange know each other: a CA of its own, and
// short-lived certificates that it issues.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace qianmo::crypto {

// Both as PEM.
struct CertifiedKey {
  std::string certificate;
  std::string key;
};

struct CertificateFacts {
  std::vector<std::string> dns_names;
  std::string serial;  // hex
  Time not_before;
  Time not_after;
};

// The name under which a peer called `identity` is known: "identity.qianmo.internal".
std::string MeshHostOf(std::string_view name);
// "identity" again; empty for any other host.
std::string MeshNameOf(std::string_view host);
// Lower-case letters, digits and inner dashes, at most 32, a letter first.
bool IsMeshName(std::string_view name);

// A CA that is good for ten years and may sign nothing but certificates of peers.
CertifiedKey MakeAuthority(Time now);

// For calling and for being called, as MeshHostOf(name) and as 127.0.0.1. Good from five minutes
// ago, since clocks differ, until `life` from now. Refuses a name that IsMeshName does not take and
// an authority that does not parse.
Result<CertifiedKey> IssueCertificate(const CertifiedKey& authority, std::string_view name,
                                      Time now, std::chrono::seconds life);

Result<CertificateFacts> ReadCertificate(std::string_view pem);

}  // namespace qianmo::crypto
