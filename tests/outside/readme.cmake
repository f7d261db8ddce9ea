# The README's program is the one that is built and run here, word for word.
# cmake -D README=file -D PROGRAM=file -P readme.cmake
file(READ ${README} readme)
file(READ ${PROGRAM} program)
string(REGEX REPLACE "\n([^\n])" "\n    \\1" program "    ${program}")
string(FIND "${readme}" "${program}" place)
if(place EQUAL -1)
  message(FATAL_ERROR "${README} does not show ${PROGRAM} as it is. Copy it there, indented by four.")
endif()
