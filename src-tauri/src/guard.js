// Runs before any script of the page.
(() => {
  // Under LANG=C.UTF-8 WebKit reports the language "C", which Intl refuses with a RangeError: one library that
  // formats a number while it loads would leave the window blank.
  const valid = (tag) => {
    try {
      return Intl.getCanonicalLocales(tag).length === 1;
    } catch {
      return false;
    }
  };
  if (!valid(navigator.language)) {
    Object.defineProperty(navigator, "language", { value: "en-GB", configurable: true });
    Object.defineProperty(navigator, "languages", { value: Object.freeze(["en-GB"]), configurable: true });
  }

  // The webview's own menu offers to reload, to look up and to save. It stays only where text is edited, for
  // cut, copy and paste.
  const edited = 'input, textarea, [contenteditable=""], [contenteditable="true"]';
  addEventListener("contextmenu", (event) => {
    if (!(event.target instanceof Element && event.target.closest(edited))) event.preventDefault();
  });

  // A file dropped on the window would navigate to it. A drop zone of the program takes its own event first.
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => event.preventDefault());
  }
})();
