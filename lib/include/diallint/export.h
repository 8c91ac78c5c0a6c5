/// @file
/// DIALLINT_API marks what a shared library lets others call. The one macro of the public headers,
/// shared by the C++ ones and the C one.
#ifndef DIALLINT_EXPORT_H
#define DIALLINT_EXPORT_H

#if defined(__GNUC__)
#define DIALLINT_API __attribute__((visibility("default")))
#else
#define DIALLINT_API
#endif

#endif
