/** Steps of a journey: each stands on the one before it, so when one fails, those after it are not tried. */
import assert from 'node:assert/strict';
import { it } from 'node:test';

export function steps() {
  let failed = '';
  return (what, act) =>
    it(what, async () => {
      assert.equal(failed, '', 'an earlier step failed');
      failed = what;
      await act();
      failed = '';
    });
}
