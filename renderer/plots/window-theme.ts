/** The colours of pictures on screen, read from the design tokens of the theme in force. */
import { token } from '../state/theme.svelte';
import { printTheme, type ChartTheme } from './theme';

/** @returns the theme now in force in the window; read anew when it changes */
export const windowTheme = (): ChartTheme => ({
  ink: token('ink'),
  muted: token('ink-muted'),
  line: token('line'),
  surface: token('surface'),
  arms: printTheme.arms.map((_, index) => token(`arm-${index}`)),
  font: token('font'),
});
