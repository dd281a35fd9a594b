// Files that a method makes anew for every window that is read of them.
#pragma once

#include <string>

#include "google/api/httpbody.pb.h"
#include "qianmo/rpc/v1/content.pb.h"

namespace qianmo::rpc {

struct MadeContent {
  std::string file_name;  // "柳树村股东户名册.csv"
  std::string content_type;
  std::string bytes;
};

// The window of it; its etag tells whether all windows are of the same file.
google::api::HttpBody WindowOf(const MadeContent& content, const v1::ContentWindow& window);

}  // namespace qianmo::rpc
