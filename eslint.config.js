// Lint: the recommended rules with types, and the house's own habits.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const lineLength = {
  'max-len': ['error', { code: 130, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
};
/** Rooms that keep their lines to 130 characters; a room is added once it does. */
const shortLines = [
  ...['effect', 'gradient', 'graph', 'host', 'report', 'solve', 'util'].map((room) => `core/${room}/**`),
  'core/service/{bridge,call,dispatch,handler,jobs,platform}.ts', 'electron/**', 'build/**', 'test/{desktop,host,layers}/**',
];

const style = {
  'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
  'eqeqeq': 'error',
  'no-var': 'error',
  'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
  'no-console': 'off',
};

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'release/', 'coverage/', 'test/artifacts/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    rules: {
      ...style,
      // TypeScript knows the names better
      'no-undef': 'off',
      // a Set that lives and dies within a function need not be watched; what is watched is made by $state
      'svelte/prefer-svelte-reactivity': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: shortLines, rules: lineLength },
  // the kernel is the one place that turns text into code
  { files: ['**/*.{ts,svelte,js,mjs}'], ignores: ['core/lower/kernel/**', 'test/**'], rules: { 'no-new-func': 'error', 'no-eval': 'error' } },
  { files: ['core/**'], ignores: ['core/host/**'], rules: { 'no-console': 'error', 'no-restricted-globals': ['error', 'window', 'document', 'process', 'Buffer', 'setTimeout', 'setImmediate'] } },
  // `let { a, b = $bindable() } = $props()` is not a mistake: Svelte's own rule knows runes
  { files: ['**/*.svelte'], rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error' } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } } },
  { files: ['build/**', 'test/**/*.mjs', '*.js'], languageOptions: { globals: globals.node } },
);
