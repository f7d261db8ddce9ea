// Files through the thread pool: what fs.readFile, fs.writeFile and fs.stat do.
#pragma once

#include <cstdint>
#include <string>
#include <system_error>

#include "core/loop/function.hpp"
#include "core/probe/source_location.hpp"

namespace loopscope {

class Loop;

struct FileStatus {
  std::uint64_t size_bytes = 0;
  std::int64_t modified_ns = 0;  // since 1970
  std::uint32_t mode = 0;        // st_mode
};

// Each runs on a worker and calls back in poll on the loop's thread, with errno in the error. The
// request keeps the loop alive. QueueFull is thrown where the pool's queue is full.

/// The whole file; EFBIG beyond `max_bytes`.
void read_file(Loop& loop, std::string path, Function<void(std::error_code, std::string)> done,
               SourceLocation where = SourceLocation::current());
inline constexpr std::uint64_t max_read_file_bytes = std::uint64_t{1} << 30U;

/// Creates the file with the process's umask or replaces what is in it.
void write_file(Loop& loop, std::string path, std::string bytes,
                Function<void(std::error_code)> done,
                SourceLocation where = SourceLocation::current());

void stat_file(Loop& loop, std::string path, Function<void(std::error_code, FileStatus)> done,
               SourceLocation where = SourceLocation::current());

}  // namespace loopscope
