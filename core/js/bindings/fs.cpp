// internalBinding('fs'): opening, reading, writing. What concerns names and trees is in
// fs_tree.cpp.
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/js/bindings.hpp"
#include "core/js/bindings/fs_request.hpp"
#include "core/js/bindings/fs_tree.hpp"
#include "core/js/encoding.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

FsOutcome outcome_of(std::int64_t result) {
  FsOutcome outcome;
  if (result < 0)
    outcome.error = errno;
  else
    outcome.number = result;
  return outcome;
}

template <typename Work>
FsCall on_descriptor(const char* syscall, Work work,
                     Local<Value> (*convert)(Realm&, FsOutcome&) = to_undefined) {
  return {syscall, {}, {}, std::move(work), convert};
}

FsCall open_call(const Args& args) {
  const std::string path = path_of(args, 0);
  const int flags = static_cast<int>(integer(args, 1));
  const auto mode = static_cast<mode_t>(integer(args, 2, 0666));
  return {"open",
          path,
          {},
          [path, flags, mode] { return outcome_of(::open(path.c_str(), flags | O_CLOEXEC, mode)); },
          to_number};
}

// (path, flags, mode, request)
void open(const Args& args) {
  run_fs(args, 3, open_call(args));
}

// As open(), but gives a FileHandle.
void open_file_handle(const Args& args) {
  FsCall call = open_call(args);
  call.convert = [](Realm& realm, FsOutcome& outcome) {
    return realm.ask(Hook::file_handle, {to_number(realm, outcome)});
  };
  run_fs(args, 3, std::move(call));
}

// (fd, request)
void close(const Args& args) {
  const int fd = static_cast<int>(integer(args, 0));
  run_fs(args, 1, on_descriptor("close", [fd] { return outcome_of(::close(fd)); }));
}

// -1, null and what is no number: where the descriptor stands.
std::int64_t position_of(const Args& args, int index) {
  if (args[index]->IsBigInt()) return args[index].As<v8::BigInt>()->Int64Value();
  return integer(args, index, -1);
}

// (fd, buffer, offset, length, position, request)
void read(const Args& args) {
  const int fd = static_cast<int>(integer(args, 0));
  const auto into = bytes_of(args[1]).subspan(static_cast<std::size_t>(integer(args, 2)),
                                              static_cast<std::size_t>(integer(args, 3)));
  const std::int64_t position = position_of(args, 4);
  FsCall call = on_descriptor(
      "read",
      [fd, into, position] {
        return outcome_of(position < 0 ? ::read(fd, into.data(), into.size())
                                       : ::pread(fd, into.data(), into.size(), position));
      },
      to_number);
  call.keep = args[1];
  run_fs(args, 5, std::move(call));
}

struct Vectors {
  std::vector<iovec> parts;
};

Vectors vectors_of(const Args& args, int index) {
  Vectors result;
  const auto array = args[index].As<v8::Array>();
  const auto context = args.GetIsolate()->GetCurrentContext();
  for (std::uint32_t i = 0; i < array->Length(); ++i) {
    const auto bytes = bytes_of(array->Get(context, i).ToLocalChecked());
    result.parts.push_back({bytes.data(), bytes.size()});
  }
  return result;
}

using VectorCall = ssize_t (*)(int, const iovec*, int);
using PositionedVectorCall = ssize_t (*)(int, const iovec*, int, off_t);

// (fd, buffers, position, request)
template <VectorCall here, PositionedVectorCall there>
void transfer_buffers(const Args& args, const char* syscall) {
  const int fd = static_cast<int>(integer(args, 0));
  const std::int64_t position = position_of(args, 2);
  FsCall call = on_descriptor(
      syscall,
      [fd, position, vectors = vectors_of(args, 1)] {
        const auto count = static_cast<int>(vectors.parts.size());
        return outcome_of(position < 0 ? here(fd, vectors.parts.data(), count)
                                       : there(fd, vectors.parts.data(), count, position));
      },
      to_number);
  call.keep = args[1];
  run_fs(args, 3, std::move(call));
}

