// Pages of lists that are ordered by id: the token is the last id of the page before.
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "base/result.h"

namespace qianmo::rpc {

struct Page {
  int size;                   // of the page
  std::optional<Uuid> after;  // nothing for the first page

  // The fields page_size and page_token of a request. Refuses a token that is none of ours.
  static Result<Page> Parse(int page_size, const std::string& page_token);
  // One more than the page holds: whether there is another page.
  int limit() const { return size + 1; }
};

// The token of the next page after a resource of this name.
std::string PageTokenAfter(const std::string& name);

// Cuts off what belongs to the next page; the token of that page, or "".
template <class Resources>
std::string CutPage(const Page& page, Resources* resources) {
  if (resources->size() <= page.size) return "";
  while (resources->size() > page.size) resources->RemoveLast();
  return PageTokenAfter(resources->rbegin()->name());
}

}  // namespace qianmo::rpc
