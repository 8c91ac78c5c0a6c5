/** What one rule says of one place. Nothing in it is a value of the input. */
export interface Finding {
  rule: string;
  severity: 'error' | 'warning' | 'info';
  /** JSON Pointer (RFC 6901) within the document, the line or the row. */
  path: string;
  message: string;
  /** The record, counted from 0. */
  row: number;
  /** Of text: from 1, columns in code points; the end is behind the last character. */
  place?: { line: number; column: number; endLine: number; endColumn: number };
  /** Texts of JSON numbers. */
  limits?: { minimum?: string; maximum?: string; actual?: string; unit?: string };
  /** Address of the document that states the constraint. */
  source?: string;
  /** Where a token or number stood before. */
  first?: { line?: number; row?: number };
  /** Of checkResponse(): 1 for the response. */
  file?: number;
}

export interface Counts {
  records: number;
  valid: number;
  invalid: number;
  unreadable: number;
  errors: number;
  warnings: number;
  infos: number;
}

export declare class Report implements Iterable<Finding> {
  readonly counts: Counts;
  /** In the order of their places; as many as `maxFindings` allows. */
  readonly findings: Finding[];
  /** How many there are. */
  readonly found: number;
  /** Of checkResponse(). */
  readonly responses?: { taken: number; failed: number; unanswered: number };
  /** Whether the service would take all of it, as far as rules of the severity `error` say. */
  get ok(): boolean;
  ofRule(rule: string): Finding[];
  /** Throws DialRequestError unless `ok`. */
  throwForErrors(): this;
  summary(): string;
  toString(): string;
  [Symbol.iterator](): Iterator<Finding>;
}

/** The message names rules and places, and no value. */
export declare class DialRequestError extends Error {
  readonly code: 'ERR_DIALLINT_FINDINGS';
  readonly report: Report;
}

/** The options of the program, in camel case. */
export interface Settings {
  select?: string | Iterable<string>;
  ignore?: string | Iterable<string>;
  severity?: Record<string, 'error' | 'warning' | 'info' | 'off'>;
  /** Schemas that stand in for built-in ones, or are added. */
  schemas?: { name: string; text: string }[];
  phoneRegions?: string | Iterable<string>;
  denyPhoneRegions?: string | Iterable<string>;
  denyPhoneTypes?: string | Iterable<string>;
  /** A file. */
  numberingPlan?: string;
  envelope?: string;
  acceptSdkNames?: boolean;
  maskKeys?: boolean;
}

export interface CheckOptions extends Settings {
  /** The moment that expiry is judged against: the clock, if nothing is given; null: no moment. */
  now?: Date | string | null;
  /** What the input is, where its members do not tell. */
  shape?: string;
  /** Of text. */
  format?: 'auto' | 'json' | 'ndjson' | 'csv';
  /** The column of a CSV file for a member. */
  csvMap?: Record<string, string>;
  /** Findings that are kept at most; 0: all. */
  maxFindings?: number;
  /** Of a file, if any: its ending helps to tell the format. */
  name?: string;
  rules?: Rules;
}

export interface Rule {
  id: string;
  title: string;
  severity: 'error' | 'warning' | 'info' | 'off';
  why: string;
  repair: string;
  documents: { title: string; url: string; read: string }[];
}

export interface Shape {
  id: string;
  title: string;
  schema: string;
}

/** Compiled rules with their settings; any number of checks may share them. */
export declare class Rules {
  constructor(settings?: Settings);
  rules(): Rule[];
  explain(id: string): Rule;
  shapes(): Shape[];
}

/** Checks objects and arrays as the SDK takes them, or JSON, NDJSON or CSV as text. */
export declare function check(source: unknown, options?: CheckOptions): Report;

export interface AsyncCheckOptions extends CheckOptions {
  signal?: AbortSignal;
  /** Threads that may check lines, rows, and items of large arrays and batches: as many as there are processors, if nothing is given. What is found is
   * the same. */
  jobs?: number;
}

/** The same on other threads. Streams and other iterables of text are checked while they are read, in the
 * memory of a few megabytes; of iterables of objects each is a record. */
export declare function checkAsync(source: unknown, options?: AsyncCheckOptions): Promise<Report>;

