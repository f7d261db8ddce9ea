# Makes the Debian package, looks inside, and runs the program that is in it.
# cmake -D CPACK=cpack -D BUILD=folder -D OUT=folder -P package.cmake

function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${OUT})
run(${CPACK} -G DEB -B ${OUT} --config ${BUILD}/CPackConfig.cmake)
file(GLOB package ${OUT}/loopscope_*.deb)
run(dpkg-deb --field ${package} Depends)
if(NOT output MATCHES "libc6 .*libstdc\\+\\+6")
  message(FATAL_ERROR "${package} depends on \"${output}\": where are the C and C++ libraries?")
endif()

run(dpkg-deb --extract ${package} ${OUT}/root)
foreach(file IN ITEMS bin/loopscope include/loopscope/core/probe/probe.hpp lib/libloopscope_core.a
    lib/cmake/loopscope/loopscope-config.cmake share/doc/loopscope/README.md)
  if(NOT EXISTS ${OUT}/root/usr/${file})
    message(FATAL_ERROR "${package} lacks usr/${file}")
  endif()
endforeach()
run(${OUT}/root/usr/bin/loopscope --version)
message("${package}: ${output}")
