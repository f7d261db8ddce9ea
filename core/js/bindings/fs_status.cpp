// stat, lstat, fstat, and the two questions that the module loader asks all the time.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "core/js/bindings/fs_request.hpp"
#include "core/js/bindings/fs_tree.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

constexpr std::size_t field_count = 18;

std::array<std::int64_t, field_count> fields_of(const struct stat& status) {
  const auto signed_of = [](auto value) { return static_cast<std::int64_t>(value); };
  return {signed_of(status.st_dev),     signed_of(status.st_mode), signed_of(status.st_nlink),
          signed_of(status.st_uid),     signed_of(status.st_gid),  signed_of(status.st_rdev),
          signed_of(status.st_blksize), signed_of(status.st_ino),  signed_of(status.st_size),
          signed_of(status.st_blocks),  status.st_atim.tv_sec,     status.st_atim.tv_nsec,
          status.st_mtim.tv_sec,        status.st_mtim.tv_nsec,    status.st_ctim.tv_sec,
          status.st_ctim.tv_nsec,       status.st_ctim.tv_sec,     status.st_ctim.tv_nsec};
}

Local<Value> to_numbers(Realm& realm, FsOutcome& outcome) {
  const auto buffer = v8::ArrayBuffer::New(realm.isolate(), field_count * sizeof(double));
  const auto fields = fields_of(outcome.status);
  std::transform(fields.begin(), fields.end(), static_cast<double*>(buffer->Data()),
                 [](std::int64_t field) { return static_cast<double>(field); });
  return v8::Float64Array::New(buffer, 0, field_count);
}

Local<Value> to_bigints(Realm& realm, FsOutcome& outcome) {
  const auto buffer = v8::ArrayBuffer::New(realm.isolate(), field_count * sizeof(std::int64_t));
  const auto fields = fields_of(outcome.status);
  std::copy(fields.begin(), fields.end(), static_cast<std::int64_t*>(buffer->Data()));
  return v8::BigInt64Array::New(buffer, 0, field_count);
}

// (path or fd, useBigint, request)
template <typename Work>
void status_with(const Args& args, const char* syscall, const std::string& path, Work work) {
  run_fs(args, 2,
         {syscall,
          path,
          {},
          [work] {
            FsOutcome outcome;
            if (work(&outcome.status) != 0) outcome.error = errno;
            return outcome;
          },
          args[1]->IsTrue() ? to_bigints : to_numbers});
}

void stat(const Args& args) {
  const std::string path = path_of(args, 0);
  status_with(args, "stat", path,
              [path](struct stat* status) { return ::stat(path.c_str(), status); });
}

void lstat(const Args& args) {
  const std::string path = path_of(args, 0);
  status_with(args, "lstat", path,
              [path](struct stat* status) { return ::lstat(path.c_str(), status); });
}

void fstat(const Args& args) {
  const int fd = static_cast<int>(integer(args, 0));
  status_with(args, "fstat", {}, [fd](struct stat* status) { return ::fstat(fd, status); });
}

// (path) -> 0: a file, 1: a folder, negative: neither
void internal_module_stat(const Args& args) {
  struct stat status {};
  const int result = ::stat(path_of(args, 0).c_str(), &status);
  args.GetReturnValue().Set(result != 0 ? -errno : S_ISDIR(status.st_mode) ? 1 : 0);
}

// (path) -> [text, whether it may have keys that matter], or []
void internal_module_read_json(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  std::ifstream file(path_of(args, 0), std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf()))
    return args.GetReturnValue().Set(v8::Array::New(isolate, 0));
  std::string json = std::move(bytes).str();
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (json.starts_with(byte_order_mark)) json.erase(0, byte_order_mark.size());
  args.GetReturnValue().Set(array_of(isolate, {text(isolate, json), v8::True(isolate)}));
}

constexpr Method methods[] = {{"stat", stat},
                              {"lstat", lstat},
                              {"fstat", fstat},
                              {"internalModuleStat", internal_module_stat},
                              {"internalModuleReadJSON", internal_module_read_json}};

}  // namespace

void add_fs_status(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
}

}  // namespace loopscope::js
