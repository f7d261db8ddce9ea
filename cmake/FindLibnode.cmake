# Finds V8 as Debian packages it: libnode.so with its headers (libnode-dev), in the system or, where
# apt would not install it beside another Node, unpacked under build/deps/libnode (see ./dev).
#
#   Libnode::Libnode      the library and its headers
#   Libnode_VERSION       of Node, as 18.20.4
#   Libnode_SHARE_DIR     where the JavaScript that libnode reads at its start lies
set(libnode_deps ${CMAKE_CURRENT_LIST_DIR}/../build/deps/libnode/usr)
get_filename_component(libnode_deps ${libnode_deps} ABSOLUTE)

find_path(Libnode_ROOT_DIR include/node/node_version.h HINTS ${libnode_deps} PATHS /usr
  NO_DEFAULT_PATH)
# Another Node's headers may lie in /usr/include/node: the library's own lie beside it.
find_library(Libnode_LIBRARY node HINTS ${Libnode_ROOT_DIR}/lib
  PATH_SUFFIXES ${CMAKE_LIBRARY_ARCHITECTURE} NO_DEFAULT_PATH)
set(Libnode_INCLUDE_DIR ${Libnode_ROOT_DIR}/include/node)
set(Libnode_SHARE_DIR ${Libnode_ROOT_DIR}/share/nodejs)
if(EXISTS ${Libnode_INCLUDE_DIR}/node_version.h)
  file(STRINGS ${Libnode_INCLUDE_DIR}/node_version.h numbers
    REGEX "^#define NODE_(MAJOR|MINOR|PATCH)_VERSION [0-9]+$")
  list(TRANSFORM numbers REPLACE ".* " "")
  list(JOIN numbers "." Libnode_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libnode REQUIRED_VARS Libnode_LIBRARY Libnode_INCLUDE_DIR
  VERSION_VAR Libnode_VERSION HANDLE_VERSION_RANGE)
if(Libnode_FOUND AND NOT TARGET Libnode::Libnode)
  add_library(Libnode::Libnode SHARED IMPORTED)
  set_target_properties(Libnode::Libnode PROPERTIES
    IMPORTED_LOCATION ${Libnode_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${Libnode_INCLUDE_DIR})
endif()
