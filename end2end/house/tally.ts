// The last line of a run says how many tests passed and how many failed, for bin/test to add up.
import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

export default class Tally implements Reporter {
  private suite: Suite | undefined;
  private errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onError(): void {
    this.errors += 1;
  }

  onEnd(_result: FullResult): void {
    const all = this.suite?.allTests() ?? [];
    const passed = all.filter((test) => test.outcome() === 'expected' && test.results.length > 0).length;
    const skipped = all.filter((test) => test.outcome() === 'skipped' && test.expectedStatus === 'skipped').length;
    // What broke outside a test counts, and so does a test that did not run at all.
    const failed = all.length - passed - skipped + this.errors;
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
