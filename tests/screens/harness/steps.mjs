/** Steps of one desk, or of an office of two, each on the one before it: when one fails, those after it are not tried. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { Desk } from './desk.mjs';
import { Office } from './office.mjs';

/** Calls `tell(step)`, whose steps are given the desk. */
export function atOneDesk(options, tell) {
  inOrder(() => Desk.open(options), (desk) => [desk], tell);
}

/** Calls `tell(step)`, whose steps are given the office. */
export function atOffice(tell, options = {}) {
  inOrder(() => Office.open(options), ({ here, there }) => [here, there], tell);
}

function inOrder(open, desks, tell) {
  let place;
  let failed = '';
  before(async () => (place = await open()));
  after(() => place?.close());
  tell((what, act) =>
    it(what, async () => {
      assert.equal(failed, '', 'an earlier step failed');
      failed = what;
      try {
        await act(place);
      } catch (thrown) {
        for (const [at, desk] of desks(place).entries()) await desk.page.screenshot({ path: `target/screens/failed: ${what}${at === 0 ? '' : ` (${at + 1})`}.png` });
        throw thrown;
      }
      failed = '';
    }),
  );
}
