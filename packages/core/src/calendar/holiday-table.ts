/** Where the holidays come from and for which years they were read. */
export interface HolidaySource {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly firstYear: number;
  readonly lastYear: number;
}

/** A Land, canton, state or a part of one. */
export interface HolidayRegionRules {
  readonly name: string;
  /** Sources disagree or the days differ from place to place: the admin should look at them. */
  readonly check?: true;
  /**
   * `name rule [years]`: index of the name; `MM-DD`, `E+39` (days from Easter Sunday) or `wed>=11-16` (first such weekday on
   * or after), `@12:00` when only the rest of the day is free; years as `2019..` or `2016,2022`.
   */
  readonly rules: readonly string[];
}

/** The table that tools/holidays/generate.ts writes. */
export interface HolidayTable {
  readonly source: HolidaySource;
  readonly names: readonly (readonly [de: string, en: string])[];
  readonly regions: Readonly<Record<string, HolidayRegionRules>>;
}
