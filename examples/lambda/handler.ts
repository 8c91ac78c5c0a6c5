// A function of AWS Lambda that dials whom a queue of SQS names. Each message is the JSON of a Person; the
// function gets up to 25 of them, which is what the service takes in one call. A message whose request was
// not accepted is returned to the queue, and ends in the dead-letter queue after some rounds.
import {
  ConnectCampaignsClient,
  PutDialRequestBatchCommand,
  type DialRequest,
} from '@aws-sdk/client-connectcampaigns';
import { diallint } from 'diallint';

interface Person {
  token: string; // the same in each round, so that nobody is called twice
  phone: string; // E.164
  attributes?: Record<string, string>;
}

interface Message {
  messageId: string;
  body: string;
}

interface Answer {
  batchItemFailures: { itemIdentifier: string }[];
}

const MINUTES_TO_EXPIRY = 10;

const client = new ConnectCampaignsClient({});
// Requests that the service would refuse are not sent, and are among the failed ones of the response. With
// DIALLINT_ON=throw one of them keeps the others from being sent, too.
client.middlewareStack.use(diallint({ on: process.env.DIALLINT_ON === 'throw' ? 'throw' : 'drop' }));

/** A message that cannot be read names nobody: its request is refused like any other that is unsound. */
function personOf(message: Message): Partial<Person> {
  try {
    return JSON.parse(message.body) ?? {};
  } catch {
    return {};
  }
}

function requestOf(message: Message, expirationTime: Date): DialRequest {
  const { token, phone, attributes = {} } = personOf(message);
  return { clientToken: token, phoneNumber: phone, expirationTime, attributes };
}

export async function handler(event: { Records: Message[] }): Promise<Answer> {
  const expirationTime = new Date(Date.now() + MINUTES_TO_EXPIRY * 60_000);
  const dialRequests = event.Records.map((message) => requestOf(message, expirationTime));
  const { failedRequests = [] } = await client.send(
    new PutDialRequestBatchCommand({ id: process.env.CAMPAIGN_ID, dialRequests }),
  );
  const failed = new Map(failedRequests.map(({ clientToken, failureCode }) => [clientToken, failureCode]));
  const batchItemFailures = [];
  for (const [i, { messageId }] of event.Records.entries()) {
    const { clientToken } = dialRequests[i];
    if (!failed.has(clientToken)) continue;
    console.warn(`message ${messageId}: ${failed.get(clientToken)}`);
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}
