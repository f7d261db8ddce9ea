#include "core/js/code_cache.hpp"

#include <cstring>
#include <memory>

namespace loopscope::js {
namespace {

// A row for each native, in their order, and behind them the data, each where a pointer may lie.
struct Row {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;  // 0: nothing
};
constexpr std::size_t alignment = 8;

std::size_t index_of(const Native& native) {
  return static_cast<std::size_t>(&native - natives().data());
}

}  // namespace

v8::ScriptCompiler::CachedData* CodeCache::find(const Native& native) const {
  if (bytes_.size() < natives().size() * sizeof(Row)) return nullptr;
  Row row;
  std::memcpy(&row, bytes_.data() + index_of(native) * sizeof row, sizeof row);
  if (row.length == 0 || row.offset > bytes_.size() || row.length > bytes_.size() - row.offset)
    return nullptr;
  const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes_.data() + row.offset);
  return new v8::ScriptCompiler::CachedData(data, static_cast<int>(row.length));  // V8 deletes it
}

void CodeCache::keep(v8::Isolate* isolate, const Native& native, v8::Local<v8::Function> function) {
  if (keeps_) kept_.push_back({&native, v8::Global<v8::Function>(isolate, function)});
}

std::string CodeCache::write(v8::Isolate* isolate) const {
  const v8::HandleScope scope(isolate);
  std::string bytes(natives().size() * sizeof(Row), '\0');
  for (const Kept& kept : kept_) {
    const std::unique_ptr<v8::ScriptCompiler::CachedData> data(
        v8::ScriptCompiler::CreateCodeCacheForFunction(kept.function.Get(isolate)));
    if (data == nullptr) continue;
    bytes.resize((bytes.size() + alignment - 1) / alignment * alignment);
    const Row row{static_cast<std::uint32_t>(bytes.size()),
                  static_cast<std::uint32_t>(data->length)};
    std::memcpy(bytes.data() + index_of(*kept.native) * sizeof row, &row, sizeof row);
    bytes.append(reinterpret_cast<const char*>(data->data), row.length);
  }
  return bytes;
}

}  // namespace loopscope::js
