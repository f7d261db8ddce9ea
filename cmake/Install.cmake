# cmake --install, find_package(loopscope) for outside projects, and the Debian package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(loopscope_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/loopscope)

# Each room is a component of find_package, so that a user of the reactor alone does not need the
# recorder's libraries.
function(loopscope_install_room name)
  install(TARGETS loopscope_${name} EXPORT loopscope_${name}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT loopscope_${name} NAMESPACE loopscope:: FILE loopscope-${name}.cmake
    DESTINATION ${loopscope_cmake_dir})
  install(DIRECTORY ${name} DESTINATION include/loopscope
    FILES_MATCHING PATTERN "*.hpp" PATTERN "cli" EXCLUDE)
endfunction()

loopscope_install_room(core)
if(LOOPSCOPE_TOOLS)
  loopscope_install_room(tracer)
endif()
if(TARGET loopscope)
  install(TARGETS loopscope RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
# Only with the system's libnode: one that is unpacked under build/ is not there elsewhere.
if(TARGET loopscope-run AND Libnode_ROOT_DIR STREQUAL "/usr")
  install(TARGETS loopscope-run RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(TARGET loopscope-viewer)
  install(TARGETS loopscope-viewer RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  get_property(viewer_fonts GLOBAL PROPERTY loopscope_viewer_fonts)
  install(FILES ${viewer_fonts} DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope/fonts)
endif()
# The lessons with their programs, and the source of the one that is a sample.
install(DIRECTORY samples/lessons DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope
  FILES_MATCHING PATTERN "*.lesson.json" PATTERN "*.js" PATTERN "*.mjs")
install(FILES samples/thread_pool.cpp DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope)
install(FILES README.md CHANGELOG.md TYPE DOC)
install(DIRECTORY docs/ TYPE DOC)

configure_package_config_file(cmake/loopscope-config.cmake.in loopscope-config.cmake
  INSTALL_DESTINATION ${loopscope_cmake_dir})
write_basic_package_version_file(loopscope-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/loopscope-config.cmake
  ${PROJECT_BINARY_DIR}/loopscope-config-version.cmake DESTINATION ${loopscope_cmake_dir})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The Loopscope developers <loopscope@localhost>")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/package)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What the headers and the static libraries need; the program itself does not.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libboost1.81-dev, libfmt-dev, libsimdjson-dev, libzstd-dev")
include(CPack)
