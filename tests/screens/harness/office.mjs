/** Two desks, of one force unless the other is said to be of another, each on a cable of its own to one real central service. All three read one clock. */
import { Cable, Central, Clock } from '../../e2e/harness/central.mjs';
import { NIGHT } from './bridge.mjs';
import { Desk } from './desk.mjs';

export class Office {
  /** The desk at which most is done, and the one at which it is to be seen. */
  here;
  there;

  static async open({ there = 'NM' } = {}) {
    const office = new Office();
    office.clock = await Clock.at(NIGHT);
    office.central = await Central.start({ clock: office.clock, forces: [...new Set(['NM', there])] });
    // The laptops are enrolled by the address of their cables.
    office.cables = { here: await Cable.to(office.central), there: await Cable.to(office.central) };
    office.here = await Desk.open({ seed: 1, clock: office.clock.file });
    office.there = await Desk.open({ seed: 2, clock: office.clock.file, force: there });
    return office;
  }

  async close() {
    await this.here?.close();
    await this.there?.close();
    for (const cable of Object.values(this.cables)) await cable.cut();
    await this.central?.close();
    await this.clock?.remove();
  }
}
