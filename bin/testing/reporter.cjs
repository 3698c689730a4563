// Mocha's reporter for bin/test.mjs: shows what failed and what was skipped, and writes the numbers
// of the suite to the file that TEST_RESULT names.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Runner.constants;
/** A process that lives on this long (ms) after its last test was left hanging by something. */
const patience = 10_000;

class SuiteReporter extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const result = { passed: 0, failed: 0, skipped: [] };
    runner.on(EVENT_TEST_PASS, () => {
      result.passed += 1;
    });
    runner.on(EVENT_TEST_FAIL, () => {
      result.failed += 1;
    });
    runner.on(EVENT_TEST_PENDING, (test) => result.skipped.push(test.fullTitle()));
    runner.once(EVENT_RUN_END, () => {
      if (result.failed > 0) this.epilogue();
      save(result);
      watchForLeftovers(result);
    });
  }
}

function save(result) {
  if (process.env.TEST_RESULT) writeFileSync(process.env.TEST_RESULT, JSON.stringify(result));
}

function watchForLeftovers(result) {
  setTimeout(() => {
    const held = [...new Set(process.getActiveResourcesInfo())].join(', ');
    process.stderr.write(`\nThe tests are over, but the process goes on: ${held}.\n`);
    save({ ...result, failed: result.failed + 1 });
    process.exit(1);
  }, patience).unref();
}

module.exports = SuiteReporter;
