import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Only the platform seam may know that Tauri exists. */
const seam = { group: ['@tauri-apps/*'], message: 'Only ui/src/lib/platform speaks to the shell: use call() and on().' };
/** One feature folder never imports another. */
const features = {
  regex: '^(\\$lib/screens/|(\\.\\./)+screens/|\\.\\./[a-z-]+/)',
  message: 'A screen never imports another feature: move what is shared to $lib/components.',
};

export default ts.config(
  { ignores: ['**/ui/src/lib/types/**', '**/dist/**'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-imports': ['error', { patterns: [seam] }],
      'no-restricted-properties': [
        'error',
        { object: 'navigator', property: 'language', message: 'It may be "C", which Intl refuses. The zone and locale are in $lib/time.' },
        { object: 'document', property: 'title', message: 'The router alone sets the title: it must not hold personal data.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: ['**/ui/src/lib/screens/**'], rules: { 'no-restricted-imports': ['error', { patterns: [seam, features] }] } },
  { files: ['**/ui/src/lib/platform/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/ui/src/lib/router.svelte.ts'], rules: { 'no-restricted-properties': 'off' } },
);
