// The AWS SDK for JavaScript v3 as clients_test.py drives it: a line of JSON with a call comes in, a line with
// what the SDK has understood of the answer goes out. The arguments are services, each with the package that has
// its client: connect=@aws-sdk/client-connect.
import { createRequire } from 'node:module';
import readline from 'node:readline';

const require = createRequire(new URL('../../node/package.json', import.meta.url));
const packages = Object.fromEntries(process.argv.slice(2).map((word) => word.split('=')));
const CLIENTS = {
  connect: 'ConnectClient',
  connectcampaigns: 'ConnectCampaignsClient',
  connectcampaignsv2: 'ConnectCampaignsV2Client',
};

// Times are dates, as a program has them.
const withDates = (name, value) => (name === 'expirationTime' ? new Date(value) : value);

const exceptionOf = ({ constructor, $metadata, name, message, $fault, $service, $response, $retryable, Message, ...members }) => ({
  exception: constructor.name === name ? name : `${name}, of class ${constructor.name}`,
  status: $metadata.httpStatusCode,
  message,
  members,
});

async function understood(call) {
  const sdk = require(packages[call.service]);
  const client = new sdk[CLIENTS[call.service]]({
    region: 'us-east-1',
    endpoint: call.endpoint,
    credentials: { accessKeyId: call.key, secretAccessKey: call.secret },
    maxAttempts: call.attempts,
  });
  try {
    const { $metadata, ...output } = await client.send(new sdk[`${call.operation}Command`](call.input));
    return { output };
  } catch (error) {
    if (error.$metadata?.httpStatusCode === undefined) throw error;
    return exceptionOf(error);
  } finally {
    client.destroy();
  }
}

for await (const line of readline.createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await understood(JSON.parse(line, withDates))));
