/** Steps of one desk, each on the one before it: when one fails, those after it are not tried. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { Desk } from './desk.mjs';

/** Calls `tell(step, at)`, where `at.desk` is the desk once the steps run. */
export function atOneDesk(options, tell) {
  const at = { desk: null };
  let failed = '';
  before(async () => (at.desk = await Desk.open(options)));
  after(() => at.desk?.close());
  tell((what, act) =>
    it(what, async () => {
      assert.equal(failed, '', 'an earlier step failed');
      failed = what;
      try {
        await act(at.desk);
      } catch (thrown) {
        await at.desk.page.screenshot({ path: `target/screens/failed: ${what}.png` });
        throw thrown;
      }
      failed = '';
    }),
  );
}
