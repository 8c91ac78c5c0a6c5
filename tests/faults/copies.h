// Has each allocation of a program fail in a copy of it, made at that moment: once, and from there
// on for good. run.py says through the environment what has to hold of each copy:
//
//   FAULT_EXPECTED  a folder with `stdout`, and `old` and `new`, which hold the files of the
//   program's
//                   folder before and after a run in which nothing fails
//   FAULT_COPY      the folder that copies work in
//   FAULT_STACKS    1: only the first allocation of each call stack fails
//   FAULT_STRIDE    only one of so many; FAULT_SHIFT says which
#pragma once
#include <cstddef>

namespace diallint_copies {

/// The environment's, or `otherwise`.
const char* text_of(const char* name, const char* otherwise);

/// Before main(). What goes wrong is written to `told`, one line each.
void begin(int told);

/// Behind main(): writes how many allocations there were, and how many were made to fail.
void end();

/// Whether the allocation at hand is to fail. Returns more than once, as fork() does.
bool allocation_fails(bool& armed);

/// Cuts the program's folder off the front of a path.
void make_relative(char* path);

/// What getcwd() has to say.
char* folder_told(char* out, std::size_t size);

}  // namespace diallint_copies
