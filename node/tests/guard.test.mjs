// The guard on real clients of the AWS SDK, the newest and one of 2024, which talk to a server on
// loopback.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';

import { DialRequestError, diallint } from 'diallint';
import { NOW, SECRET, request } from './support.mjs';

const CAMPAIGN = '6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a10';
// The newest clients need Node.js 20.
const hasNewest = Number(process.versions.node.split('.')[0]) >= 20;
const sdks = [
  ['of 2024', () => import('campaigns-of-2024'), true],
  ['newest', () => import('@aws-sdk/client-connectcampaigns'), hasNewest],
];

let server;
let bodies;
let answer;

before(async () => {
  server = http.createServer((incoming, outgoing) => {
    const pieces = [];
    incoming.on('data', (piece) => pieces.push(piece));
    incoming.on('end', () => {
      const body = JSON.parse(Buffer.concat(pieces).toString());
      bodies.push(body);
      const requests = body.dialRequests ?? body.outboundRequests ?? [];
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(
        JSON.stringify(
          answer ?? {
            successfulRequests: requests.map(({ clientToken }) => ({ clientToken, id: CAMPAIGN })),
            failedRequests: [],
          },
        ),
      );
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});

after(() => {
  server.closeAllConnections?.();
  return new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  bodies = [];
  answer = undefined;
});

const settings = () => ({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${server.address().port}`,
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
});

const logger = () => {
  const told = [];
  return { told, warn: (message, fields) => told.push(['warn', message, fields]), info: (message, fields) => told.push(['info', message, fields]) };
};

for (const [name, load, runs] of sdks) {
  describe(`the client ${name}`, { skip: !runs }, () => {
    async function put(options, ...requests) {
      const { ConnectCampaignsClient, PutDialRequestBatchCommand } = await load();
      const client = new ConnectCampaignsClient(settings());
      client.middlewareStack.use(diallint({ now: NOW, logger: logger(), ...options }));
      try {
        return await client.send(
          new PutDialRequestBatchCommand({
            id: CAMPAIGN,
            dialRequests: requests.map((one) => ({ ...one, expirationTime: new Date(one.expirationTime) })),
          }),
        );
      } finally {
        client.destroy();
      }
    }

    test('a sound batch is sent', async () => {
      const { successfulRequests } = await put({}, request());
      assert.equal(successfulRequests.length, 1);
      assert.equal(bodies.length, 1);
    });

    test('errors throw before anything is sent', async () => {
      await assert.rejects(put({}, request(), request({ clientToken: 'a b' })), (error) => {
        assert.ok(error instanceof DialRequestError);
        assert.match(error.message, /dialRequests\/1\/clientToken/);
        assert.ok(!error.message.includes(SECRET));
        return true;
      });
      assert.deepEqual(bodies, []);
    });

    test('the clock is the default', async () => {
      await assert.rejects(put({ now: undefined }, request()), /expiration-window/);
      const soon = new Date(Date.now() + 600_000).toISOString();
      await put({ now: () => new Date() }, request({ expirationTime: soon }));
      assert.equal(bodies.length, 1);
    });

    test('warn sends and tells', async () => {
      const log = logger();
      await put({ on: 'warn', logger: log }, request({ clientToken: 'a b' }));
      assert.equal(bodies.length, 1);
      const [level, message, fields] = log.told.find(([, , { rule }]) => rule === 'pattern');
      assert.equal(level, 'warn');
      assert.equal(fields.path, '/dialRequests/0/clientToken');
      assert.equal(fields.command, 'PutDialRequestBatchCommand');
      assert.ok(!message.includes(SECRET));
    });

    test('drop sends the sound requests', async () => {
      const { successfulRequests, failedRequests } = await put(
        { on: 'drop' },
        request({ clientToken: 'good' }),
        request({ clientToken: 'b d', phoneNumber: '+12025550148' }),
      );
      assert.deepEqual(bodies[0].dialRequests.map(({ clientToken }) => clientToken), ['good']);
      assert.deepEqual(successfulRequests.map(({ clientToken }) => clientToken), ['good']);
      assert.deepEqual(failedRequests, [{ clientToken: 'b d', failureCode: 'InvalidInput' }]);
    });

    test('drop sends nothing where nothing is sound', async () => {
      const { failedRequests } = await put({ on: 'drop' }, request({ clientToken: 'b d' }));
      assert.deepEqual(failedRequests, [{ clientToken: 'b d', failureCode: 'InvalidInput' }]);
      assert.deepEqual(bodies, []);
    });

    test('drop throws what no request is to blame for', async () => {
      const many = Array.from({ length: 26 }, (_, i) =>
        request({ clientToken: `t${i}`, phoneNumber: `+120255501${String(i).padStart(2, '0')}` }),
      );
      await assert.rejects(put({ on: 'drop' }, ...many), /\[items\]/);
      assert.deepEqual(bodies, []);
    });

    test('answers are held against requests', async () => {
      answer = {
        successfulRequests: [],
        failedRequests: [{ clientToken: 'a', id: CAMPAIGN, failureCode: 'RequestThrottled' }],
      };
      const log = logger();
      await put({ logger: log }, request({ clientToken: 'a' }), request({ clientToken: 'b', phoneNumber: '+12025550148' }));
      const told = log.told.map(([level, , { rule }]) => `${level} ${rule}`);
      assert.ok(told.includes('warn token-answered'));
      assert.ok(told.includes('info failure-code'));
    });
  });
}

test('outbound batches', { skip: !hasNewest }, async () => {
  const { ConnectCampaignsV2Client, PutOutboundRequestBatchCommand } = await import('@aws-sdk/client-connectcampaignsv2');
  const client = new ConnectCampaignsV2Client(settings());
  client.middlewareStack.use(diallint({ now: NOW, logger: logger() }));
  const good = {
    clientToken: 'a',
    expirationTime: new Date('2026-11-20T12:05:00Z'),
    channelSubtypeParameters: { telephony: { destinationPhoneNumber: '+12025550147', attributes: { name: SECRET } } },
  };
  const send = (one) => client.send(new PutOutboundRequestBatchCommand({ id: CAMPAIGN, outboundRequests: [one] }));
  await send(good);
  assert.equal(bodies.length, 1);
  await assert.rejects(send({ ...good, clientToken: 'a b' }), /outboundRequests\/0\/clientToken/);
  client.destroy();
});

test('contacts', { skip: !hasNewest }, async () => {
  const { ConnectClient, ListUsersCommand, StartOutboundVoiceContactCommand } = await import('@aws-sdk/client-connect');
  const client = new ConnectClient(settings());
  client.middlewareStack.use(diallint({ on: 'drop', now: NOW, logger: logger() }));
  answer = { ContactId: CAMPAIGN };
  const voice = {
    DestinationPhoneNumber: '+12025550147',
    ContactFlowId: CAMPAIGN,
    InstanceId: '6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a11',
    SourcePhoneNumber: '+12025550148',
  };
  await client.send(new StartOutboundVoiceContactCommand(voice));
  await assert.rejects(
    client.send(new StartOutboundVoiceContactCommand({ ...voice, DestinationPhoneNumber: '12' })),
    /\/DestinationPhoneNumber/,
  );
  assert.equal(bodies.length, 1);
  assert.ok(ListUsersCommand);  // other commands pass: their clients are not looked at
  client.destroy();
});

test('other words', () => {
  assert.throws(() => diallint({ on: 'drp' }), /on must be/);
});
