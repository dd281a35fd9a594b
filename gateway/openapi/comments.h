// The comments of the protos: what people wrote beside each service, method, message and field.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace qianmo::gateway {

class Comments {
 public:
  // `descriptor_set` is a serialized FileDescriptorSet with source info. Throws std::runtime_error
  // when it is none.
  explicit Comments(std::string_view descriptor_set);
  // What is built into this program.
  static const Comments& BuiltIn();

  // The comment above or behind the declaration of this full name, with lines joined to
  // paragraphs; "" where there is none.
  const std::string& Of(const std::string& full_name) const;
  // The full names of our own services, in their order.
  const std::set<std::string>& services() const { return services_; }

 private:
  std::map<std::string, std::string> all_;
  std::set<std::string> services_;
};

// "The first sentence." of a comment.
std::string FirstSentence(const std::string& comment);

}  // namespace qianmo::gateway
