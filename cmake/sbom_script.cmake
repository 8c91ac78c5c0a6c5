# Writes the bill of materials of the built programs: SPDX 2.3 as JSON.
#
#   cmake -DPROGRAM=FILE -DGENERATOR=FILE -DVERSION=V -DPLAN=FILE -DOUTPUT=FILE -P sbom_script.cmake
#
# Versions are those of the Debian packages on the machine that builds; elsewhere they are not asserted.
# The moment is that of SOURCE_DATE_EPOCH where it is set, so that two builds can come out the same.
cmake_minimum_required(VERSION 3.25)

# NAME;DEBIAN PACKAGE;LICENSE;WHAT: header-only parts and shared libraries alike.
set(parts
    "simdjson;libsimdjson-dev;Apache-2.0;DYNAMIC_LINK"
    "RE2;libre2-dev;BSD-3-Clause;DYNAMIC_LINK"
    "fmt;libfmt-dev;MIT;DYNAMIC_LINK"
    "nlohmann-json;nlohmann-json3-dev;MIT;STATIC_LINK"
    "CLI11;libcli11-dev;BSD-3-Clause;STATIC_LINK"
    "date;libhowardhinnant-date-dev;MIT;STATIC_LINK"
    "tomlplusplus;libtomlplusplus-dev;MIT;STATIC_LINK"
    "zlib;zlib1g-dev;Zlib;STATIC_LINK"
    "zstd;libzstd-dev;BSD-3-Clause;STATIC_LINK"
    "libevent;libevent-dev;BSD-3-Clause;STATIC_LINK"
    "SQLite;libsqlite3-dev;blessing;STATIC_LINK"
    "libstdc++;libstdc++6;GPL-3.0-or-later WITH GCC-exception-3.1;DYNAMIC_LINK"
    "glibc;libc6;LGPL-2.1-or-later;DYNAMIC_LINK")

function(version_of package result)
  set(version "")
  execute_process(COMMAND dpkg-query -W -f=\${Version} ${package} OUTPUT_VARIABLE version
                  ERROR_QUIET)
  set(${result} "${version}" PARENT_SCOPE)
endfunction()

# A package, and how diallint uses it. Sets packages and relations in the caller.
function(add_package id name version license relation reference)
  set(entry "{}")
  string(JSON entry SET "${entry}" SPDXID "\"SPDXRef-${id}\"")
  string(JSON entry SET "${entry}" name "\"${name}\"")
  if(NOT version STREQUAL "")
    string(JSON entry SET "${entry}" versionInfo "\"${version}\"")
  endif()
  string(JSON entry SET "${entry}" downloadLocation "\"NOASSERTION\"")
  string(JSON entry SET "${entry}" filesAnalyzed false)
  string(JSON entry SET "${entry}" licenseConcluded "\"NOASSERTION\"")
  string(JSON entry SET "${entry}" licenseDeclared "\"${license}\"")
  string(JSON entry SET "${entry}" copyrightText "\"NOASSERTION\"")
  if(NOT reference STREQUAL "")
    string(JSON entry SET "${entry}" externalRefs "[{\"referenceCategory\": \"PACKAGE-MANAGER\",
      \"referenceType\": \"purl\", \"referenceLocator\": \"${reference}\"}]")
  endif()
  string(JSON length LENGTH "${document}" packages)
  string(JSON document SET "${document}" packages ${length} "${entry}")
  string(JSON length LENGTH "${document}" relationships)
  if(relation STREQUAL "DESCRIBES")
    set(link "{\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\",
               \"relatedSpdxElement\": \"SPDXRef-${id}\"}")
  else()
    set(link "{\"spdxElementId\": \"SPDXRef-diallint\", \"relationshipType\": \"${relation}\",
               \"relatedSpdxElement\": \"SPDXRef-${id}\"}")
  endif()
  string(JSON document SET "${document}" relationships ${length} "${link}")
  set(document "${document}" PARENT_SCOPE)
endfunction()

# A file that is installed, as item `number` of the files. Sets document in the caller.
function(add_file number id name path)
  file(SHA256 "${path}" sha256)
  file(SHA1 "${path}" sha1)
  string(JSON document SET "${document}" files ${number} "{\"SPDXID\": \"SPDXRef-${id}\",
    \"fileName\": \"${name}\", \"fileTypes\": [\"BINARY\"],
    \"checksums\": [{\"algorithm\": \"SHA1\", \"checksumValue\": \"${sha1}\"},
                    {\"algorithm\": \"SHA256\", \"checksumValue\": \"${sha256}\"}],
    \"licenseConcluded\": \"NOASSERTION\", \"licenseInfoInFiles\": [\"NOASSERTION\"],
    \"copyrightText\": \"NOASSERTION\"}")
  string(JSON length LENGTH "${document}" relationships)
  string(JSON document SET "${document}" relationships ${length}
         "{\"spdxElementId\": \"SPDXRef-diallint\", \"relationshipType\": \"GENERATES\",
           \"relatedSpdxElement\": \"SPDXRef-${id}\"}")
  set(document "${document}" PARENT_SCOPE)
endfunction()

file(SHA256 "${PROGRAM}" program_hash)
string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC)
set(document "{\"spdxVersion\": \"SPDX-2.3\", \"dataLicense\": \"CC0-1.0\",
  \"SPDXID\": \"SPDXRef-DOCUMENT\", \"name\": \"diallint-${VERSION}\",
  \"documentNamespace\": \"urn:diallint:sbom:${VERSION}:${program_hash}\",
  \"creationInfo\": {\"created\": \"${created}\", \"creators\": [\"Tool: diallint-sbom-${VERSION}\"]},
  \"packages\": [], \"files\": [], \"relationships\": []}")

add_package(diallint diallint ${VERSION} Apache-2.0 DESCRIBES "pkg:generic/diallint@${VERSION}")
add_file(0 program ./bin/diallint "${PROGRAM}")
add_file(1 generator ./bin/dialgen "${GENERATOR}")
list(LENGTH parts count)
math(EXPR last "${count} / 4 - 1")
foreach(i RANGE ${last})
  math(EXPR at "${i} * 4")
  list(SUBLIST parts ${at} 4 part)
  list(GET part 0 name)
  list(GET part 1 package)
  list(GET part 2 license)
  list(GET part 3 relation)
  version_of(${package} version)
  set(reference "")
  if(NOT version STREQUAL "")
    string(REPLACE "+" "%2B" escaped "${version}")
    string(REPLACE ":" "%3A" escaped "${escaped}")
    string(REPLACE "+" "%2B" escaped_package "${package}")
    set(reference "pkg:deb/debian/${escaped_package}@${escaped}")
  endif()
  string(REGEX REPLACE "[^A-Za-z0-9.-]" "-" id "${package}")
  add_package(${id} "${name}" "${version}" "${license}" ${relation} "${reference}")
endforeach()

file(STRINGS "${PLAN}" version_line REGEX "^version " LIMIT_COUNT 1)
string(REGEX REPLACE "^version +([^ ]+).*" "\\1" plan_version "${version_line}")
add_package(numbering-plan libphonenumber-metadata "${plan_version}" "Apache-2.0 AND MIT"
            GENERATED_FROM "pkg:npm/libphonenumber-js@${plan_version}")
file(WRITE "${OUTPUT}" "${document}\n")