/** Holds the answer of the service against the request. */
export declare function checkResponse(request: unknown, response: unknown, options?: CheckOptions): Report;

export interface GuardOptions {
  /** What becomes of a request with errors: DialRequestError, a warning, or (in a batch) it is left out. */
  on?: 'throw' | 'warn' | 'drop';
  rules?: Rules;
  now?: Date | string | (() => Date | string);
  logger?: { warn?(message: string, fields: object): void; info?(message: string, fields: object): void };
}

/** A plugin for `client.middlewareStack.use()` of the AWS SDK for JavaScript v3. */
export declare function diallint(options?: GuardOptions): { applyToStack(stack: any): void };

export declare function rules(): Rule[];
export declare function explain(id: string): Rule;
export declare function shapes(): Shape[];

/** A failure code of one request, or an exception of a whole call. */
export interface Guidance {
  service: 'connect-campaigns' | 'connect';
  name: string;
  /** Of an exception. */
  httpStatus?: number;
  /** The same request fails again; the same one later and more slowly; the same one again. Always with its token: a
   * new one calls twice. */
  remedy: 'mend' | 'wait-then-retry' | 'retry';
  meaning: string;
  advice: string;
}

/** What a failure code or exception means; undefined where it is not known. `service` is 'connect-campaigns' (the
 * default), 'connect', or what SDKs call them ('connectcampaigns', 'connectcampaignsv2'). */
export declare function guidance(name: string, service?: string): Guidance | undefined;

/** All that are known: failure codes, then the exceptions of one service after the other. */
export declare function allGuidance(): Guidance[];

export declare const fixtures: {
  documents(shape?: string, options?: FixtureOptions): Generator<any, never, unknown>;
  valid(shape?: string, options?: FixtureOptions): any;
};

export interface FixtureOptions {
  seed?: number;
  now?: Date | string;
  /** ISO 3166-1 alpha-2. */
  regions?: string[];
}

export interface LocalServiceOptions {
  /** Ids, or states by id. */
  campaigns?: string[] | Record<string, string>;
  /** A clock that stands still. */
  now?: Date | string;
  /** Others of `diallint serve`. */
  options?: string[];
}

/** What `diallint schema serve` describes as `summary`. */
export interface ServiceSummary {
  now: string;
  calls: number;
  refusedCalls: number;
  troubledCalls: number;
  accepted: number;
  repeated: number;
  changed: number;
  failed: number;
  troubled: number;
  waiting: number;
  answered: number;
  unanswered: number;
  expired: number;
  campaignDeleted: number;
  findings: Record<string, number>;
  campaigns: { id: string; state: string }[];
}

/** `diallint serve` for tests, in a process of its own. */
export declare class LocalService {
  /** Starts one on a free port. */
  static start(options?: LocalServiceOptions): Promise<LocalService>;
  /** What clients take under the same name. */
  readonly endpoint: string;
  /** What it has said: the summary comes with its end. */
  get output(): string;
  get log(): string;
  /** Ends it. Its exit code: 1 where the service itself would have refused something. */
  stop(): Promise<number | null>;
  /** The control API: what is at a path under /_diallint/, or with a body what it is told. */
  ask(what?: string, body?: unknown): Promise<any>;
  summary(): Promise<ServiceSummary>;
  calls(): Promise<{ at: string; operation: string; campaign?: string; status: number; exception?: string; trouble?: string; accepted: number; repeated: number; failed: number }[]>;
  requests(options?: { values?: boolean }): Promise<{ id: string; operation: string; campaign?: string; clientToken: string; received: string; expires?: string; fate: 'waiting' | 'answered' | 'unanswered' | 'expired' | 'campaign-deleted'; settled?: string; request?: any }[]>;
  reset(): Promise<ServiceSummary>;
  setClock(now: Date | string): Promise<ServiceSummary>;
  advance(seconds: number): Promise<ServiceSummary>;
  setCampaign(id: string, state?: string): Promise<ServiceSummary>;
  /** What the calls that follow meet, one each, and settings of what others do. */
  trouble(next?: string[], settings?: object): Promise<ServiceSummary>;
}

export declare const version: string;
