module diallint/sdkclient

// The Go of Debian 12; newer releases of the SDK do not build with it.
go 1.19

require (
	github.com/aws/aws-sdk-go-v2 v1.17.0
	github.com/aws/aws-sdk-go-v2/service/connect v1.33.1
	github.com/aws/aws-sdk-go-v2/service/connectcampaigns v1.1.7
	github.com/aws/smithy-go v1.13.3
)

require (
	github.com/aws/aws-sdk-go-v2/internal/configsources v1.1.24 // indirect
	github.com/aws/aws-sdk-go-v2/internal/endpoints/v2 v2.4.18 // indirect
)
