#include "core/js/bindings/fs_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <filesystem>

#include "core/js/bindings.hpp"
#include "core/js/bindings/fs_request.hpp"
#include "core/js/encoding.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

FsOutcome outcome_of(int result) {
  FsOutcome outcome;
  outcome.error = result < 0 ? errno : 0;
  return outcome;
}

FsOutcome text_outcome(const char* result) {
  FsOutcome outcome;
  if (result == nullptr)
    outcome.error = errno;
  else
    outcome.text = result;
  return outcome;
}

Local<Value> to_text(Realm& realm, FsOutcome& outcome) {
  return text(realm.isolate(), outcome.text);
}

/// A name in the encoding that was asked for: a Buffer or a string.
Local<Value> name_in(Realm& realm, std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::buffer) return buffer_of(realm.context(), bytes);
  Local<Value> result;
  const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (decode(realm.isolate(), {data, bytes.size()}, encoding).ToLocal(&result)) return result;
  return v8::Undefined(realm.isolate());
}

auto to_name(const Args& args, int encoding_argument) {
  return [encoding = encoding_of(args.GetIsolate(), args[encoding_argument])](
             Realm& realm, FsOutcome& outcome) { return name_in(realm, outcome.text, encoding); };
}

/// A call with one path and nothing to give back.
template <typename Work>
void on_path(const Args& args, const char* syscall, int request, Work work) {
  const std::string path = path_of(args, 0);
  run_fs(
      args, request,
      {syscall, path, {}, [path, work] { return outcome_of(work(path.c_str())); }, to_undefined});
}

// (from, to, request)
void on_two_paths(const Args& args, const char* syscall, int request,
                  int (*work)(const char*, const char*)) {
  const std::string from = path_of(args, 0);
  const std::string to = path_of(args, 1);
  run_fs(args, request,
         {syscall, from, to,
          [from, to, work] { return outcome_of(work(from.c_str(), to.c_str())); }, to_undefined});
}

void access(const Args& args) {
  const int mode = static_cast<int>(integer(args, 1));
  on_path(args, "access", 2, [mode](const char* path) { return ::access(path, mode); });
}

void rename(const Args& args) {
  on_two_paths(args, "rename", 2, ::rename);
}

void link(const Args& args) {
  on_two_paths(args, "link", 2, ::link);
}

// (target, path, flags, request)
void symlink(const Args& args) {
  on_two_paths(args, "symlink", 3, ::symlink);
}

void unlink(const Args& args) {
  on_path(args, "unlink", 1, ::unlink);
}

void rmdir(const Args& args) {
  on_path(args, "rmdir", 1, ::rmdir);
}

void chmod(const Args& args) {
  const auto mode = static_cast<mode_t>(integer(args, 1));
  on_path(args, "chmod", 2, [mode](const char* path) { return ::chmod(path, mode); });
}

template <int (*change)(const char*, uid_t, gid_t)>
void change_owner(const Args& args, const char* syscall) {
  const auto user = static_cast<uid_t>(integer(args, 1));
  const auto group = static_cast<gid_t>(integer(args, 2));
  on_path(args, syscall, 3, [user, group](const char* path) { return change(path, user, group); });
}

void chown(const Args& args) {
  change_owner<::chown>(args, "chown");
}

void lchown(const Args& args) {
  change_owner<::lchown>(args, "lchown");
}

timespec seconds_of(double seconds) {
  constexpr double ns_per_s = 1e9;
  const auto whole = static_cast<time_t>(seconds);
  return {whole, static_cast<long>((seconds - static_cast<double>(whole)) * ns_per_s)};
}

// (path, atime, mtime, request)
template <int flags>
void set_times(const Args& args, const char* syscall) {
  const timespec accessed = seconds_of(number(args, 1));
  const timespec modified = seconds_of(number(args, 2));
  on_path(args, syscall, 3, [accessed, modified](const char* path) {
    const timespec times[] = {accessed, modified};
    return utimensat(AT_FDCWD, path, times, flags);
  });
}

void utimes(const Args& args) {
  set_times<0>(args, "utime");
}

void lutimes(const Args& args) {
  set_times<AT_SYMLINK_NOFOLLOW>(args, "lutime");
}

