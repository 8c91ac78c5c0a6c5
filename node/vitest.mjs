import matchersPackage from './vitest.cjs';

export const { matchers } = matchersPackage;
