// A refusal is an answer, not trouble: the rules said no, and this says why and which rule spoke.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qianmo {

struct Refusal {
  // One kind per gRPC code; rpc/status holds the only mapping.
  enum class Kind {
    kInvalid,
    kNotFound,
    kExists,
    kPrecondition,
    kConflict,
    kDenied,
    kExhausted,
    kUnauthenticated
  };

  struct Field {
    std::string path;         // dotted proto path, e.g. "account.display_name"
    std::string description;  // what is wrong with it, in one sentence
  };

  Kind kind = Kind::kInvalid;
  std::string reason;   // UPPER_SNAKE, stable: clients translate by it
  std::string message;  // one English sentence for developers and logs
  std::vector<std::pair<std::string, std::string>> metadata = {};
  std::string article = {};                                   // the law or rule that speaks
  std::vector<Field> fields = {};                             // kInvalid only
  std::optional<std::chrono::milliseconds> retry_after = {};  // kExhausted only

  Refusal With(std::string key, std::string value) && {
    metadata.emplace_back(std::move(key), std::move(value));
    return std::move(*this);
  }
  Refusal Under(std::string rule) && {
    article = std::move(rule);
    return std::move(*this);
  }

  // A refusal of one field of the request.
  static Refusal InvalidField(std::string path, std::string description);
};

}  // namespace qianmo
