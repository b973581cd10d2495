/**
 * Runs in the page: finds elements the way a person does, by role and name, by label, or by the words shown.
 *
 * `wish` is `{ role, name, exact?, within?, nth? }`, `{ label, … }`, `{ text, … }`, `{ id }` (a data-testid) or
 * `{ css, … }`. `exact: true` wants the whole name; otherwise the name contains the words, whatever their case.
 * Only what is visible and not inert is found. A file input may be invisible, as its label is what is shown.
 */
export function find(wish) {
  const roles = {
    button: 'button, [role="button"], input[type="submit"], input[type="button"], summary',
    link: 'a[href], [role="link"]',
    textbox: 'input:not([type]), input[type="text"], input[type="search"], input[type="password"], input[type="tel"], textarea, [role="textbox"], [contenteditable="true"]',
    radio: 'input[type="radio"], [role="radio"]',
    checkbox: 'input[type="checkbox"], [role="checkbox"], [role="switch"]',
    combobox: 'select, [role="combobox"]',
    option: 'option, [role="option"]',
    heading: 'h1, h2, h3, h4, h5, h6, [role="heading"]',
    dialog: 'dialog[open], [role="dialog"], [role="alertdialog"]',
    row: 'tr, [role="row"]',
    tab: '[role="tab"]',
    alert: '[role="alert"]',
    status: '[role="status"]',
    img: 'img, [role="img"]',
    region: 'section[aria-label], section[aria-labelledby], [role="region"]',
    article: 'article, [role="article"]',
  };
  const labelled = 'input, select, textarea, [role="combobox"], [role="textbox"], [contenteditable="true"]';
  const words = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const isFile = (element) => element.matches('input[type="file"]');

  const isShown = (element) => {
    if (element.closest('[inert]')) return false;
    if (isFile(element)) return true;
    if (element.matches('option')) return true;
    // A styled radio or checkbox is often transparent under its drawing: its label stands for it.
    if (element.matches('input[type="radio"], input[type="checkbox"]')) {
      return [element, ...(element.labels ?? [])].some((part) => part.getClientRects().length > 0);
    }
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  const nameOf = (element) => {
    const by = element.getAttribute('aria-labelledby');
    if (by) return words(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' '));
    const label = element.getAttribute('aria-label');
    if (label) return words(label);
    if (element.labels?.length) return words([...element.labels].map((one) => one.textContent).join(' '));
    if (element.matches('input[type="submit"], input[type="button"]')) return words(element.value);
    if (element.matches('img')) return words(element.alt);
    return words(element.textContent) || words(element.title) || words(element.placeholder);
  };

  const fits = (text, wanted) => {
    if (wanted === undefined) return true;
    return wish.exact ? text === words(wanted) : text.toLowerCase().includes(words(wanted).toLowerCase());
  };

  const root = wish.within ? find({ ...wish.within, all: false }) : document;
  if (!root) return wish.all ? [] : null;
  let found = [];
  if (wish.id) {
    found = [...root.querySelectorAll(`[data-testid="${CSS.escape(wish.id)}"]`)];
  } else if (wish.css) {
    found = [...root.querySelectorAll(wish.css)].filter((element) => fits(words(element.textContent), wish.name));
  } else if (wish.role) {
    found = [...root.querySelectorAll(roles[wish.role] ?? `[role="${wish.role}"]`)];
    found = found.filter((element) => fits(nameOf(element), wish.name));
  } else if (wish.label) {
    found = [...root.querySelectorAll(labelled)].filter((element) => fits(nameOf(element), wish.label));
  } else if (wish.text) {
    // The innermost elements that hold the words.
    const holds = (element) => fits(words(element.textContent), wish.text);
    found = [...root.querySelectorAll('body *, *')].filter(
      (element) => !element.matches('script, style, head, head *') && holds(element) && ![...element.children].some(holds),
    );
  }
  found = found.filter(isShown);
  if (wish.all) return found;
  return found[wish.nth ?? 0] ?? null;
}

/** Runs in the page: what a person would read there, for the message of a failure. */
export function reading() {
  return `${location.hash}\n${document.body?.innerText ?? ''}`.slice(0, 4000);
}
