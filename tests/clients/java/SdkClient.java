// The AWS SDK for Java v2 as tests/clients drives it: a line of JSON with a call comes in, a line with what the
// SDK has understood of the answer goes out. Calls are made by their names, as the SDK's generated classes are
// named after the service's model; requests and answers are read and written by the members that these tell.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connectcampaigns.ConnectCampaignsClient;
import software.amazon.awssdk.services.connectcampaignsv2.ConnectCampaignsV2Client;
import software.amazon.awssdk.utils.builder.Buildable;

public final class SdkClient {
  public static void main(String[] arguments) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonWriter json = JsonWriter.create();
      write(json, understood(JsonNode.parser().parse(line).asObject()));
      System.out.write(json.getBytes());
      System.out.println();
      System.out.flush();
    }
  }

  private static Map<String, Object> understood(Map<String, JsonNode> call) throws Exception {
    String service = call.get("service").asString();
    String operation = call.get("operation").asString();
    Class<?> type = Class.forName("software.amazon.awssdk.services." + service + ".model." + operation + "Request");
    Object builder = type.getMethod("builder").invoke(null);
    fill((SdkPojo) builder, call.get("input").asObject());
    String method = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
    try (AutoCloseable client = clientOf(service, call)) {
      Object request = ((Buildable) builder).build();
      Object answer = client.getClass().getInterfaces()[0].getMethod(method, type).invoke(client, request);
      return Map.of("output", membersOf((SdkPojo) answer));
    } catch (java.lang.reflect.InvocationTargetException failure) {
      if (failure.getCause() instanceof AwsServiceException exception) return exceptionOf(exception);
      throw failure;
    }
  }

  private static AutoCloseable clientOf(String service, Map<String, JsonNode> call) {
    switch (service) {
      case "connectcampaigns":
        return settled(ConnectCampaignsClient.builder(), call).build();
      case "connectcampaignsv2":
        return settled(ConnectCampaignsV2Client.builder(), call).build();
      default:
        return settled(ConnectClient.builder(), call).build();
    }
  }

  private static <B extends AwsClientBuilder<B, ?>> B settled(B builder, Map<String, JsonNode> call) {
    int attempts = Integer.parseInt(call.get("attempts").asNumber());
    return builder
        .endpointOverride(URI.create(call.get("endpoint").asString()))
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(
            AwsBasicCredentials.create(call.get("key").asString(), call.get("secret").asString())))
        .overrideConfiguration(settings -> settings
            .apiCallTimeout(Duration.ofSeconds(60))
            .retryStrategy(software.amazon.awssdk.awscore.retry.AwsRetryStrategy.standardRetryStrategy()
                .toBuilder().maxAttempts(attempts).build()));
  }

  private static Map<String, Object> exceptionOf(AwsServiceException exception) {
    Map<String, Object> members = membersOf((SdkPojo) exception);
    members.remove("message");
    members.remove("Message");
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("exception", exception.getClass().getSimpleName());
    found.put("status", exception.statusCode());
    found.put("message", exception.awsErrorDetails().errorMessage());
    found.put("members", members);
    return found;
  }

  // From JSON to a request.

  private static void fill(SdkPojo target, Map<String, JsonNode> members) {
    int taken = 0;
    for (SdkField<?> field : target.sdkFields()) {
      JsonNode value = members.get(field.memberName());
      if (value == null) continue;
      field.set(target, valueOf(field, value));
      ++taken;
    }
    if (taken != members.size()) throw new IllegalArgumentException("the SDK does not know all of " + members.keySet());
  }

  private static Object valueOf(SdkField<?> field, JsonNode value) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.LIST) {
      List<Object> list = new ArrayList<>();
      SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
      for (JsonNode one : value.asArray()) list.add(valueOf(item, one));
      return list;
    }
    if (type == MarshallingType.MAP) {
      Map<String, Object> map = new LinkedHashMap<>();
      SdkField<?> item = field.getTrait(MapTrait.class).valueFieldInfo();
      value.asObject().forEach((name, one) -> map.put(name, valueOf(item, one)));
      return map;
    }
    if (type == MarshallingType.SDK_POJO) {
      SdkPojo part = field.constructor().get();
      fill(part, value.asObject());
      return ((Buildable) part).build();
    }
    if (type == MarshallingType.INSTANT) return Instant.parse(value.asString());
    if (type == MarshallingType.DOUBLE) return Double.valueOf(value.asNumber());
    if (type == MarshallingType.INTEGER) return Integer.valueOf(value.asNumber());
    if (type == MarshallingType.BOOLEAN) return value.asBoolean();
    return value.asString();
  }

  // From an answer to JSON.

  private static Map<String, Object> membersOf(SdkPojo source) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (SdkField<?> field : source.sdkFields()) {
      Object value = field.getValueOrDefault(source);
      boolean isAbsent = value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
      if (!isAbsent) members.put(field.memberName(), value);
    }
    return members;
  }

  private static void write(JsonWriter json, Object value) {
    if (value instanceof SdkPojo part) {
      write(json, membersOf(part));
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      map.forEach((name, one) -> {
        json.writeFieldName((String) name);
        write(json, one);
      });
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Iterator<?> at = list.iterator(); at.hasNext();) write(json, at.next());
      json.writeEndArray();
    } else if (value instanceof Double number) {
      json.writeValue(number);
    } else if (value instanceof Integer number) {
      json.writeValue(number);
    } else if (value instanceof Boolean flag) {
      json.writeValue(flag);
    } else {
      json.writeValue(value.toString());
    }
  }

  private SdkClient() {}
}
