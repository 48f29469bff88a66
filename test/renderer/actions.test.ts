import { describe, expect, it } from 'vitest';
import { matches, shortcutText, type KeyPress } from '../../renderer/actions/action';
import { search } from '../../renderer/actions/search';
import { fileName } from '../../renderer/actions/files';
import { actions } from '../../renderer/actions/registry';
import { entries } from '../../electron/menu';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

describe('Shortcuts', () => {
  it('tell Ctrl+Z from Ctrl+Shift+Z', () => {
    expect(matches('Mod+Z', press('z', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matches('Mod+Z', press('z'), false)).toBe(false);
  });
  it('use the command key on a Mac', () => {
    expect(matches('Mod+Z', press('z', { metaKey: true }), true)).toBe(true);
    expect(matches('Mod+Z', press('z', { ctrlKey: true }), true)).toBe(false);
    expect(shortcutText('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(shortcutText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
  });
  it('find digits by their place, whatever Shift types there', () => {
    expect(matches('Shift+1', press('!', { code: 'Digit1', shiftKey: true }), false)).toBe(true);
    expect(matches('Shift+1', press('"', { code: 'Digit2', shiftKey: true }), false)).toBe(false);
    expect(matches('Mod+1', press('1', { code: 'Digit1', ctrlKey: true }), false)).toBe(true);
  });
  it('take signs as they are typed', () => {
    expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true);
    expect(matches('+', press('+'), false)).toBe(true);
    expect(matches('-', press('_', { shiftKey: true }), false)).toBe(false);
  });
});

describe('The registry', () => {
  it('has each id and each shortcut once', () => {
    const ids = actions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const shortcuts = actions.flatMap(({ shortcuts: own }) => own ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });
  it('has every action of the desktop menu', () => {
    const ids = new Set(actions.map(({ id }) => id));
    const asked = Object.values(entries)
      .flat()
      .flatMap((entry) => (typeof entry === 'string' ? [] : [entry.action]));
    expect(asked.filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('Searching', () => {
  const items = ['Zoom out', 'Show the outline', 'Fit to data', 'Use the fitted values', 'TGF-β café'];
  const find = (query: string): string[] => search(items, query, (item) => item);
  it('needs every word and prefers starts of words', () => {
    expect(search(['benefit', 'to fit'], 'fit', (item) => item)).toEqual(['to fit', 'benefit']);
    expect(find('out')).toEqual(['Zoom out', 'Show the outline']);
    expect(find('fit values')).toEqual(['Use the fitted values']);
    expect(find('nothing')).toEqual([]);
    expect(find(' ')).toEqual(items);
  });
  it('does not mind accents and capitals', () => {
    expect(find('CAFE')).toEqual(['TGF-β café']);
  });
});

it('File names suit every system', () => {
  expect(fileName('TGF-β: block / release?')).toBe('tgf-β-block-release');
  expect(fileName('???')).toBe('untitled');
});
