// Which parts of an XML document are taken: a table of paths, looked up as the document passes by.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qianmo::ledger::bankfile {

enum class XmlTake {
  kText,    // once in its parent: its text
  kTexts,   // any number of times
  kGroup,   // once: when it opens and when it closes
  kGroups,  // any number of times
};

// The field of a rule that only says how often something may be that leads to what is taken.
inline constexpr int kLeads = -1;

struct XmlRule {
  const char* path;  // below the root, "GrpHdr/MsgId"
  int field;         // what it is called in events; kLeads: it is none
  XmlTake take = XmlTake::kText;
  std::size_t most = 0;  // characters of its text; 0: what the limits say
};

// One element that is taken, or that leads to one; which it does once, if no rule says otherwise.
struct XmlNode {
  std::string name;
  int field = kLeads;
  XmlTake take = XmlTake::kGroup;
  std::size_t most = 0;
  int place = 0;  // among the children of its parent
  std::vector<std::unique_ptr<XmlNode>> children = {};

  bool is_text() const { return take == XmlTake::kText || take == XmlTake::kTexts; }
  bool is_once() const { return take == XmlTake::kText || take == XmlTake::kGroup; }
  const XmlNode* Find(std::string_view child) const;
};

class XmlForm {
 public:
  static constexpr std::size_t kMostChildren = 64;

  // Documents of this namespace whose root is "Document" and has `message` in it, to which all
  // paths are relative.
  XmlForm(std::string space, const std::string& message) : space_(std::move(space)) {
    message_ = Below(&root_, message);
  }
  // Throws std::logic_error when an element would have more than kMostChildren.
  void Add(const std::string& prefix, std::span<const XmlRule> rules);

  const std::string& space() const { return space_; }
  const XmlNode& root() const { return root_; }

 private:
  static XmlNode* Below(XmlNode* parent, std::string_view name);

  std::string space_;
  XmlNode root_{.name = "Document"};
  XmlNode* message_;
};

}  // namespace qianmo::ledger::bankfile
