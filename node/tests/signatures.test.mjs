// The signatures of the AWS SDK for JavaScript v3 and `diallint serve --credentials`: each is right, and none is
// once a part of its call was altered.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { LocalService } from 'diallint';
import { NOW, request } from './support.mjs';

const hasNewest = Number(process.versions.node.split('.')[0]) >= 20;
const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const CAMPAIGN = 'a b:/c\u00e9';

let folder;
let service;
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diallint-'));
  fs.writeFileSync(
    path.join(folder, 'credentials'),
    `[default]\naws_access_key_id = ${KEY.accessKeyId}\naws_secret_access_key = ${KEY.secretAccessKey}\n`,
    { mode: 0o600 },
  );
});
after(() => fs.rmSync(folder, { recursive: true }));
beforeEach(async () => {
  service = await LocalService.start({
    campaigns: [CAMPAIGN],
    now: NOW,
    options: ['--credentials', path.join(folder, 'credentials')],
  });
});
afterEach(() => service.stop());

const replaced = (name, what, by) => (call) => {
  assert.ok(call.headers[name].includes(what));
  call.headers[name] = call.headers[name].replace(what, by);
};

const ALTERED = {
  body: (call) => (call.body = call.body.replace('token-1', 'token-2')),
  path: (call) => (call.path = call.path.replace('a%20b', 'a%20c')),
  query: (call) => (call.query = { x: 'y' }),
  date: (call) => (call.headers['x-amz-date'] = '20150830T123600Z'),
  host: (call) => (call.headers.host = 'connect-campaigns.us-east-1.amazonaws.com'),
  'content type': (call) => (call.headers['content-type'] = 'text/plain'),
  'payload hash': (call) => (call.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'),
  signature: replaced('authorization', 'Signature=', 'Signature=0'),
  region: replaced('authorization', 'us-east-1', 'us-east-2'),
  'signed headers': replaced('authorization', 'host;', ''),
};

const clients = [
  ['of 2024', () => import('campaigns-of-2024'), true],
  ['newest', () => import('@aws-sdk/client-connectcampaigns'), hasNewest],
];

for (const [name, load, runs] of clients) {
  describe(`signatures, ${name}`, { skip: !runs }, () => {
    const put = async ({ alter, ...settings } = {}) => {
      const sdk = await load();
      const client = new sdk.ConnectCampaignsClient({
        region: 'us-east-1',
        endpoint: service.endpoint,
        credentials: KEY,
        maxAttempts: 1,
        ...settings,
      });
      if (alter) {
        client.middlewareStack.add(
          (next) => (sent) => {
            alter(sent.request);
            return next(sent);
          },
          { step: 'finalizeRequest', priority: 'low' },
        );
      }
      const dialRequests = [request({ expirationTime: new Date('2026-11-20T12:05:00Z') })];
      return client.send(new sdk.PutDialRequestBatchCommand({ id: CAMPAIGN, dialRequests }));
    };
    const refusal = async (settings) => {
      const error = await put(settings).then(
        () => assert.fail('it was let in'),
        (thrown) => thrown,
      );
      assert.equal(error.$metadata?.httpStatusCode, 403, String(error));
      assert.notEqual(error.message, '');
      assert.equal((await service.summary()).accepted, 0);
      return error.name;
    };

    test('what it signs is let in', async () => {
      assert.equal((await put()).successfulRequests.length, 1);
      assert.equal((await put({ region: 'eu-central-1' })).successfulRequests.length, 1);
    });

    test('another secret, another key and a token that nobody has given are refused', async () => {
      assert.equal(await refusal({ credentials: { ...KEY, secretAccessKey: 'x' } }), 'InvalidSignatureException');
      assert.equal(await refusal({ credentials: { ...KEY, accessKeyId: 'x' } }), 'UnrecognizedClientException');
      assert.equal(await refusal({ credentials: { ...KEY, sessionToken: 'x' } }), 'UnrecognizedClientException');
      assert.equal(await service.stop(), 1);
      assert.ok(!(service.log + service.output).includes(KEY.accessKeyId));
    });

    for (const [part, alter] of Object.entries(ALTERED)) {
      test(`altered on its way: ${part}`, async () => {
        assert.equal(await refusal({ alter }), 'InvalidSignatureException');
      });
    }
  });
}
