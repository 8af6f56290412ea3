// Checks dashboards against the types that Grafana publishes as @grafana/schema, of each major version that they are to open in:
//
//   npm ci && node check.mjs ../dashboards/scim.json
//
// The JSON becomes the value of a constant of that type, where TypeScript refuses unknown names and wrong values.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, 'node_modules');
const panels = ['stat', 'table', 'timeseries'];
const names = { stat: 'Stat', table: 'Table', timeseries: 'TimeSeries' };

// Of Grafana 10 and 11 the types of dashboards are published, those of the panels' options are not.
const versions = {
  10: () => join(here, 'any-panel.ts'),
  11: () => join(here, 'any-panel.ts'),
  12: panel => join(packages, `grafana-schema-12/dist/types/raw/composable/${panel}/panelcfg/x/${names[panel]}PanelCfg_types.gen.d.ts`),
  13: panel => join(packages, `grafana-schema-13/dist/types/raw/composable/${panel}/panelcfg/x/types.gen.d.ts`),
};

const parsed = new Map();

/** What is wrong with the text of a dashboard, a line each; nothing for one that is right. */
export function problems(text, version) {
  try {
    JSON.parse(text);
  } catch (error) {
    return [error.message];
  }

  const file = join(here, 'checked.ts');
  const source = `import type { Dashboard } from './dashboard'; export const dashboard: Dashboard = ${text}`;
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    types: [],
    paths: {
      '@grafana/schema': [join(packages, `grafana-schema-${version}`)],
      ...Object.fromEntries(panels.map(panel => [`panel/${panel}`, [versions[version](panel)]])),
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = name => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return ts.createSourceFile(name, source, rest[0]);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, ...rest));
    return parsed.get(name);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(x => {
    const where = x.file ? `${x.file.fileName === file ? '' : `${x.file.fileName}:`}${ts.getLineAndCharacterOfPosition(x.file, x.start).line + 1}: ` : '';
    return where + ts.flattenDiagnosticMessageText(x.messageText, '\n');
  });
}

export const checked = Object.keys(versions);

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const file of process.argv.slice(2))
    for (const version of checked) {
      const found = problems(readFileSync(file, 'utf8'), version);
      console.log(`${found.length ? 'FAIL' : 'ok  '} ${file} by the schema of Grafana ${version}`);
      for (const problem of found) console.log(`     line ${problem}`);
      if (found.length) process.exitCode = 1;
    }
}
