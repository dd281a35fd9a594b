// Copies of photos: smaller ones as soon as a file is there, a public one when it is published.
#pragma once

#include "registry/file_store.h"
#include "rpc/call.h"

namespace qianmo::registry {

// Keeps the smaller pictures of what this account brought. Of what is no photo, or is broken or too
// large for it, there are none: a file is a file also without them. Made at once and not when they
// are asked for, so that looking at a list of photos decodes nothing and writes nothing.
void KeepSmallerPictures(pg::Transaction& tx, const rpc::Call& call, const Uuid& account,
                         const ContentRow& photo);

// Refuses FILE_NO_PHOTO, PHOTO_TOO_LARGE, FILE_BROKEN.
Result<Done> KeepPublicCopy(pg::Transaction& tx, const rpc::Call& call, const Uuid& account,
                            const ContentRow& photo);

}  // namespace qianmo::registry
