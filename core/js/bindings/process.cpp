// internalBinding('process_methods') and the facts of the process.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fstream>

#include "core/js/bindings.hpp"
#include "core/js/realm.hpp"

extern char** environ;

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

constexpr double us_per_s = 1e6;
constexpr std::uint64_t ns_per_s = 1'000'000'000;

double microseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * us_per_s + static_cast<double>(time.tv_usec);
}

std::span<double> doubles(Local<Value> array) {
  const auto bytes = bytes_of(array);
  return {reinterpret_cast<double*>(bytes.data()), bytes.size() / sizeof(double)};
}

rusage usage() {
  rusage result{};
  getrusage(RUSAGE_SELF, &result);
  return result;
}

void cpu_usage(const Args& args) {
  const rusage used = usage();
  doubles(args[0])[0] = microseconds(used.ru_utime);
  doubles(args[0])[1] = microseconds(used.ru_stime);
}

void resource_usage(const Args& args) {
  const rusage used = usage();
  const std::array<double, 16> fields{
      microseconds(used.ru_utime),          microseconds(used.ru_stime),
      static_cast<double>(used.ru_maxrss),  static_cast<double>(used.ru_ixrss),
      static_cast<double>(used.ru_idrss),   static_cast<double>(used.ru_isrss),
      static_cast<double>(used.ru_minflt),  static_cast<double>(used.ru_majflt),
      static_cast<double>(used.ru_nswap),   static_cast<double>(used.ru_inblock),
      static_cast<double>(used.ru_oublock), static_cast<double>(used.ru_msgsnd),
      static_cast<double>(used.ru_msgrcv),  static_cast<double>(used.ru_nsignals),
      static_cast<double>(used.ru_nvcsw),   static_cast<double>(used.ru_nivcsw)};
  std::copy(fields.begin(), fields.end(), doubles(args[0]).begin());
}

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  long total = 0;
  long resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

void memory_usage(const Args& args) {
  v8::HeapStatistics heap;
  args.GetIsolate()->GetHeapStatistics(&heap);
  const auto fields = doubles(args[0]);
  fields[0] = resident_bytes();
  fields[1] = static_cast<double>(heap.total_heap_size());
  fields[2] = static_cast<double>(heap.used_heap_size());
  fields[3] = static_cast<double>(heap.external_memory());
  fields[4] = 0;
}

void rss(const Args& args) {
  args.GetReturnValue().Set(resident_bytes());
}

// The loop's own clock, so that virtual time is seen here too.
void hrtime(const Args& args) {
  const std::uint64_t now_ns = realm_of(args).loop().clock().now_ns();
  auto* const words = reinterpret_cast<std::uint32_t*>(bytes_of(args.Data()).data());
  words[0] = static_cast<std::uint32_t>((now_ns / ns_per_s) >> 32U);
  words[1] = static_cast<std::uint32_t>(now_ns / ns_per_s);
  words[2] = static_cast<std::uint32_t>(now_ns % ns_per_s);
}

void hrtime_bigint(const Args& args) {
  *reinterpret_cast<std::uint64_t*>(bytes_of(args.Data()).data()) =
      realm_of(args).loop().clock().now_ns();
}

void uptime(const Args& args) {
  args.GetReturnValue().Set(static_cast<double>(realm_of(args).loop().clock().now_ns()) /
                            static_cast<double>(ns_per_s));
}

std::string current_folder() {
  std::array<char, PATH_MAX> path{};
  return getcwd(path.data(), path.size()) != nullptr ? path.data() : "";
}

// As Node's fs says it.
void throw_errno(const Args& args, int number, std::string_view syscall, std::string_view path,
                 std::string_view destination) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto given = [isolate](std::string_view string) -> Local<Value> {
    if (string.empty()) return v8::Undefined(isolate);
    return text(isolate, string);
  };
  isolate->ThrowException(realm_of(args).ask(
      Hook::fs_error, {v8::Integer::New(isolate, -number), text(isolate, syscall), given(path),
                       given(destination)}));
}

void cwd(const Args& args) {
  const std::string path = current_folder();
  if (path.empty()) return throw_errno(args, errno, "uv_cwd", {}, {});
  args.GetReturnValue().Set(text(args.GetIsolate(), path));
}

void chdir(const Args& args) {
  const std::string to = utf8(args, 0);
  if (::chdir(to.c_str()) != 0) throw_errno(args, errno, "chdir", current_folder(), to);
}

void umask(const Args& args) {
  const mode_t asked = args[0]->IsUndefined() ? 0 : static_cast<mode_t>(integer(args, 0));
  const mode_t before = ::umask(asked);
  if (args[0]->IsUndefined()) ::umask(before);
  args.GetReturnValue().Set(before);
}

void raw_debug(const Args& args) {
  realm_of(args).output().write(STDERR_FILENO, utf8(args, 0) + "\n");
}

void really_exit(const Args& args) {
  realm_of(args).leave(static_cast<int>(integer(args, 0)));
}

void abort_process(const Args&) {
  std::abort();
}

void kill_process(const Args& args) {
  const int result =
      ::kill(static_cast<pid_t>(integer(args, 0)), static_cast<int>(integer(args, 1)));
  args.GetReturnValue().Set(result == 0 ? 0 : -errno);
}

// What process is made of: argv, env and ids.
void facts(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto context = isolate->GetCurrentContext();
  const auto result = v8::Object::New(isolate);
  const auto env = v8::Object::New(isolate);
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view pair(*entry);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos)
      set(context, env, pair.substr(0, equals), text(isolate, pair.substr(equals + 1)));
  }
  std::array<char, PATH_MAX> path{};
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
  set(context, result, "env", env);
  set(context, result, "pid", v8::Integer::New(isolate, getpid()));
  set(context, result, "ppid", v8::Integer::New(isolate, getppid()));
  set(context, result, "execPath",
      text(isolate, {path.data(), static_cast<std::size_t>(length > 0 ? length : 0)}));
  set(context, result, "isClassic",
      v8::Boolean::New(isolate, realm_of(args).loop().profile() == Profile::classic));
  args.GetReturnValue().Set(result);
}

constexpr Method methods[] = {{"cpuUsage", cpu_usage},
                              {"resourceUsage", resource_usage},
                              {"memoryUsage", memory_usage},
                              {"rss", rss},
                              {"uptime", uptime},
                              {"cwd", cwd},
                              {"chdir", chdir},
                              {"umask", umask},
                              {"_rawDebug", raw_debug},
                              {"reallyExit", really_exit},
                              {"abort", abort_process},
                              {"_kill", kill_process},
                              {"facts", facts}};

void add_clock(Realm& realm, Local<v8::Object> binding, std::string_view key,
               v8::FunctionCallback call, Local<v8::ArrayBuffer> buffer) {
  set(realm.context(), binding, key,
      v8::Function::New(realm.context(), call, buffer).ToLocalChecked());
}

}  // namespace

void make_process_methods(Realm& realm, Local<v8::Object> binding) {
  constexpr std::size_t clock_bytes = 3 * sizeof(std::uint32_t) + 4;  // a whole number of 64 bits
  add_methods(realm.context(), binding, methods);
  const auto buffer = v8::ArrayBuffer::New(realm.isolate(), clock_bytes);
  set(realm.context(), binding, "hrtimeBuffer", buffer);
  add_clock(realm, binding, "hrtime", hrtime, buffer);
  add_clock(realm, binding, "hrtimeBigInt", hrtime_bigint, buffer);
}

}  // namespace loopscope::js
