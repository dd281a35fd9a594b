// The query of a URL as fields of a request.
#pragma once

#include <string_view>

#include <google/protobuf/message.h>

#include "base/result.h"
#include "gateway/transcode/route.h"

namespace qianmo::gateway {

// "page_size=20&filter.state=OPEN&tag=a&tag=b": fields by their proto or JSON names, nested with
// dots, repeated by repetition. Refuses, naming the parameter: what is no field, what the path or
// the body holds already, a singular field twice, a value that does not fit.
Result<Done> ReadQuery(std::string_view query, const Route& route,
                       google::protobuf::Message* request);

}  // namespace qianmo::gateway
