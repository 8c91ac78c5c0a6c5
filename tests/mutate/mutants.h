// The switch of every mutant. `./dev mutate` rewrites a copy of the library so that each
// comparison, limit and condition goes through one of these, all mutants in one build, and includes
// this header in front of every source. With no mutant on, all of them give what the source says.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <string>
#include <type_traits>
#include <vector>

namespace mutants {

constexpr int kNone = -1;
/// Above the number of every mutant.
constexpr std::size_t kMaxMutants = 300'000;

inline int active = kNone;
inline unsigned char own_notes[kMaxMutants];
/// Which mutants were asked for; the runner puts memory here that its children share.
inline unsigned char* reached = own_notes;

inline bool switched(int id) noexcept {
  reached[id] = 1;
  return id == active;
}

/// What the compiler evaluates cannot be switched, and is not noted as reached.
constexpr bool on(int id) noexcept { return !std::is_constant_evaluated() && switched(id); }

// --- comparisons --------------------------------------------------------------------------------

template <int kId, class A, class B>
constexpr bool less(const A& a, const B& b) {
  return on(kId) ? a <= b : a < b;
}
template <int kId, class A, class B>
constexpr bool at_most(const A& a, const B& b) {
  return on(kId) ? a < b : a <= b;
}
template <int kId, class A, class B>
constexpr bool more(const A& a, const B& b) {
  return on(kId) ? a >= b : a > b;
}
template <int kId, class A, class B>
constexpr bool at_least(const A& a, const B& b) {
  return on(kId) ? a > b : a >= b;
}
template <int kId, class A, class B>
constexpr bool equal(const A& a, const B& b) {
  return (a == b) != on(kId);
}
template <int kId, class A, class B>
constexpr bool unequal(const A& a, const B& b) {
  return (a != b) != on(kId);
}

// --- numbers ------------------------------------------------------------------------------------

template <int kId, class T>
constexpr T plus(T number) noexcept {
  return on(kId) ? static_cast<T>(number + 1) : number;
}
template <int kId, class T>
constexpr T minus(T number) noexcept {
  return on(kId) ? static_cast<T>(number - 1) : number;
}
/// Two mutants: one more, and one less.
template <int kId, class T>
constexpr T both(T number) noexcept {
  return plus<kId>(minus<kId + 1>(number));
}

// --- limits of schemas --------------------------------------------------------------------------

/// A number that stands in a built-in schema.
struct Limit {
  int id;
  const char* file;
  std::size_t at;
  std::size_t length;
  const char* changed;
};
#if __has_include("limits.inc")
inline constexpr Limit kLimits[] = {
#include "limits.inc"
};

/// The built-in schemas, one number of one of them changed.
template <class File, std::size_t kSize>
const std::vector<File>& embedded_schemas(const File (&files)[kSize]) {
  static std::string text;
  static const std::vector<File> kFiles = [&] {
    std::vector<File> all(files, files + kSize);
    for (const Limit& limit : kLimits) {
      if (!on(limit.id)) continue;
      for (File& file : all) {
        if (file.name != limit.file) continue;
        text = file.text;
        text.replace(limit.at, limit.length, limit.changed);
        file.text = text;
      }
    }
    return all;
  }();
  return kFiles;
}

template <class File, std::size_t kSize>
const File (&embedded_page(const File (&files)[kSize]))[kSize] {
  return files;
}
#endif

/// Programs that a test starts learn from the environment which mutant is on. Before other
/// initializers, since those may ask.
[[gnu::constructor(101)]] inline void read_environment() {
  const char* const id = std::getenv("DIALLINT_MUTANT");
  if (id != nullptr) active = std::atoi(id);
}

}  // namespace mutants
