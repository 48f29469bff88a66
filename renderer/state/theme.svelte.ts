/** Light or dark: follows the system until the user chooses; the choice is remembered on this machine. */
export type ThemeChoice = 'system' | 'light' | 'dark';
const KEY = 'doflow.theme';

function remembered(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export class Theme {
  choice: ThemeChoice = $state(remembered());
  #system: 'light' | 'dark' = $state('light');
  readonly current: 'light' | 'dark' = $derived(this.choice === 'system' ? this.#system : this.choice);

  constructor() {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#system = query.matches ? 'dark' : 'light';
    query.addEventListener('change', (event) => {
      this.#system = event.matches ? 'dark' : 'light';
      this.#apply();
    });
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // private windows refuse storage; the choice then lasts until the window closes
    }
    this.#apply();
  }

  toggle(): void {
    this.choose(this.current === 'dark' ? 'light' : 'dark');
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.current;
  }
}

/** @returns the value of a design token in the theme now in force, for canvases that cannot use CSS variables */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
