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
# Traces name places in this tree as "samples/closing.cpp", wherever it was built.
target_compile_options(loopscope_options INTERFACE -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(LOOPSCOPE_DEVELOPMENT)
  target_compile_options(loopscope_options INTERFACE -Werror)
endif()

# Outside projects write <loopscope/core/...>, whether they found an installed Loopscope or added
# this tree to their own: there, the folder of this name is made of links.
set(loopscope_include_dir ${PROJECT_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${loopscope_include_dir}/loopscope)
foreach(room IN ITEMS core tracer)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${room} ${loopscope_include_dir}/loopscope/${room} SYMBOLIC)
endforeach()

# loopscope_room(NAME SOURCES... ): a static library that sees the tree's root, so that every include
# names its room ("core/loop/loop.hpp"); installed, the root is include/loopscope. Users link to
# loopscope::NAME.
function(loopscope_room name)
  set(target loopscope_${name})
  add_library(${target} STATIC ${ARGN})
  add_library(loopscope::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:loopscope_options>)
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<BUILD_INTERFACE:${loopscope_include_dir}>
    $<INSTALL_INTERFACE:include>
    $<INSTALL_INTERFACE:include/loopscope>)
endfunction()
