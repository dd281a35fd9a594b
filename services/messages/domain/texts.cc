#include "messages/domain/texts.h"

namespace qianmo::messages {

const Catalogue& AllTexts() {
  static const Catalogue all = [] {
    Catalogue texts = IdentityTexts();
    for (Template& one : PaperTexts()) texts.push_back(std::move(one));
    return texts;
  }();
  return all;
}

}  // namespace qianmo::messages
