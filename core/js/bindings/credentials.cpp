// internalBinding('credentials'): who runs the process.
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "core/js/bindings.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

template <uid_t (*get)()>
void id(const Args& args) {
  args.GetReturnValue().Set(get());
}

// Its own group is among them even where the system does not count it.
void get_groups(const Args& args) {
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(getgroups(0, nullptr), 0)));
  const int found = getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<std::size_t>(std::max(found, 0)));
  if (std::find(groups.begin(), groups.end(), getegid()) == groups.end())
    groups.push_back(getegid());
  std::vector<Local<Value>> result;
  result.reserve(groups.size());
  for (const gid_t group : groups)
    result.push_back(v8::Integer::NewFromUnsigned(args.GetIsolate(), group));
  args.GetReturnValue().Set(v8::Array::New(args.GetIsolate(), result.data(), result.size()));
}

// (id) -> 1: there is no such user or group
template <int (*change)(uid_t)>
void set_id(const Args& args) {
  if (!args[0]->IsUint32()) return args.GetReturnValue().Set(1);
  if (change(args[0].As<v8::Uint32>()->Value()) != 0)
    throw_coded(args.GetIsolate(), v8::Exception::Error, "EPERM", "EPERM: operation not permitted");
  args.GetReturnValue().Set(0);
}

constexpr Method methods[] = {
    {"getuid", id<::getuid>},       {"geteuid", id<::geteuid>},   {"getgid", id<::getgid>},
    {"getegid", id<::getegid>},     {"getgroups", get_groups},    {"setuid", set_id<::setuid>},
    {"seteuid", set_id<::seteuid>}, {"setgid", set_id<::setgid>}, {"setegid", set_id<::setegid>}};

}  // namespace

void make_credentials(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
}

}  // namespace loopscope::js
