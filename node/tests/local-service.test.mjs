// The service of the package and clients of the AWS SDK for JavaScript v3. What each SDK understands of each
// answer is in tests/clients.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { LocalService } from 'diallint';
import { NOW, SECRET, request } from './support.mjs';

const hasNewest = Number(process.versions.node.split('.')[0]) >= 20;
const EXPIRY = new Date('2026-11-20T12:05:00Z');
const dial = (changes = {}) => request({ expirationTime: EXPIRY, ...changes });

let service;
beforeEach(async () => {
  service = await LocalService.start({ campaigns: ['monday'], now: NOW });
});
afterEach(() => service.stop());

const settings = () => ({
  region: 'us-east-1',
  endpoint: service.endpoint,
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
});

const clients = [
  ['of 2024', () => import('campaigns-of-2024'), true],
  ['newest', () => import('@aws-sdk/client-connectcampaigns'), hasNewest],
];

for (const [name, load, runs] of clients) {
  describe(`campaigns, ${name}`, { skip: !runs }, () => {
    const put = async (requests) => {
      const sdk = await load();
      const client = new sdk.ConnectCampaignsClient(settings());
      return client.send(new sdk.PutDialRequestBatchCommand({ id: 'monday', dialRequests: requests }));
    };

    test('requests succeed and fail one by one', async () => {
      const answer = await put([
        dial({ clientToken: 'a' }),
        dial({ clientToken: 'short', phoneNumber: '0147' }),
        dial({ clientToken: 'asked', attributes: { 'diallint-fail': 'UnknownError' } }),
        dial({ clientToken: 'a' }),
      ]);
      assert.deepEqual(answer.successfulRequests.map((one) => one.clientToken), ['a', 'a']);
      assert.equal(answer.successfulRequests[0].id, answer.successfulRequests[1].id);
      assert.deepEqual(
        answer.failedRequests.map((one) => [one.clientToken, one.failureCode]),
        [['short', 'InvalidInput'], ['asked', 'UnknownError']],
      );
      assert.equal(await service.stop(), 1);
      assert.ok(!(service.log + service.output).includes(SECRET));
    });
  });
}

test('what is wrong is said', async () => {
  await assert.rejects(service.trouble(['x']), /there is no trouble 'x'/);
  await assert.rejects(LocalService.start({ campaigns: { a: 'running' } }), /there is no state 'running' of a campaign/);
  await service.setClock(new Date('2026-11-21T12:00:00Z'));
  await service.advance(60);
  await service.setCampaign('tuesday');
  await service.trouble(['ConflictException']);
  const summary = await service.summary();
  assert.equal(summary.now, '2026-11-21T12:01:00Z');
  assert.equal(summary.campaigns.length, 2);
  await service.reset();
  assert.deepEqual(await service.calls(), []);
});
