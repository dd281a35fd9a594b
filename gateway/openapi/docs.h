// The API as programs and people read it: /openapi.json and the page /docs.
#pragma once

#include "gateway/http/exchange.h"
#include "gateway/http/routes.h"

namespace qianmo::gateway {

// Makes the document once. GET and HEAD, with an etag.
void AddDocs(Routes* routes);

}  // namespace qianmo::gateway
