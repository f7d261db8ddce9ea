// Run by the build: runs a program, and writes what V8 compiled of Node's library for it.
//
//   loopscope_code_cache PROGRAM.js CODE_CACHE.bin
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "core/js/engine.hpp"

int main(int argc, char** argv) {
  using namespace loopscope;
  if (argc != 3) return 2;
  Clock clock(Clock::Source::virtual_time);
  Loop loop(clock);
  EngineOptions options;
  options.keep_code = true;
  Engine engine(loop, options);
  if (engine.run(argv[1]) != 0) return 1;
  const std::string bytes = engine.code_cache();
  std::ofstream file(argv[2], std::ios::binary);
  file << bytes << std::flush;
  std::fflush(nullptr);
  ::_exit(file && !bytes.empty() ? 0 : 1);  // V8's threads are not waited for
}
