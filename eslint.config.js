// Lint: the recommended rules with types, and the house's own habits.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const style = {
  'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
  eqeqeq: 'error',
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
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  // a test file reads from top to bottom and needs no second file to be understood
  { files: ['test/**'], rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] } },
  // the kernel is the one place that turns text into code
  {
    files: ['**/*.{ts,svelte,js,mjs}'],
    ignores: ['core/lower/kernel/**', 'test/**'],
    rules: { 'no-new-func': 'error', 'no-eval': 'error' },
  },
  {
    files: ['core/**'],
    ignores: ['core/host/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', 'window', 'document', 'process', 'Buffer', 'setTimeout', 'setImmediate'],
    },
  },
  // `let { a, b = $bindable() } = $props()` is not a mistake: Svelte's own rule knows runes
  { files: ['**/*.svelte'], rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error' } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
  },
  { files: ['build/**', 'test/**/*.mjs', '*.js'], languageOptions: { globals: globals.node } },
);
