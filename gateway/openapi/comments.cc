#include "gateway/openapi/comments.h"

#include <sstream>
#include <stdexcept>
#include <vector>

#include <google/protobuf/descriptor.pb.h>

#include "gateway/openapi/descriptor_set.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::ServiceDescriptorProto;

// Lines of one paragraph are one line; an empty line stays as the end of a paragraph.
std::string Joined(const std::string& comment) {
  std::istringstream in(comment);
  std::string text;
  bool paragraph = false;
  for (std::string line; std::getline(in, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == line.npos) {
      paragraph = !text.empty();
      continue;
    }
    if (paragraph) {
      text += "\n\n";
    } else if (!text.empty()) {
      text += ' ';
    }
    paragraph = false;
    text += line.substr(begin, line.find_last_not_of(' ') - begin + 1);
  }
  return text;
}

// The full name of what each path of a file's source info leads to.
class Names {
 public:
  explicit Names(const FileDescriptorProto& file) {
    const std::string package = file.package() + ".";
    for (int i = 0; i < file.message_type_size(); ++i) {
      AddMessage({4, i}, package, file.message_type(i));
    }
    for (int i = 0; i < file.enum_type_size(); ++i) AddEnum({5, i}, package, file.enum_type(i));
    for (int i = 0; i < file.service_size(); ++i) AddService({6, i}, package, file.service(i));
  }
  std::map<std::vector<int>, std::string> all;

 private:
  static std::vector<int> Under(std::vector<int> path, int kind, int index) {
    path.push_back(kind);
    path.push_back(index);
    return path;
  }
  void AddMessage(const std::vector<int>& path, const std::string& prefix,
                  const DescriptorProto& message) {
    const std::string name = prefix + message.name();
    all[path] = name;
    for (int i = 0; i < message.field_size(); ++i) {
      all[Under(path, 2, i)] = name + "." + message.field(i).name();
    }
    for (int i = 0; i < message.nested_type_size(); ++i) {
      AddMessage(Under(path, 3, i), name + ".", message.nested_type(i));
    }
    for (int i = 0; i < message.enum_type_size(); ++i) {
      AddEnum(Under(path, 4, i), name + ".", message.enum_type(i));
    }
  }
  // The full name of an enum's value has the enum's own prefix.
  void AddEnum(const std::vector<int>& path, const std::string& prefix,
               const EnumDescriptorProto& one) {
    all[path] = prefix + one.name();
    for (int i = 0; i < one.value_size(); ++i) {
      all[Under(path, 2, i)] = prefix + one.value(i).name();
    }
  }
  void AddService(const std::vector<int>& path, const std::string& prefix,
                  const ServiceDescriptorProto& service) {
    const std::string name = prefix + service.name();
    all[path] = name;
    for (int i = 0; i < service.method_size(); ++i) {
      all[Under(path, 2, i)] = name + "." + service.method(i).name();
    }
  }
};

}  // namespace

Comments::Comments(std::string_view descriptor_set) {
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size()))) {
    throw std::runtime_error("the descriptors that are built in do not parse");
  }
  for (const auto& file : files.file()) {
    const Names names(file);
    for (const auto& service : file.service()) {
      if (file.package().starts_with("qianmo.")) {
        services_.insert(file.package() + "." + service.name());
      }
    }
    for (const auto& location : file.source_code_info().location()) {
      const auto found = names.all.find({location.path().begin(), location.path().end()});
      if (found == names.all.end()) continue;
      const bool above = location.has_leading_comments();
      all_[found->second] =
          Joined(above ? location.leading_comments() : location.trailing_comments());
    }
  }
}

const Comments& Comments::BuiltIn() {
  static const Comments comments{DescriptorSet()};
  return comments;
}

const std::string& Comments::Of(const std::string& full_name) const {
  static const std::string none;
  const auto found = all_.find(full_name);
  return found == all_.end() ? none : found->second;
}

std::string FirstSentence(const std::string& comment) {
  for (std::size_t at = comment.find('.'); at != comment.npos; at = comment.find('.', at + 1)) {
    const bool ends = at + 1 == comment.size() || comment[at + 1] == ' ' || comment[at + 1] == '\n';
    if (ends) return comment.substr(0, at + 1);
  }
  return comment;
}

}  // namespace qianmo::gateway
