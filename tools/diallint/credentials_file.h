// The credentials that calls of serve are signed with, as the AWS CLI keeps them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "diallint/local_service.h"

namespace diallint {

/// Those of every profile that has an access key in a file like ~/.aws/credentials: sections in
/// brackets with aws_access_key_id, aws_secret_access_key and perhaps aws_session_token; all else
/// in it is left alone. Others than its owner may not be able to read the file. Throws FatalError,
/// which names places and no values.
std::vector<ServiceCredentials> credentials_of_file(std::string_view option,
                                                    const std::string& path);

}  // namespace diallint
