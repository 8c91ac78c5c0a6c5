// The C interface to what the service's answers mean.
#include <cstddef>
#include <cstdint>

#include "api/c_convert.h"
#include "diallint/diallint.h"
#include "diallint/guidance.h"

namespace diallint {
namespace {

constexpr std::size_t kGuidanceSize = 80;
static_assert(sizeof(void*) != 8 || sizeof(diallint_guidance) == kGuidanceSize);

diallint_guidance to_c(const Guidance& guidance) noexcept {
  diallint_guidance c{};
  c.service = guidance.service.data();
  c.service_size = guidance.service.size();
  c.name = guidance.name.data();
  c.name_size = guidance.name.size();
  c.http_status = guidance.http_status;
  c.remedy = static_cast<std::int32_t>(guidance.remedy);
  c.meaning = guidance.meaning.data();
  c.meaning_size = guidance.meaning.size();
  c.advice = guidance.advice.data();
  c.advice_size = guidance.advice.size();
  return c;
}

std::int32_t hand_out(const Guidance& guidance, diallint_guidance* out) noexcept {
  if (out == nullptr) return DIALLINT_SETTING;
  return give(to_c(guidance), kGuidanceSize, out) ? DIALLINT_OK : DIALLINT_SETTING;
}

}  // namespace
}  // namespace diallint

using namespace diallint;

size_t diallint_guidance_count(void) { return all_guidance().size(); }

int32_t diallint_guidance_at(size_t index, diallint_guidance* out) {
  if (index >= all_guidance().size()) return DIALLINT_SETTING;
  return hand_out(all_guidance()[index], out);
}

int32_t diallint_guidance_for(const char* service, size_t service_size, const char* name,
                              size_t name_size, diallint_guidance* out) {
  const Guidance* found = guidance_for(view(service, service_size), view(name, name_size));
  return found == nullptr ? DIALLINT_SETTING : hand_out(*found, out);
}
