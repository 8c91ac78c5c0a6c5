'use strict';

const { check, checkResponse } = require('./check.cjs');
const { DialRequestError, inWords } = require('./report.cjs');

/** By client and command of the SDK: the shape of the request, and where a batch has its requests. */
const COMMANDS = {
  ConnectCampaignsClient: { PutDialRequestBatchCommand: ['put-dial-request-batch', 'dialRequests'] },
  ConnectCampaignsV2Client: {
    PutOutboundRequestBatchCommand: ['put-outbound-request-batch', 'outboundRequests'],
  },
  ConnectClient: {
    StartOutboundVoiceContactCommand: ['start-outbound-voice-contact'],
    StartOutboundChatContactCommand: ['start-outbound-chat-contact'],
    StartTaskContactCommand: ['start-task-contact'],
    CreateContactCommand: ['create-contact'],
  },
};

/** What is told of an answer; what else is wrong with a request was told before it was sent. */
const OF_ANSWERS = new Set(['call-failed', 'failure-code', 'response-operation', 'token-answered']);

/** The requests of a batch that have errors; undefined where an error is one of the batch itself. */
function wrongRequests(report, requests) {
  const wrong = new Set();
  const inside = new RegExp(`^/${requests}/(\\d+)(/|$)`);
  for (const finding of report.findings) {
    if (finding.severity !== 'error') continue;
    const place = inside.exec(finding.path);
    if (place === null) return undefined;
    wrong.add(Number(place[1]));
  }
  return wrong;
}

/** A plugin for `client.middlewareStack.use()`: checks each request before it is serialised. */
function diallint({ on = 'throw', rules, now, logger = console } = {}) {
  if (!['throw', 'warn', 'drop'].includes(on)) throw new TypeError("on must be 'throw', 'warn' or 'drop'");

  const tell = (command, findings, only) => {
    for (const finding of findings) {
      if (only !== undefined && !only.has(finding.rule)) continue;
      const level = finding.severity === 'info' ? 'info' : 'warn';
      logger[level]?.(`${command}: ${inWords(finding)}`, { command, ...finding });
    }
  };

  const middleware = (next, context) => async (args) => {
    const [shape, requests] = COMMANDS[context.clientName]?.[context.commandName] ?? [];
    if (shape === undefined) return next(args);
    const moment = typeof now === 'function' ? now() : now;
    const report = check(args.input, { shape, rules, now: moment });
    let dropped = [];
    let sent = args;
    if (report.ok || on === 'warn') {
      tell(context.commandName, report.findings);
    } else {
      const wrong = on === 'drop' && requests !== undefined ? wrongRequests(report, requests) : undefined;
      if (wrong === undefined) throw new DialRequestError(report);
      tell(context.commandName, report.findings);
      const all = args.input[requests];
      dropped = all
        .filter((_, i) => wrong.has(i))
        .map((request) => ({ clientToken: request?.clientToken, failureCode: 'InvalidInput' }));
      sent = { ...args, input: { ...args.input, [requests]: all.filter((_, i) => !wrong.has(i)) } };
      if (sent.input[requests].length === 0)
        return {
          response: undefined,
          output: { $metadata: { attempts: 0 }, successfulRequests: [], failedRequests: dropped },
        };
    }
    const result = await next(sent);
    if (requests !== undefined) {
      const { $metadata: _, ...answer } = result.output;
      const { id: _id, ...request } = sent.input;
      tell(context.commandName, checkResponse(request, answer, { rules }).findings, OF_ANSWERS);
    }
    if (dropped.length > 0)
      result.output = {
        ...result.output,
        successfulRequests: result.output.successfulRequests ?? [],
        failedRequests: [...(result.output.failedRequests ?? []), ...dropped],
      };
    return result;
  };

  return {
    applyToStack(stack) {
      stack.add(middleware, { name: 'diallint', step: 'initialize', priority: 'low', override: true });
    },
  };
}

module.exports = { diallint };
