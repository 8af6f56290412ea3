// What Grafana's published types allow in a dashboard of ours, as JSON has it. The check says which version '@grafana/schema' is.
import type { Dashboard as Published, FieldConfigSource, Panel as AnyPanel, RowPanel } from '@grafana/schema';
import type { Options as StatOptions } from 'panel/stat';
import type { FieldConfig as TableField, Options as TableOptions } from 'panel/table';
import type { FieldConfig as TimeSeriesField, Options as TimeSeriesOptions } from 'panel/timeseries';

/** JSON has the text of an enum's member, where TypeScript wants its name. */
type Json<T> = unknown extends T ? T
  : T extends string ? `${T}`
  : T extends readonly (infer Item)[] ? Json<Item>[]
  : T extends object ? { [Name in keyof T]: Json<T[Name]> }
  : T;

/** The types of targets are the data sources', which publish none for these two. */
interface PrometheusTarget {
  datasource: { type: 'prometheus'; uid: string };
  refId: string;
  expr: string;
  legendFormat?: string;
  format?: 'time_series' | 'table' | 'heatmap';
  instant?: boolean;
  range?: boolean;
}

interface PostgresTarget {
  datasource: { type: 'grafana-postgresql-datasource'; uid: string };
  refId: string;
  rawSql: string;
  rawQuery: true;
  editorMode: 'code';
  format: 'table' | 'time_series';
}

type Named<Type extends string, Options, Field> = Omit<Json<AnyPanel>, 'type' | 'options' | 'fieldConfig' | 'targets' | 'id' | 'gridPos' | 'title'> & {
  type: Type;
  id: number;
  title: string;
  gridPos: { h: number; w: number; x: number; y: number };
  options: Json<Partial<Options>>;
  fieldConfig: { defaults: Omit<Json<FieldConfigSource['defaults']>, 'custom'> & { custom?: Json<Partial<Field>> }; overrides: Json<FieldConfigSource['overrides']> };
  targets: (PrometheusTarget | PostgresTarget)[];
};

type Panel = Named<'stat', StatOptions, Record<string, never>> | Named<'timeseries', TimeSeriesOptions, TimeSeriesField> | Named<'table', TableOptions, TableField> | Json<RowPanel>;

export type Dashboard = Omit<Json<Published>, 'panels' | 'uid' | 'title'> & { uid: string; title: string; panels: Panel[] };
