/** An import in the making: how the table is read by now, what comes of that, and the edit that it ends in. */
import { detectMapping } from '../../core/exchange/table/detect';
import { importMeasurements, type Imported } from '../../core/exchange/table/import-measurements';
import { layoutOf, type Choice, type Column, type Layout, type Mapping, type Role } from '../../core/exchange/table/mapping';
import type { Decimal } from '../../core/exchange/table/numbers';
import { measureNamed, withRole } from '../../core/exchange/table/requests';
import type { Table } from '../../core/exchange/table/table';
import type { Scenario } from '../../core/model/schema';
import type { TableFile } from './open-table';

export class ImportDraft {
  sheet: number = $state(0);
  mode: 'add' | 'replace' = $state('replace');
  mapping: Mapping = $state.raw({ header: 0, decimal: '.', columns: [], conditions: new Map(), observables: new Map() });
  readonly table: Table = $derived.by(() => this.opened.sheets[this.sheet]?.table ?? { rows: [], problems: [] });
  readonly layout: Layout = $derived(layoutOf(this.mapping));
  readonly imported: Imported = $derived.by(() =>
    importMeasurements(this.document, this.table, this.mapping, {
      file: this.opened.file,
      sha256: this.opened.sha256,
      mode: this.mode,
    }),
  );

  constructor(
    readonly document: Scenario,
    readonly opened: TableFile,
  ) {
    const first = opened.sheets.findIndex(({ table }) => table.rows.length > 0);
    this.chooseSheet(Math.max(first, 0));
  }

  chooseSheet(index: number): void {
    this.sheet = index;
    this.detect();
  }
  /** Guesses anew, as the layout that is asked for. */
  detect(layout?: Layout): void {
    this.mapping = this.#suggested(detectMapping(this.table, this.document, layout));
  }
  setRole(column: number, role: Role): void {
    this.mapping = this.#suggested(withRole(this.mapping, column, role));
  }
  setFactor(column: number, factor: number | undefined): void {
    const columns = this.mapping.columns.map((one, i): Column => (i === column ? { role: one.role, factor } : one));
    this.mapping = { ...this.mapping, columns };
  }
  setDecimal(decimal: Decimal): void {
    this.mapping = { ...this.mapping, decimal };
  }
  setCondition(condition: string): void {
    this.mapping = { ...this.mapping, condition };
  }
  /** @param choice undefined: the word is unknown again */
  choose(kind: 'conditions' | 'observables', word: string, choice: Choice | undefined): void {
    const choices = new Map(this.mapping[kind]);
    if (choice === undefined) choices.delete(word);
    else choices.set(word, choice);
    this.mapping = { ...this.mapping, [kind]: choices };
  }

  /** A heading that is the name of a variable is proposed as an observable of it; the user sees this and can change it. */
  #suggested(mapping: Mapping): Mapping {
    const { reading } = importMeasurements(this.document, this.table, mapping, { file: '', sha256: '', mode: 'add' });
    const observables = new Map(mapping.observables);
    for (const { word, id } of reading.observables) {
      const choice = id === undefined && !observables.has(word) ? measureNamed(this.document, word) : undefined;
      if (choice !== undefined) observables.set(word, choice);
    }
    return { ...mapping, observables };
  }
}
