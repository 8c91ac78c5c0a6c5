// The AWS SDK for Go v2 as tests/clients drives it: a line of JSON with a call comes in, a line with what the
// SDK has understood of the answer goes out. Calls are made by their names, as the SDK's methods are named after
// the service's model.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/connect"
	"github.com/aws/aws-sdk-go-v2/service/connectcampaigns"
	"github.com/aws/aws-sdk-go-v2/service/connectcampaigns/types"
	"github.com/aws/smithy-go"
)

type call struct {
	Service, Operation, Endpoint, Key, Secret string
	Attempts                                  int
	Input                                     map[string]any
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one call
		must(json.Unmarshal(lines.Bytes(), &one))
		text, err := json.Marshal(understood(one))
		must(err)
		fmt.Println(string(text))
	}
	must(lines.Err())
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func understood(one call) map[string]any {
	method := clientOf(one).MethodByName(one.Operation)
	input := reflect.New(method.Type().In(1).Elem())
	fill(input.Elem(), one.Input)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	results := method.Call([]reflect.Value{reflect.ValueOf(ctx), input})
	if !results[1].IsNil() {
		return exceptionOf(results[1].Interface().(error), one.Service)
	}
	return map[string]any{"output": valueOf(results[0], one.Service)}
}

func clientOf(one call) reflect.Value {
	configuration := aws.Config{
		Region: "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: one.Key, SecretAccessKey: one.Secret}, nil
		}),
		EndpointResolverWithOptions: aws.EndpointResolverWithOptionsFunc(
			func(_, region string, _ ...any) (aws.Endpoint, error) {
				return aws.Endpoint{URL: one.Endpoint, SigningRegion: region}, nil
			}),
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts = one.Attempts })
		},
	}
	if one.Service == "connect" {
		return reflect.ValueOf(connect.NewFromConfig(configuration))
	}
	return reflect.ValueOf(connectcampaigns.NewFromConfig(configuration))
}

// exceptionOf tells the type that errors.As finds, as a program would.
func exceptionOf(err error, service string) map[string]any {
	var known smithy.APIError
	var response *awshttp.ResponseError
	if !errors.As(err, &known) || !errors.As(err, &response) {
		must(err)
	}
	members := valueOf(reflect.ValueOf(known), service).(map[string]any)
	delete(members, "message")
	delete(members, "Message")
	return map[string]any{
		"exception": reflect.TypeOf(known).Elem().Name(),
		"status":    response.HTTPStatusCode(),
		"message":   known.ErrorMessage(),
		"members":   members,
	}
}

// The members of unions that the script has, by the names that the service knows them by.
var unions = map[string]func() reflect.Value{
	"progressiveDialerConfig": func() reflect.Value {
		return reflect.ValueOf(&types.DialerConfigMemberProgressiveDialerConfig{})
	},
}

func fill(target reflect.Value, value any) {
	switch target.Kind() {
	case reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		fill(target.Elem(), value)
	case reflect.Interface:
		for name, one := range value.(map[string]any) {
			member := unions[name]()
			fill(member.Elem().FieldByName("Value"), one)
			target.Set(member)
		}
	case reflect.Struct:
		if target.Type() == reflect.TypeOf(time.Time{}) {
			at, err := time.Parse(time.RFC3339, value.(string))
			must(err)
			target.Set(reflect.ValueOf(at))
			return
		}
		for name, one := range value.(map[string]any) {
			fill(target.FieldByName(capitalized(name)), one)
		}
	case reflect.Slice:
		for _, one := range value.([]any) {
			item := reflect.New(target.Type().Elem()).Elem()
			fill(item, one)
			target.Set(reflect.Append(target, item))
		}
	case reflect.Map:
		target.Set(reflect.MakeMap(target.Type()))
		for name, one := range value.(map[string]any) {
			item := reflect.New(target.Type().Elem()).Elem()
			fill(item, one)
			target.SetMapIndex(reflect.ValueOf(name), item)
		}
	default:
		target.Set(reflect.ValueOf(value).Convert(target.Type()))
	}
}

func valueOf(source reflect.Value, service string) any {
	switch source.Kind() {
	case reflect.Pointer, reflect.Interface:
		if member := source.Elem(); source.Kind() == reflect.Interface && member.Kind() == reflect.Pointer {
			_, name, _ := strings.Cut(member.Type().Elem().Name(), "Member")
			return map[string]any{wireName(name, service): valueOf(member.Elem().FieldByName("Value"), service)}
		}
		return valueOf(source.Elem(), service)
	case reflect.Struct:
		members := map[string]any{}
		for i := 0; i < source.NumField(); i++ {
			field := source.Type().Field(i)
			isOurs := field.IsExported() && field.Name != "ResultMetadata" && field.Name != "ErrorCodeOverride"
			if isOurs && !isAbsent(source.Field(i)) {
				members[wireName(field.Name, service)] = valueOf(source.Field(i), service)
			}
		}
		return members
	case reflect.Slice:
		list := []any{}
		for i := 0; i < source.Len(); i++ {
			list = append(list, valueOf(source.Index(i), service))
		}
		return list
	default:
		return source.Interface()
	}
}

func isAbsent(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		return value.IsNil()
	case reflect.String: // of an enumeration
		return value.Len() == 0
	}
	return false
}

func capitalized(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// wireName undoes what the SDK does to names: those of contacts are capitals from the start.
func wireName(name, service string) string {
	if service == "connect" {
		return name
	}
	return string(unicode.ToLower(rune(name[0]))) + name[1:]
}
