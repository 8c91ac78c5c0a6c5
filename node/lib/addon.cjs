'use strict';

const path = require('node:path');

const FILE = path.join(__dirname, '..', 'prebuilt', 'diallint.node');

/** The compiled part of the package. */
function load() {
  try {
    return require(FILE);
  } catch (cause) {
    const error = new Error(
      `the addon of diallint does not fit this system (${process.platform}, ${process.arch}); ` +
        `\`node ${path.join(__dirname, 'install.cjs')}\` builds it from its sources`,
      { cause },
    );
    error.code = 'ERR_DIALLINT_ADDON';
    throw error;
  }
}

module.exports = load();
