// libnode as the program `node`: the build takes Node's own library out of it, and the tests
// compare with it. Debian's libnode reads a few scripts from /usr/share/nodejs when it starts;
// where the packages are unpacked elsewhere, this program finds them there.
#include <dlfcn.h>
#include <fcntl.h>
#include <node.h>

#include <cstdarg>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view packaged = "/usr/share/nodejs/";
constexpr std::string_view unpacked = LOOPSCOPE_NODE_SHARE_DIR "/";

std::string real_path(std::string_view path) {
  if (!path.starts_with(packaged)) return std::string(path);
  return std::string(unpacked).append(path.substr(packaged.size()));
}

int open_with(const char* function, const char* path, int flags, mode_t mode) {
  using Open = int (*)(const char*, int, mode_t);
  return reinterpret_cast<Open>(dlsym(RTLD_NEXT, function))(real_path(path).c_str(), flags, mode);
}

mode_t mode_argument(int flags, std::va_list arguments) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_argument(flags, arguments);
  va_end(arguments);
  return open_with("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_argument(flags, arguments);
  va_end(arguments);
  return open_with("open64", path, flags, mode);
}

}  // extern "C"

int main(int argc, char** argv) {
  return node::Start(argc, argv);
}