void read_buffers(const Args& args) {
  transfer_buffers<::readv, ::preadv>(args, "read");
}

void write_buffers(const Args& args) {
  transfer_buffers<::writev, ::pwritev>(args, "write");
}

// The program's output goes into the trace too, and waits for a reader that is slow.
FsOutcome write_bytes(Output* output, int fd, std::string_view bytes, std::int64_t position) {
  if (output == nullptr)
    return outcome_of(position < 0 ? ::write(fd, bytes.data(), bytes.size())
                                   : ::pwrite(fd, bytes.data(), bytes.size(), position));
  FsOutcome outcome;
  outcome.error = output->write(fd, bytes);
  outcome.number = static_cast<std::int64_t>(bytes.size());
  return outcome;
}

Output* output_of(const Args& args, int fd, int request) {
  const bool at_once = !args[request]->IsObject() && !args[request]->IsSymbol();
  const bool standard = fd == STDOUT_FILENO || fd == STDERR_FILENO;
  return at_once && standard ? &realm_of(args).output() : nullptr;
}

// (fd, buffer, offset, length, position, request)
void write_buffer(const Args& args) {
  const int fd = static_cast<int>(integer(args, 0));
  const auto from = bytes_of(args[1]).subspan(static_cast<std::size_t>(integer(args, 2)),
                                              static_cast<std::size_t>(integer(args, 3)));
  const std::int64_t position = position_of(args, 4);
  Output* const output = output_of(args, fd, 5);
  FsCall call = on_descriptor(
      "write",
      [fd, from, position, output] {
        return write_bytes(output, fd, {reinterpret_cast<const char*>(from.data()), from.size()},
                           position);
      },
      to_number);
  call.keep = args[1];
  run_fs(args, 5, std::move(call));
}

// (fd, string, position, encoding, request)
void write_string(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const int fd = static_cast<int>(integer(args, 0));
  const std::int64_t position = position_of(args, 2);
  Output* const output = output_of(args, fd, 4);
  run_fs(args, 4,
         on_descriptor(
             "write",
             [fd, position, output,
              bytes = encode(isolate, args[1].As<v8::String>(), encoding_of(isolate, args[3]))] {
               return write_bytes(output, fd, bytes, position);
             },
             to_number));
}

// (fd, length, request)
void ftruncate(const Args& args) {
  const int fd = static_cast<int>(integer(args, 0));
  const std::int64_t length = integer(args, 1);
  run_fs(args, 2,
         on_descriptor("ftruncate", [fd, length] { return outcome_of(::ftruncate(fd, length)); }));
}

template <int (*call)(int)>
void sync_with(const Args& args, const char* syscall) {
  const int fd = static_cast<int>(integer(args, 0));
  run_fs(args, 1, on_descriptor(syscall, [fd] { return outcome_of(call(fd)); }));
}

void fsync(const Args& args) {
  sync_with<::fsync>(args, "fsync");
}

void fdatasync(const Args& args) {
  sync_with<::fdatasync>(args, "fdatasync");
}

// (fd, mode, request)
void fchmod(const Args& args) {
  const int fd = static_cast<int>(integer(args, 0));
  const auto mode = static_cast<mode_t>(integer(args, 1));
  run_fs(args, 2, on_descriptor("fchmod", [fd, mode] { return outcome_of(::fchmod(fd, mode)); }));
}

constexpr Method methods[] = {{"open", open},
                              {"openFileHandle", open_file_handle},
                              {"close", close},
                              {"read", read},
                              {"readBuffers", read_buffers},
                              {"writeBuffer", write_buffer},
                              {"writeBuffers", write_buffers},
                              {"writeString", write_string},
                              {"ftruncate", ftruncate},
                              {"fsync", fsync},
                              {"fdatasync", fdatasync},
                              {"fchmod", fchmod}};

}  // namespace

void make_fs(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
  add_fs_tree(realm, binding);
  add_fs_status(realm, binding);
}

}  // namespace loopscope::js
