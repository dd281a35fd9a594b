#include "ledger/bankfile/xml_form.h"

#include <algorithm>
#include <stdexcept>

namespace qianmo::ledger::bankfile {

const XmlNode* XmlNode::Find(std::string_view child) const {
  for (const auto& node : children) {
    if (node->name == child) return node.get();
  }
  return nullptr;
}

XmlNode* XmlForm::Below(XmlNode* parent, std::string_view name) {
  for (const auto& node : parent->children) {
    if (node->name == name) return node.get();
  }
  if (parent->children.size() == kMostChildren) throw std::logic_error("too many children");
  parent->children.push_back(std::make_unique<XmlNode>());
  XmlNode* node = parent->children.back().get();
  node->name = name;
  node->place = static_cast<int>(parent->children.size()) - 1;
  return node;
}

void XmlForm::Add(const std::string& prefix, std::span<const XmlRule> rules) {
  for (const XmlRule& rule : rules) {
    const std::string path = prefix + rule.path;
    XmlNode* node = message_;
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find('/', at), path.size());
      node = Below(node, std::string_view(path).substr(at, end - at));
      at = end + 1;
    }
    node->field = rule.field;
    node->take = rule.take;
    node->most = rule.most;
  }
}

}  // namespace qianmo::ledger::bankfile
