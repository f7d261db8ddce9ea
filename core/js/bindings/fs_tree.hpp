// The parts of internalBinding('fs') that have files of their own.
#pragma once

#include "core/js/realm.hpp"

namespace loopscope::js {

/// Names and trees: rename, mkdir, readdir, links, owners.
void add_fs_tree(Realm& realm, v8::Local<v8::Object> binding);
/// stat and its kin, and what the module loader asks.
void add_fs_status(Realm& realm, v8::Local<v8::Object> binding);

}  // namespace loopscope::js
