#include "campaign/c_files.h"

#include <iterator>

namespace diallint {
namespace {

constexpr std::size_t kCountSize = 32;
constexpr std::size_t kFileSize = 40;
static_assert(sizeof(void*) != 8 || sizeof(diallint_count) == kCountSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_file) == kFileSize);

}  // namespace

std::int32_t give_count(const std::map<std::string, std::uint64_t>& counts, std::size_t index,
                        diallint_count* out) noexcept {
  if (out == nullptr || index >= counts.size()) return DIALLINT_SETTING;
  const auto found = std::next(counts.begin(), static_cast<std::ptrdiff_t>(index));
  diallint_count c{};
  c.name = found->first.data();
  c.name_size = found->first.size();
  c.count = found->second;
  return give(c, kCountSize, out) ? DIALLINT_OK : DIALLINT_SETTING;
}

}  // namespace diallint

using namespace diallint;

size_t diallint_file_count(const diallint_files* files) {
  return files == nullptr ? 0 : files->files.size();
}

int32_t diallint_file_at(const diallint_files* files, size_t index, diallint_file* out) {
  if (out == nullptr || index >= diallint_file_count(files)) return DIALLINT_SETTING;
  const PreparedFile& file = files->files[index];
  diallint_file c{};
  c.name = file.name.data();
  c.name_size = file.name.size();
  c.text = file.text.data();
  c.text_size = file.text.size();
  return give(c, kFileSize, out) ? DIALLINT_OK : DIALLINT_SETTING;
}

void diallint_files_free(diallint_files* files) { delete files; }
