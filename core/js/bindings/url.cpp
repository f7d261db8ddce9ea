// internalBinding('url'): URLs, by the parser that is Node's own, ada, which libnode exports with
// its C interface. Its header is not among libnode's, so what is used of it is declared here, as in
// ada_c.h of the ada 2 that Node 18 has.
#include <memory>
#include <string>
#include <string_view>

#include "core/js/bindings.hpp"
#include "core/js/realm.hpp"

extern "C" {
struct ada_string {
  const char* data;
  std::size_t length;
};
struct ada_owned_string {
  const char* data;
  std::size_t length;
};
struct ada_url_components {
  std::uint32_t protocol_end;
  std::uint32_t username_end;
  std::uint32_t host_start;
  std::uint32_t host_end;
  std::uint32_t port;
  std::uint32_t pathname_start;
  std::uint32_t search_start;
  std::uint32_t hash_start;
};
using ada_url = void*;
ada_url ada_parse(const char* input, std::size_t length);
ada_url ada_parse_with_base(const char* input, std::size_t input_length, const char* base,
                            std::size_t base_length);
void ada_free(ada_url url);
void ada_free_owned_string(ada_owned_string owned);
bool ada_is_valid(ada_url url);
ada_string ada_get_href(ada_url url);
ada_string ada_get_host(ada_url url);
ada_string ada_get_hostname(ada_url url);
std::uint8_t ada_get_scheme_type(ada_url url);
bool ada_has_hostname(ada_url url);
bool ada_set_href(ada_url url, const char* input, std::size_t length);
bool ada_set_host(ada_url url, const char* input, std::size_t length);
bool ada_set_hostname(ada_url url, const char* input, std::size_t length);
bool ada_set_protocol(ada_url url, const char* input, std::size_t length);
bool ada_set_username(ada_url url, const char* input, std::size_t length);
bool ada_set_password(ada_url url, const char* input, std::size_t length);
bool ada_set_port(ada_url url, const char* input, std::size_t length);
bool ada_set_pathname(ada_url url, const char* input, std::size_t length);
void ada_set_search(ada_url url, const char* input, std::size_t length);
void ada_set_hash(ada_url url, const char* input, std::size_t length);
void ada_clear_hash(ada_url url);
void ada_clear_search(ada_url url);
const ada_url_components* ada_get_components(ada_url url);
ada_owned_string ada_idna_to_unicode(const char* input, std::size_t length);
ada_owned_string ada_idna_to_ascii(const char* input, std::size_t length);
}

