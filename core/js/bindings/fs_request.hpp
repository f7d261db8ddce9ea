// One call of internalBinding('fs'): at once, or on the thread pool with a callback or a promise.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/js/realm.hpp"
#include "core/js/value.hpp"
#include "core/loop/function.hpp"

namespace loopscope::js {

/// What the system said. Made on a worker, so nothing of V8 is in it.
struct FsOutcome {
  int error = 0;  // errno
  std::int64_t number = 0;
  std::string text;
  struct stat status {};
  std::vector<std::pair<std::string, int>> entries;  // names and their DT_ types
};

struct FsCall {
  const char* syscall;  // as in Node's errors: "open"
  std::string path;
  std::string destination;
  Function<FsOutcome()> work;
  /// The value that JavaScript gets; on the loop's thread.
  Function<v8::Local<v8::Value>(Realm&, FsOutcome&)> convert;
  /// What `work` uses of JavaScript's memory.
  v8::Local<v8::Value> keep = {};
};

/// args[request] says how: an FSReqCallback (its oncomplete is called from the loop), the symbol
/// kUsePromises (a promise is returned), or undefined: done at once, and an error goes into the
/// object args[request + 1], or is thrown where there is none.
void run_fs(const Args& args, int request, FsCall call);

/// The path in args[index]: a string, or the bytes of a buffer.
[[nodiscard]] std::string path_of(const Args& args, int index);

v8::Local<v8::Value> to_undefined(Realm& realm, FsOutcome& outcome);
v8::Local<v8::Value> to_number(Realm& realm, FsOutcome& outcome);

}  // namespace loopscope::js
