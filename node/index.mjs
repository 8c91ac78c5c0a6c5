import diallintPackage from './index.cjs';

export const {
  DialRequestError,
  LocalService,
  Report,
  Rules,
  check,
  checkAsync,
  checkResponse,
  diallint,
  explain,
  fixtures,
  rules,
  shapes,
  version,
} = diallintPackage;