/// Makes the folder with those above it; the first one that was made, or "".
FsOutcome make_folders(const std::string& path, mode_t mode) {
  FsOutcome outcome;
  std::filesystem::path made;
  for (const auto& part : std::filesystem::path(path)) {
    made /= part;
    struct stat status {};
    if (stat(made.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) continue;
    if (::mkdir(made.c_str(), mode) != 0) {
      outcome.error = errno;
      return outcome;
    }
    if (outcome.text.empty()) outcome.text = made.string();
  }
  return outcome;
}

// (path, mode, recursive, request)
void mkdir(const Args& args) {
  const std::string path = path_of(args, 0);
  const auto mode = static_cast<mode_t>(integer(args, 1, 0777));
  const bool recursive = args[2]->IsTrue();
  run_fs(args, 3,
         {"mkdir",
          path,
          {},
          [path, mode, recursive] {
            return recursive ? make_folders(path, mode) : outcome_of(::mkdir(path.c_str(), mode));
          },
          [](Realm& realm, FsOutcome& outcome) -> Local<Value> {
            if (outcome.text.empty()) return v8::Undefined(realm.isolate());
            return to_text(realm, outcome);
          }});
}

FsOutcome list_folder(const std::string& path) {
  FsOutcome outcome;
  DIR* const folder = opendir(path.c_str());
  if (folder == nullptr) {
    outcome.error = errno;
    return outcome;
  }
  while (const dirent* const entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") outcome.entries.emplace_back(name, entry->d_type);
  }
  closedir(folder);
  std::sort(outcome.entries.begin(), outcome.entries.end());  // as uv_fs_scandir
  return outcome;
}

int node_type(int entry_type) {  // DT_ to Node's UV_DIRENT_
  switch (entry_type) {
    case DT_REG:
      return 1;
    case DT_DIR:
      return 2;
    case DT_LNK:
      return 3;
    case DT_FIFO:
      return 4;
    case DT_SOCK:
      return 5;
    case DT_CHR:
      return 6;
    case DT_BLK:
      return 7;
    default:
      return 0;
  }
}

Local<Value> to_entries(Realm& realm, FsOutcome& outcome, bool with_types, Encoding encoding) {
  v8::Isolate* const isolate = realm.isolate();
  std::vector<Local<Value>> names;
  std::vector<Local<Value>> types;
  for (const auto& [entry, type] : outcome.entries) {
    names.push_back(name_in(realm, entry, encoding));
    types.push_back(v8::Integer::New(isolate, node_type(type)));
  }
  const Local<Value> name_array = v8::Array::New(isolate, names.data(), names.size());
  if (!with_types) return name_array;
  return array_of(isolate, {name_array, v8::Array::New(isolate, types.data(), types.size())});
}

// (path, encoding, withTypes, request)
void readdir(const Args& args) {
  const std::string path = path_of(args, 0);
  const bool with_types = args[2]->IsTrue();
  const Encoding encoding = encoding_of(args.GetIsolate(), args[1]);
  run_fs(args, 3,
         {"scandir",
          path,
          {},
          [path] { return list_folder(path); },
          [with_types, encoding](Realm& realm, FsOutcome& outcome) {
            return to_entries(realm, outcome, with_types, encoding);
          }});
}

// (path, encoding, request)
void readlink(const Args& args) {
  const std::string path = path_of(args, 0);
  run_fs(args, 2,
         {"readlink",
          path,
          {},
          [path] {
            std::string target(PATH_MAX, '\0');
            const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
            if (length >= 0) target.resize(static_cast<std::size_t>(length));
            return text_outcome(length < 0 ? nullptr : target.c_str());
          },
          to_name(args, 1)});
}

void realpath(const Args& args) {
  const std::string path = path_of(args, 0);
  run_fs(args, 2,
         {"realpath",
          path,
          {},
          [path] {
            std::string real(PATH_MAX, '\0');
            return text_outcome(::realpath(path.c_str(), real.data()));
          },
          to_name(args, 1)});
}

// (prefix, encoding, request)
void mkdtemp(const Args& args) {
  const std::string pattern = path_of(args, 0);  // with the XXXXXX that are replaced
  run_fs(args, 2,
         {"mkdtemp",
          pattern,
          {},
          [pattern] {
            std::string path = pattern;
            return text_outcome(::mkdtemp(path.data()));
          },
          to_name(args, 1)});
}

// (from, to, mode, request); mode 1: not over a file that exists
void copy_file(const Args& args) {
  const std::string from = path_of(args, 0);
  const std::string to = path_of(args, 1);
  const bool exclusive = (integer(args, 2) & 1) != 0;
  run_fs(args, 3,
         {"copyfile", from, to,
          [from, to, exclusive] {
            using Options = std::filesystem::copy_options;
            std::error_code error;
            std::filesystem::copy_file(
                from, to, exclusive ? Options::none : Options::overwrite_existing, error);
            FsOutcome outcome;
            outcome.error = error.value();
            return outcome;
          },
          to_undefined});
}

constexpr Method methods[] = {{"access", access},   {"rename", rename},     {"link", link},
                              {"symlink", symlink}, {"unlink", unlink},     {"rmdir", rmdir},
                              {"chmod", chmod},     {"chown", chown},       {"lchown", lchown},
                              {"utimes", utimes},   {"lutimes", lutimes},   {"mkdir", mkdir},
                              {"readdir", readdir}, {"readlink", readlink}, {"realpath", realpath},
                              {"mkdtemp", mkdtemp}, {"copyFile", copy_file}};

}  // namespace

void add_fs_tree(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
}

}  // namespace loopscope::js
