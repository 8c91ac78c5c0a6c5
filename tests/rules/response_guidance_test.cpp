// What failure codes and exceptions mean, for programs that send.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "diallint/guidance.h"

namespace diallint::test {

TEST_CASE("Each code and exception is found by the names of its service", "[guidance]") {
  std::set<std::string_view> remedies;
  for (const Guidance& one : all_guidance()) {
    INFO(one.service << " " << one.name);
    CHECK(guidance_for(one.service, one.name) == &one);
    CHECK(guidance_for(one.service, "com.amazonaws.x#" + std::string(one.name)) == &one);
    CHECK(guidance_for(one.service, std::string(one.name) + ":http://x") == &one);
    const bool is_of_campaigns = one.service == kCampaignsService;
    for (const char* sdk_name : {"connectcampaigns", "connectcampaignsv2"})
      CHECK((guidance_for(sdk_name, one.name) == &one) == is_of_campaigns);
    CHECK(guidance_for("s3", one.name) == nullptr);
    remedies.insert(name_of(one.remedy));
  }
  CHECK(remedies == std::set<std::string_view>{"mend", "retry", "wait-then-retry"});
  CHECK(guidance_for(kCampaignsService, "Nothing") == nullptr);
}

}  // namespace diallint::test
