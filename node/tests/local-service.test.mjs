// Real clients of the AWS SDK for JavaScript v3 and diallint serve: what the SDK understands of each answer.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { LocalService } from 'diallint';
import { NOW, SECRET, request } from './support.mjs';

const hasNewest = Number(process.versions.node.split('.')[0]) >= 20;
const EXPIRY = new Date('2026-11-20T12:05:00Z');
const dial = (changes = {}) => request({ expirationTime: EXPIRY, ...changes });
const outbound = (changes = {}) => ({
  clientToken: 'v-1',
  expirationTime: EXPIRY,
  channelSubtypeParameters: { telephony: { destinationPhoneNumber: '+12025550147', attributes: {} } },
  ...changes,
});
const VOICE = {
  DestinationPhoneNumber: '+12025550147',
  ContactFlowId: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9',
  InstanceId: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f8',
  SourcePhoneNumber: '+12025550148',
};

let service;
beforeEach(async () => {
  service = await LocalService.start({ campaigns: { monday: 'Running', paused: 'Paused' }, now: NOW });
});
afterEach(() => service.stop());

const settings = (maxAttempts = 1) => ({
  region: 'us-east-1',
  endpoint: service.endpoint,
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts,
});

const clients = [
  ['of 2024', () => import('campaigns-of-2024'), true],
  ['newest', () => import('@aws-sdk/client-connectcampaigns'), hasNewest],
];

for (const [name, load, runs] of clients) {
  describe(`campaigns, ${name}`, { skip: !runs }, () => {
    const put = async (requests, { campaign = 'monday', attempts = 1 } = {}) => {
      const sdk = await load();
      const client = new sdk.ConnectCampaignsClient(settings(attempts));
      return client.send(new sdk.PutDialRequestBatchCommand({ id: campaign, dialRequests: requests }));
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

    const refusals = [
      ['ValidationException', 400, () => put([dial({ clientToken: 'a b' })])],
      ['ResourceNotFoundException', 404, () => put([dial()], { campaign: 'nowhere' })],
      ['InvalidCampaignStateException', 409, () => put([dial()], { campaign: 'paused' })],
    ];
    for (const [exception, status, act] of refusals) {
      test(exception, async () => {
        const sdk = await load();
        await assert.rejects(act, (error) => {
          assert.ok(error instanceof sdk[exception]);
          assert.equal(error.name, exception);
          assert.equal(error.$metadata.httpStatusCode, status);
          assert.equal(error.xAmzErrorType, exception);
          assert.equal(error.$metadata.requestId.length, 36);
          assert.notEqual(error.message, '');
          assert.equal(error.state, exception === 'InvalidCampaignStateException' ? 'Paused' : undefined);
          return true;
        });
        assert.equal((await service.summary()).refusedCalls, 1);
      });
    }

    for (const [exception, status] of [['ThrottlingException', 429], ['ConflictException', 409], ['InternalServerException', 500], ['AccessDeniedException', 403]]) {
      test(`${exception} on request`, async () => {
        await service.trouble([exception]);
        const sdk = await load();
        await assert.rejects(put([dial()]), (error) => error instanceof sdk[exception] && error.$metadata.httpStatusCode === status);
        assert.equal((await put([dial()])).successfulRequests.length, 1);
        assert.equal(await service.stop(), 0);
      });
    }

    for (const trouble of ['ThrottlingException', 'InternalServerException', 'drop']) {
      test(`${trouble}: the SDK retries, and nobody is called twice`, async () => {
        await service.trouble([trouble]);
        const answer = await put([dial()], { attempts: 3 });
        assert.equal(answer.$metadata.attempts, 2);
        const summary = await service.summary();
        assert.deepEqual([summary.calls, summary.accepted, summary.repeated], [2, 1, trouble === 'drop' ? 1 : 0]);
        assert.equal((await service.requests())[0].id, answer.successfulRequests[0].id);
      });
    }

    test('tokens are known for seven days', async () => {
      const first = (await put([dial()])).successfulRequests;
      assert.deepEqual((await put([dial({ phoneNumber: '+12025550148' })])).successfulRequests, first);
      await service.advance(7 * 24 * 3600);
      const later = await put([dial({ expirationTime: new Date('2026-11-27T12:05:00Z') })]);
      assert.notDeepEqual(later.successfulRequests, first);
      assert.equal((await service.summary()).changed, 1);
    });
  });
}

describe('the newer services', { skip: !hasNewest }, () => {
  test('campaigns of the newer revision live', async () => {
    const sdk = await import('@aws-sdk/client-connectcampaignsv2');
    const client = new sdk.ConnectCampaignsV2Client(settings());
    const { id } = await client.send(
      new sdk.CreateCampaignCommand({
        name: 'Monday',
        connectInstanceId: 'i-1',
        channelSubtypeConfig: { telephony: { outboundMode: { agentless: {} }, defaultOutboundConfig: { connectContactFlowId: 'flow' } } },
      }),
    );
    await client.send(new sdk.StartCampaignCommand({ id }));
    const answer = await client.send(new sdk.PutOutboundRequestBatchCommand({ id, outboundRequests: [outbound()] }));
    assert.equal(answer.successfulRequests[0].clientToken, 'v-1');
    await client.send(new sdk.PauseCampaignCommand({ id }));
    assert.equal((await client.send(new sdk.GetCampaignStateCommand({ id }))).state, 'Paused');
    await assert.rejects(client.send(new sdk.PutOutboundRequestBatchCommand({ id, outboundRequests: [outbound()] })), sdk.InvalidCampaignStateException);
    assert.equal((await client.send(new sdk.DescribeCampaignCommand({ id }))).campaign.name, 'Monday');
  });

  test('contacts are started', async () => {
    const sdk = await import('@aws-sdk/client-connect');
    const client = new sdk.ConnectClient(settings());
    const call = (changes = {}) => client.send(new sdk.StartOutboundVoiceContactCommand({ ...VOICE, ClientToken: 't', ...changes }));
    const first = await call();
    assert.equal(first.ContactId.length, 36);
    assert.equal((await call()).ContactId, first.ContactId);
    await assert.rejects(call({ DestinationPhoneNumber: '0147' }), sdk.InvalidParameterException);
    await service.trouble(['DestinationNotAllowedException']);
    await assert.rejects(call(), sdk.DestinationNotAllowedException);
  });
});

test('what is wrong is said', async () => {
  await assert.rejects(service.trouble(['x']), /there is no trouble 'x'/);
  await assert.rejects(LocalService.start({ campaigns: { a: 'running' } }), /there is no state 'running' of a campaign/);
  await service.setClock(new Date('2026-11-21T12:00:00Z'));
  await service.setCampaign('tuesday');
  const summary = await service.summary();
  assert.equal(summary.now, '2026-11-21T12:00:00Z');
  assert.equal(summary.campaigns.length, 3);
  await service.reset();
  assert.deepEqual(await service.calls(), []);
});
