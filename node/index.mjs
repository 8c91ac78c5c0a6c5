import diallintPackage from './index.cjs';

export const {
  DialRequestError,
  LocalService,
  Report,
  Rules,
  allGuidance,
  check,
  checkAsync,
  checkResponse,
  diallint,
  explain,
  fixtures,
  guidance,
  rules,
  shapes,
  version,
} = diallintPackage;
