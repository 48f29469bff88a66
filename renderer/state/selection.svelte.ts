/** What is selected. Ids are unique across the document, so an id alone says what it is; arrows have ids of the graph. */
export class Selection {
  ids: readonly string[] = $state.raw([]);
  /** the one whose details the inspector shows: the last selected */
  readonly primary: string | null = $derived(this.ids.at(-1) ?? null);
  /** set to ask the canvas to bring this id into view and, for `rename` and `name`, to open its name */
  request: { readonly id: string; readonly want: 'reveal' | 'rename' | 'name' } | null = $state.raw(null);

  has(id: string): boolean {
    return this.ids.includes(id);
  }

  set(...ids: readonly string[]): void {
    if (ids.length === this.ids.length && ids.every((id, i) => id === this.ids[i])) return;
    this.ids = ids;
  }

  toggle(id: string): void {
    this.ids = this.has(id) ? this.ids.filter((other) => other !== id) : [...this.ids, id];
  }

  reveal(id: string): void {
    this.set(id);
    this.request = { id, want: 'reveal' };
  }

  rename(id: string): void {
    this.set(id);
    this.request = { id, want: 'rename' };
  }

  /** Asks for the name of what was just added; Escape then takes the addition back. */
  name(id: string): void {
    this.set(id);
    this.request = { id, want: 'name' };
  }

  clear(): void {
    this.ids = [];
  }
}
