import type { CheckOptions } from './index.cjs';

/** `expect.extend(matchers)`, in Vitest or Jest. Numbers that are kept for fiction are no errors here. */
export declare const matchers: {
  toBeDialable(received: unknown, options?: CheckOptions): { pass: boolean; message(): string };
};
