// internalBinding('os').
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <vector>

#include "core/js/bindings.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

Local<Value> array_of(v8::Isolate* isolate, std::vector<Local<Value>>& values) {
  return v8::Array::New(isolate, values.data(), values.size());
}

void get_hostname(const Args& args) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  args.GetReturnValue().Set(text(args.GetIsolate(), host.data()));
}

// -> [type, version, release, machine]
void get_os_information(const Args& args) {
  utsname info{};
  uname(&info);
  v8::Isolate* const isolate = args.GetIsolate();
  std::vector<Local<Value>> result{text(isolate, info.sysname), text(isolate, info.version),
                                   text(isolate, info.release), text(isolate, info.machine)};
  args.GetReturnValue().Set(array_of(isolate, result));
}

const passwd* this_user() {
  return getpwuid(geteuid());
}

void get_home_directory(const Args& args) {
  const char* home = std::getenv("HOME");
  const passwd* const user = this_user();
  if (home == nullptr) home = user != nullptr ? user->pw_dir : "/";
  args.GetReturnValue().Set(text(args.GetIsolate(), home));
}

// (options with an encoding, error)
void get_user_info(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto context = isolate->GetCurrentContext();
  const passwd* const user = this_user();
  if (user == nullptr) {
    const auto error = args[1].As<v8::Object>();
    set(context, error, "code", text(isolate, "ENOENT"));
    set(context, error, "errno", v8::Integer::New(isolate, -ENOENT));
    set(context, error, "message", text(isolate, "no such file or directory"));
    return set(context, error, "syscall", text(isolate, "uv_os_get_passwd"));
  }
  const auto result = v8::Object::New(isolate);
  set(context, result, "uid", v8::Integer::NewFromUnsigned(isolate, user->pw_uid));
  set(context, result, "gid", v8::Integer::NewFromUnsigned(isolate, user->pw_gid));
  set(context, result, "username", text(isolate, user->pw_name));
  set(context, result, "homedir", text(isolate, user->pw_dir));
  set(context, result, "shell", text(isolate, user->pw_shell));
  args.GetReturnValue().Set(result);
}

void get_uptime(const Args& args) {
  double seconds = 0;
  std::ifstream("/proc/uptime") >> seconds;
  args.GetReturnValue().Set(seconds);
}

// In kB, of /proc/meminfo.
double memory_bytes(std::string_view key) {
  std::ifstream file("/proc/meminfo");
  std::string word;
  double kilobytes = 0;
  while (file >> word)
    if (word == key && file >> kilobytes) return kilobytes * 1024;
  return 0;
}

void get_total_mem(const Args& args) {
  args.GetReturnValue().Set(memory_bytes("MemTotal:"));
}

void get_free_mem(const Args& args) {
  args.GetReturnValue().Set(memory_bytes("MemAvailable:"));
}

void get_load_avg(const Args& args) {
  getloadavg(reinterpret_cast<double*>(bytes_of(args[0]).data()), 3);
}

void get_available_parallelism(const Args& args) {
  args.GetReturnValue().Set(static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN)));
}

std::string cpu_model() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

// -> for each: model, MHz, ms of user, nice, system, idle and interrupts
void get_cpus(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const double ms_per_tick = 1000.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  const Local<Value> model = text(isolate, cpu_model());
  std::vector<Local<Value>> result;
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("cpu") || line.starts_with("cpu ")) continue;
    std::istringstream words(line);
    std::string name;
    std::array<double, 6> ticks{};  // user, nice, system, idle, iowait, irq
    words >> name;
    for (double& one : ticks) words >> one;
    result.insert(result.end(), {model, v8::Integer::New(isolate, 0)});
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U})
      result.push_back(v8::Number::New(isolate, ticks.at(i) * ms_per_tick));
  }
  args.GetReturnValue().Set(array_of(isolate, result));
}

std::string address_text(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> shown{};
  const void* const bytes =
      address->sa_family == AF_INET
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr)
          : &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  inet_ntop(address->sa_family, bytes, shown.data(), shown.size());
  return shown.data();
}

std::string hardware_address(const sockaddr* address) {
  const auto* const link = reinterpret_cast<const sockaddr_ll*>(address);
  std::string result;
  constexpr std::string_view digits = "0123456789abcdef";
  for (int i = 0; i < 6; ++i) {
    if (i > 0) result.push_back(':');
    result.push_back(digits[link->sll_addr[i] >> 4U]);
    result.push_back(digits[link->sll_addr[i] & 15U]);
  }
  return result;
}

// -> for each: name, address, netmask, family, mac, internal, scope
void get_interface_addresses(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  ifaddrs* list = nullptr;
  std::vector<Local<Value>> result;
  std::map<std::string, std::string> macs;
  if (getifaddrs(&list) != 0) return;
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(list, freeifaddrs);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next)
    if (one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_PACKET)
      macs[one->ifa_name] = hardware_address(one->ifa_addr);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0) continue;
    const int family = one->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    const bool v6 = family == AF_INET6;
    const auto scope =
        v6 ? static_cast<int>(reinterpret_cast<sockaddr_in6*>(one->ifa_addr)->sin6_scope_id) : -1;
    result.insert(result.end(),
                  {text(isolate, one->ifa_name), text(isolate, address_text(one->ifa_addr)),
                   text(isolate, address_text(one->ifa_netmask)),
                   text(isolate, v6 ? "IPv6" : "IPv4"), text(isolate, macs[one->ifa_name]),
                   v8::Boolean::New(isolate, (one->ifa_flags & IFF_LOOPBACK) != 0),
                   v8::Integer::New(isolate, scope)});
  }
  args.GetReturnValue().Set(array_of(isolate, result));
}

void tell_errno(const Args& args, int index, std::string_view syscall) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto context = isolate->GetCurrentContext();
  const auto error = args[index].As<v8::Object>();
  set(context, error, "errno", v8::Integer::New(isolate, -errno));
  set(context, error, "code",
      realm_of(args).ask(Hook::error_name, {v8::Integer::New(isolate, -errno)}));
  set(context, error, "syscall", text(isolate, syscall));
}

// (pid, error)
void get_priority(const Args& args) {
  errno = 0;
  const int priority = getpriority(PRIO_PROCESS, static_cast<id_t>(integer(args, 0)));
  if (errno != 0) return tell_errno(args, 1, "uv_os_getpriority");
  args.GetReturnValue().Set(priority);
}

// (pid, priority, error)
void set_priority(const Args& args) {
  const int failed = setpriority(PRIO_PROCESS, static_cast<id_t>(integer(args, 0)),
                                 static_cast<int>(integer(args, 1)));
  if (failed != 0) tell_errno(args, 2, "uv_os_setpriority");
  args.GetReturnValue().Set(failed);
}

constexpr Method methods[] = {{"getHostname", get_hostname},
                              {"getOSInformation", get_os_information},
                              {"getHomeDirectory", get_home_directory},
                              {"getUserInfo", get_user_info},
                              {"getUptime", get_uptime},
                              {"getTotalMem", get_total_mem},
                              {"getFreeMem", get_free_mem},
                              {"getLoadAvg", get_load_avg},
                              {"getAvailableParallelism", get_available_parallelism},
                              {"getCPUs", get_cpus},
                              {"getInterfaceAddresses", get_interface_addresses},
                              {"getPriority", get_priority},
                              {"setPriority", set_priority}};

}  // namespace

void make_os(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
  set(realm.context(), binding, "isBigEndian",
      v8::Boolean::New(realm.isolate(), std::endian::native == std::endian::big));
}

}  // namespace loopscope::js
