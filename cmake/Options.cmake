# What every target of this project is built with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endif()

add_library(loopscope_options INTERFACE)
target_compile_options(loopscope_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(LOOPSCOPE_DEVELOPMENT)
  target_compile_options(loopscope_options INTERFACE -Werror)
endif()

# loopscope_room(NAME SOURCES... ): a static library that sees the tree's root, so that every include
# names its room ("core/loop/loop.hpp").
function(loopscope_room name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:loopscope_options>)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
endfunction()
