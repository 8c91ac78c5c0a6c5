/// @file
/// Findings as the service itself would say them: the body of a ValidationException, for a service
/// that refuses what Amazon Connect would refuse.
///
///     const auto result = checker.check_json(body, diallint::current_time());
///     if (!result.ok()) {
///       response.status = diallint::kValidationStatus;
///       response.set_header(diallint::kErrorTypeHeader, diallint::kValidationException);
///       response.body = *diallint::validation_exception(result.findings);
///     }
#pragma once
#include <span>
#include <string>

#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/finding.h"

namespace diallint {

/// The status of the answer.
inline constexpr int kValidationStatus = 400;
/// The header that names the exception on the wire, and what it holds.
inline constexpr char kErrorTypeHeader[] = "x-amzn-ErrorType";
inline constexpr char kValidationException[] = "ValidationException";

/// A JSON object (UTF-8, one line):
///
///     {"message":"1 validation error detected. Value at '/phoneNumber' failed to satisfy
///      constraint: phoneNumber …","fieldList":[{"path":"/phoneNumber","message":"phoneNumber …"}]}
///
/// Each finding of severity error is a member of fieldList, in their order; those of lower severity
/// are none of the service's business. `path` is the finding's JSON Pointer ("" is the whole body).
/// No value of the request is in it. kOutOfMemory is the one error.
DIALLINT_API Result<std::string> validation_exception(std::span<const Finding> findings) noexcept;

}  // namespace diallint