namespace loopscope::js {

using v8::Local;

namespace {

struct Free {
  void operator()(void* url) const noexcept { ada_free(url); }
};
using Url = std::unique_ptr<void, Free>;

Url parse(std::string_view input) {
  Url url(ada_parse(input.data(), input.size()));
  return ada_is_valid(url.get()) ? std::move(url) : Url();
}

// (input, base or undefined); null where one of them is no URL
Url parse_arguments(const Args& args) {
  const std::string input = utf8(args, 0);
  if (!args[1]->IsString()) return parse(input);
  const std::string base = utf8(args, 1);
  Url url(ada_parse_with_base(input.data(), input.size(), base.data(), base.size()));
  return ada_is_valid(url.get()) ? std::move(url) : Url();
}

std::string_view view(ada_string string) {
  return {string.data, string.length};
}

std::string take(ada_owned_string owned) {
  std::string result(owned.data, owned.length);
  ada_free_owned_string(owned);
  return result;
}

// The href is the result; where its parts are is left in the array that args.Data() is.
void answer(const Args& args, const Url& url) {
  const ada_url_components& parts = *ada_get_components(url.get());
  auto* const out = reinterpret_cast<std::uint32_t*>(bytes_of(args.Data()).data());
  const std::uint32_t values[] = {
      parts.protocol_end, parts.username_end, parts.host_start,
      parts.host_end,     parts.port,         parts.pathname_start,
      parts.search_start, parts.hash_start,   ada_get_scheme_type(url.get())};
  std::copy(std::begin(values), std::end(values), out);
  args.GetReturnValue().Set(text(args.GetIsolate(), view(ada_get_href(url.get()))));
}

// (input, base)
void parse_url(const Args& args) {
  const Url url = parse_arguments(args);
  if (url == nullptr) return args.GetReturnValue().Set(false);
  answer(args, url);
}

void can_parse(const Args& args) {
  args.GetReturnValue().Set(parse_arguments(args) != nullptr);
}

template <void (*set)(ada_url, const char*, std::size_t)>
bool always(ada_url url, const char* input, std::size_t length) {
  set(url, input, length);
  return true;
}

// In the order of the actions that Node's library numbers.
constexpr bool (*setters[])(ada_url, const char*, std::size_t) = {
    ada_set_protocol,     ada_set_host,     ada_set_hostname, ada_set_port,
    ada_set_username,     ada_set_password, ada_set_pathname, always<ada_set_search>,
    always<ada_set_hash>, ada_set_href};

// (href, action, value)
void update(const Args& args) {
  const Url url = parse(utf8(args, 0));
  const auto action = static_cast<std::size_t>(integer(args, 1));
  const std::string value = utf8(args, 2);
  if (url == nullptr || action >= std::size(setters) ||
      !setters[action](url.get(), value.data(), value.size()))
    return args.GetReturnValue().Set(false);
  answer(args, url);
}

std::string with_unicode_host(const Url& url) {
  std::string href(view(ada_get_href(url.get())));
  if (!ada_has_hostname(url.get())) return href;
  const std::string_view host = view(ada_get_hostname(url.get()));
  const std::size_t at = href.find(host, ada_get_components(url.get())->host_start);
  if (host.empty() || at == std::string::npos) return href;
  href.replace(at, host.size(), take(ada_idna_to_unicode(host.data(), host.size())));
  return href;
}

// (href, with hash, with unicode, with search, with user and password)
void format(const Args& args) {
  const Url url = parse(utf8(args, 0));
  if (url == nullptr) return;
  if (!args[1]->IsTrue()) ada_clear_hash(url.get());
  if (!args[3]->IsTrue()) ada_clear_search(url.get());
  if (!args[4]->IsTrue()) {
    ada_set_username(url.get(), "", 0);
    ada_set_password(url.get(), "", 0);
  }
  args.GetReturnValue().Set(
      text(args.GetIsolate(), args[2]->IsTrue() ? with_unicode_host(url)
                                                : std::string(view(ada_get_href(url.get())))));
}

template <ada_owned_string (*convert)(const char*, std::size_t)>
void convert_name(const Args& args) {
  const std::string input = utf8(args, 0);
  args.GetReturnValue().Set(text(args.GetIsolate(), take(convert(input.data(), input.size()))));
}

// The host of a URL with this name, or ""; ws: is a scheme whose hosts are domains.
std::string checked_host(const std::string& name) {
  const Url url = parse("ws://x");
  if (name.empty() || !ada_set_hostname(url.get(), name.data(), name.size())) return {};
  return std::string(view(ada_get_hostname(url.get())));
}

void domain_to_ascii(const Args& args) {
  args.GetReturnValue().Set(text(args.GetIsolate(), checked_host(utf8(args, 0))));
}

void domain_to_unicode(const Args& args) {
  const std::string host = checked_host(utf8(args, 0));
  args.GetReturnValue().Set(
      text(args.GetIsolate(), take(ada_idna_to_unicode(host.data(), host.size()))));
}

constexpr Method methods[] = {{"canParse", can_parse},
                              {"format", format},
                              {"domainToASCII", domain_to_ascii},
                              {"domainToUnicode", domain_to_unicode},
                              {"toASCII", convert_name<ada_idna_to_ascii>},
                              {"toUnicode", convert_name<ada_idna_to_unicode>}};

}  // namespace

void make_url(Realm& realm, Local<v8::Object> binding) {
  constexpr std::size_t parts = 9;
  const auto context = realm.context();
  add_methods(context, binding, methods);
  const auto components = v8::Uint32Array::New(
      v8::ArrayBuffer::New(realm.isolate(), parts * sizeof(std::uint32_t)), 0, parts);
  set(context, binding, "urlComponents", components);
  const auto add = [&](std::string_view key, v8::FunctionCallback call) {
    set(context, binding, key, v8::Function::New(context, call, components).ToLocalChecked());
  };
  add("parse", parse_url);
  add("update", update);
}

}  // namespace loopscope::js
