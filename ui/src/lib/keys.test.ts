import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

/** What the keys ask of a control: which element it is, and whether it stands in a form. */
class Control {
  isContentEditable = false;
  type = '';
  focused = false;
  matched = '';
  inForm: boolean;

  constructor(inForm = false, type = '') {
    this.inForm = inForm;
    this.type = type;
  }
  closest(css: string) {
    return css === 'form' && this.inForm ? this : null;
  }
  matches(css: string) {
    return css.split(', ').includes(this.matched);
  }
  focus() {
    this.focused = true;
  }
}
class Input extends Control {}
class TextArea extends Control {}
class Select extends Control {}

const page = { activeElement: new Control(), dialog: null as Control | null, first: new Control(), documentElement: { dataset: {} } };

let keys: typeof import('./keys');
let settings: typeof import('./settings.svelte').settings;

beforeAll(async () => {
  vi.stubGlobal('HTMLElement', Control);
  vi.stubGlobal('HTMLInputElement', Input);
  vi.stubGlobal('HTMLTextAreaElement', TextArea);
  vi.stubGlobal('HTMLSelectElement', Select);
  vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) });
  vi.stubGlobal('document', {
    get activeElement() {
      return page.activeElement;
    },
    querySelector: (css: string) => (css === 'dialog[open]' ? page.dialog : page.first),
  });
  keys = await import('./keys');
  ({ settings } = await import('./settings.svelte'));
});
afterAll(() => vi.unstubAllGlobals());

const press = (key: string, more: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey', boolean>> & { target?: Control } = {}) =>
  ({ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, defaultPrevented: false, target: new Control(), preventDefault: vi.fn(), ...more }) as unknown as KeyboardEvent;

const acted = vi.fn<(key: string) => void>();
const pressed = (event: KeyboardEvent) => keys.onKeys(['n', '?', '/', 'ctrl+l', 'ctrl+k'].map((key) => ({ press: key, act: () => acted(key) })))(event);

beforeEach(() => {
  acted.mockClear();
  settings.letters = true;
  page.dialog = null;
  page.first = new Control();
  page.activeElement = new Control();
});

describe('a letter', () => {
  it('acts where nothing is typed', () => {
    pressed(press('n'));
    expect(acted).toHaveBeenCalledWith('n');
  });
  it.each([
    ['a field', new Input(false, 'text')],
    ['a search box', new Input(false, 'search')],
    ['a text area', new TextArea()],
    ['a list to choose from', new Select()],
    ['a radio of a form', new Input(true, 'radio')],
    ['a check box of a form', new Input(true, 'checkbox')],
    ['a button or a summary of a form', new Control(true)],
  ])('does not act in %s', (_where, target) => {
    pressed(press('n', { target }));
    expect(acted).not.toHaveBeenCalled();
  });
  it('acts on a radio that stands in no form', () => {
    pressed(press('n', { target: new Input(false, 'radio') }));
    expect(acted).toHaveBeenCalledWith('n');
  });
  it.each(['shiftKey', 'altKey', 'metaKey', 'ctrlKey'] as const)('does not act with %s', (modifier) => {
    pressed(press('n', { [modifier]: true }));
    expect(acted).not.toHaveBeenCalled();
  });
  it('does not act behind a dialog, nor when letters are turned off', () => {
    page.dialog = new Control();
    pressed(press('n'));
    page.dialog = null;
    settings.letters = false;
    pressed(press('n'));
    expect(acted).not.toHaveBeenCalled();
  });
});

it('a sign acts with the Shift that it takes to type it', () => {
  pressed(press('?', { shiftKey: true }));
  expect(acted).toHaveBeenCalledWith('?');
});

describe('Ctrl and a letter', () => {
  it.each(['l', 'k'])('acts in a field too: %s', (key) => {
    pressed(press(key, { ctrlKey: true, target: new Input(true, 'text') }));
    expect(acted).toHaveBeenCalledWith(`ctrl+${key}`);
  });
  it.each([
    ['L', { ctrlKey: true, shiftKey: true }],
    ['K', { ctrlKey: true, shiftKey: true }],
    ['L', { metaKey: true, shiftKey: true }],
    ['l', { ctrlKey: true, altKey: true }],
  ])('does not act as another combination: %s %o', (key, modifiers) => {
    pressed(press(key, modifiers));
    expect(acted).not.toHaveBeenCalled();
  });
});

describe('Down', () => {
  const at = (where: string) => (page.activeElement.matched = where);
  it.each(['body', 'main', 'h1'])('goes from the %s to the first row', (where) => {
    at(where);
    const event = press('ArrowDown');
    keys.enterList(event, 'tbody a');
    expect(page.first.focused).toBe(true);
    expect(event.preventDefault).toHaveBeenCalled();
  });
  it('stays with the control that has the focus', () => {
    at('select');
    keys.enterList(press('ArrowDown'), 'tbody a');
    expect(page.first.focused).toBe(false);
  });
  it('does nothing behind a dialog', () => {
    at('h1');
    page.dialog = new Control();
    keys.enterList(press('ArrowDown'), 'tbody a');
    expect(page.first.focused).toBe(false);
  });
});
