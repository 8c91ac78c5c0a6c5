// The rules, family by family. registry.cpp puts them together; adding a rule to a family touches
// that family's file alone.
#pragma once
#include <span>

#include "plan/rule.h"

namespace diallint {

std::span<const Rule* const> syntax_rules() noexcept;
std::span<const Rule* const> structure_rules() noexcept;
std::span<const Rule* const> text_rules() noexcept;
std::span<const Rule* const> phone_rules() noexcept;
std::span<const Rule* const> phone_plan_rules() noexcept;
std::span<const Rule* const> phone_policy_rules() noexcept;
std::span<const Rule* const> expiration_rules() noexcept;
std::span<const Rule* const> expiration_window_rules() noexcept;
std::span<const Rule* const> token_rules() noexcept;
std::span<const Rule* const> token_reveals_phone_rules() noexcept;
std::span<const Rule* const> history_rules() noexcept;
std::span<const Rule* const> attributes_rules() noexcept;
std::span<const Rule* const> campaign_rules() noexcept;
std::span<const Rule* const> placeholder_rules() noexcept;
std::span<const Rule* const> value_rules() noexcept;
std::span<const Rule* const> identifier_rules() noexcept;
std::span<const Rule* const> contact_rules() noexcept;
std::span<const Rule* const> segment_rules() noexcept;
std::span<const Rule* const> channel_rules() noexcept;
std::span<const Rule* const> response_rules() noexcept;
std::span<const Rule* const> answer_rules() noexcept;
std::span<const Rule* const> shape_rules() noexcept;

}  // namespace diallint
